"""Companies: list, one."""

from django.db.models import QuerySet
from ninja import Query, Router

from regulars.api import listing, reach
from regulars.api.companies import shapes
from regulars.api.companies.shapes import CompaniesWindow
from regulars.api.fetching import one
from regulars.api.fields import CompanyId
from regulars.api.keys import ApiKeyWith, KeyRequest
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import ApiKey
from regulars.profile import companynames
from regulars.profile.kinds import CompanyKeyKind
from regulars.profile.models import Company, CompanyKey, Contact

router = Router(tags=["companies"], auth=ApiKeyWith(Act.SEE, Thing.PEOPLE))


@router.get("", response=shapes.Companies)
def list_companies(request: KeyRequest, window: Query[CompaniesWindow]) -> shapes.Companies:
    """Companies of the circle, with who buys for them."""
    rows, following = listing.page(whole(found(window, key=request.auth)), window)
    return shapes.Companies(items=[shapes.company(row) for row in rows], next=following)


@router.get("/{id}", response=shapes.Company)
def get_company(request: KeyRequest, id: CompanyId) -> shapes.Company:
    """One company."""
    return shapes.company(one(whole(reach.companies(request.auth)), id))


def whole(rows: QuerySet[Company]) -> QuerySet[Company]:
    return rows.select_related("owner").prefetch_related("keys", "contacts__person__canonical")


def found(asked: CompaniesWindow, *, key: ApiKey) -> QuerySet[Company]:
    """
    Every company that fits all that is asked.

    :raises NotFound: if a person is named whom the key does not see.
    """
    rows = reach.companies(key).filter(archived_at__isnull=not asked.is_archived)
    told = (
        (CompanyKeyKind.NAME, asked.name and companynames.key(asked.name), asked.name),
        (CompanyKeyKind.DOMAIN, asked.domain and companynames.domain(asked.domain), asked.domain),
        (CompanyKeyKind.TAX, asked.tax_id and companynames.tax(asked.tax_id), asked.tax_id),
    )
    for kind, value, said in told:
        if said is not None:
            held = CompanyKey.objects.filter(circle=key.circle_id, kind=kind, value=value)
            rows = rows.filter(id__in=held.values("company"))
    if asked.person is not None:
        person = one(reach.people(key), asked.person)
        theirs = Contact.objects.live().filter(person__canonical=person.canonical_id)
        rows = rows.filter(id__in=theirs.values("company"))
    return rows
