"""People: list, one."""

from ninja import Query, Router

from regulars.api import listing, reach
from regulars.api.fetching import one
from regulars.api.fields import PersonId
from regulars.api.keys import ApiKeyWith, KeyRequest
from regulars.api.people import finding, picture, shapes
from regulars.base.workspace.kinds import Act, Thing

router = Router(tags=["people"], auth=ApiKeyWith(Act.SEE, Thing.PEOPLE))


@router.get("", response=shapes.People)
def list_people(request: KeyRequest, window: Query[shapes.PeopleWindow]) -> shapes.People:
    """People of the circle; merged ones once."""
    fitting = finding.found(reach.people(request.auth), window, key=request.auth)
    rows, following = listing.page(fitting.select_related("owner", "branch"), window)
    return shapes.People(items=picture.of(rows, key=request.auth), next=following)


@router.get("/{id}", response=shapes.Person)
def get_person(request: KeyRequest, id: PersonId) -> shapes.Person:
    """One person. The id of somebody merged away leads to the person they are now, whose `id` differs."""
    person = one(reach.people(request.auth).select_related("canonical__owner", "canonical__branch"), id)
    [shown] = picture.of([person.canonical], key=request.auth)
    return shown
