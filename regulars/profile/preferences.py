"""What customers say they like: a size, a diet, a seat; each with the day and where they said it."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy

from regulars.base.events import log, operations
from regulars.base.kit import text
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff
from regulars.identity import acts
from regulars.identity.models import Person
from regulars.profile.events import PreferenceStated, PreferenceWithdrawn
from regulars.profile.models import Preference


class UnusablePreference(Refusal):
    message = gettext_lazy(
        "Name the preference in at most 60 characters, what was said in at most 300, and the source in 80."
    )
    status = 422


class NotSaid(Refusal):
    message = gettext_lazy("This person has said nothing of “%(key)s”.")
    status = 404


def of(person: Person) -> list[Preference]:
    """What a human being said, by key; the newest word counts."""
    said = Preference.objects.filter(person__canonical=person.canonical_id).order_by("key", "stated_on", "id")
    return list({preference.key: preference for preference in said}.values())


def state(
    person: Person,
    *,
    key: str,
    value: str,
    stated_on: date,
    source: str,
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
) -> Preference:
    """
    Write down what a customer said; it takes the place of what they said of the same thing before.

    :param source: where they said it, such as `phone`, `quiz` or `store visit`.
    :raises UnusablePreference: if something is missing or too long.
    """
    key, value, source = text.squeeze(key).lower(), text.squeeze(value), text.squeeze(source)
    if not (0 < len(key) <= 60 and 0 < len(value) <= 300 and 0 < len(source) <= 80):
        raise UnusablePreference
    with acts.doing("state_preference", person.circle, by=by, actor=actor, at=at, people=1) as operation:
        said, _ = Preference.objects.update_or_create(
            person=person.canonical, key=key, defaults={"value": value, "stated_on": stated_on, "source": source}
        )
        told = PreferenceStated(person=said.person_id, key=key, source=source, value=value)
        log.append(told, by=operation.actor, at=at)
    return said


def withdraw(person: Person, *, key: str, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> None:
    """
    Forget what a customer said of something, over all who were merged into them.

    :raises NotSaid: if they said nothing of it.
    """
    with acts.doing("withdraw_preference", person.circle, by=by, actor=actor, at=at, people=1) as operation:
        said = Preference.objects.filter(person__canonical=person.canonical_id, key=key)
        if not said.delete()[0]:
            raise NotSaid(key=key)
        log.append(PreferenceWithdrawn(person=person.canonical_id, key=key), by=operation.actor, at=at)
