"""Narrow a list of people down to those that a call asks for."""

from datetime import datetime

from django.contrib.postgres.fields import ArrayField
from django.db.models import F, Func, Q, QuerySet, TextField, Value

from regulars.api import reach, updates
from regulars.api.keys import sees_contact_details
from regulars.api.people.shapes import PeopleWindow
from regulars.api.problems import NoRight
from regulars.base.kit import text
from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import ApiKey
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Identifier, Link, Person
from regulars.insight.kinds import Stage
from regulars.insight.models import Score
from regulars.profile import tags
from regulars.profile.models import Profile, Tagging

TEXTS = ArrayField(TextField())
# Grams that begin with a space stand at the start of a word, and what is asked for may stand inside one.
INNER_GRAMS = "array(select gram from unnest(search_grams(%(expressions)s)) as gram where left(gram, 1) <> ' ')"


def found(people: QuerySet[Person], asked: PeopleWindow, *, key: ApiKey) -> QuerySet[Person]:
    """
    One row per human being who fits all that is asked.

    :raises NoRight: if an e-mail or a stage is asked for by a key that may not see it.
    """
    rows = people.filter(canonical=F("id"))
    if asked.seen_since is not None:
        rows = rows.filter(first_seen_at__gte=asked.seen_since)
    if asked.seen_until is not None:
        rows = rows.filter(first_seen_at__lt=asked.seen_until)
    if asked.tag is not None:
        rows = rows.filter(id__in=bearing(asked.tag, key=key))
    if asked.owner is not None:
        rows = rows.filter(owner__public_id=asked.owner)
    if asked.search is not None:
        rows = rows.filter(id__in=named(asked.search, key=key))
    if asked.email is not None:
        rows = rows.filter(id__in=with_email(asked.email, key=key))
    if asked.stage is not None:
        rows = rows.filter(id__in=at_stage(asked.stage, asked.store, key=key))
    if asked.updated_since is not None:
        rows = rows.filter(updated(asked.updated_since, key=key))
    return rows


def named(words: str, *, key: ApiKey) -> QuerySet[Profile, int]:
    """
    The people whose profile holds the words.

    The folded text holds e-mails and phones too; who may not see those must not guess them by searching.
    """
    folded = text.fold(words)
    fitting = Profile.objects.alias(grams=Func(F("search"), function="search_grams", output_field=TEXTS))
    fitting = fitting.filter(grams__contains=Func(Value(folded), template=INNER_GRAMS, output_field=TEXTS))
    if sees_contact_details(key):
        fitting = fitting.filter(search__contains=folded)
    else:
        fitting = fitting.filter(Q(name__icontains=words) | Q(company__icontains=words))
    return fitting.filter(person__circle=key.circle_id).values_list("person__canonical", flat=True)


def bearing(name: str, *, key: ApiKey) -> QuerySet[Tagging, int]:
    """The people who bear a tag, or have somebody merged into them who does."""
    tag = tags.named(key.circle, name)
    return Tagging.objects.filter(tag=tag).values_list("person__canonical", flat=True)


def with_email(address: str, *, key: ApiKey) -> QuerySet[Identifier, int]:
    if not sees_contact_details(key):
        raise NoRight(scope="people:export")
    found = Identifier.objects.filter(circle=key.circle_id, kind=IdentifierKind.EMAIL, scope="")
    return found.filter(value=address.strip().lower()).values_list("person__canonical", flat=True)


def at_stage(stage: Stage, store: str | None, *, key: ApiKey) -> QuerySet[Score, int]:
    """The people whom the current run of a store, or of any store, puts at a stage."""
    if not key.may(Act.SEE, Thing.INSIGHT):
        raise NoRight(scope="insight:see")
    runs = reach.current_runs(key)
    if store is not None:
        runs = runs.filter(store__public_id=store)
    return Score.objects.filter(run__in=runs.values("id"), stage=stage).values_list("person_id", flat=True)


def updated(since: datetime, *, key: ApiKey) -> Q:
    """The person, the profile, an identifier or a merge was written since then."""
    people = updates.written(Person.objects.all(), since, key=key)
    profiles = updates.written(Profile.objects.all(), since, key=key)
    identifiers = updates.written(Identifier.objects.all(), since, key=key)
    links = updates.written(Link.objects.all(), since, key=key)
    return (
        Q(id__in=people.values("canonical"))
        | Q(id__in=profiles.values("person__canonical"))
        | Q(id__in=identifiers.values("person__canonical"))
        | Q(id__in=links.values("older__canonical"))
        | Q(id__in=links.values("newer__canonical"))
    )
