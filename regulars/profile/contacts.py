"""Who buys for a company: linked and told by hand, each act an operation that can be undone."""

from datetime import date, datetime

from django.utils.translation import gettext_lazy

from regulars.base.events import log, operations
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Staff
from regulars.identity import acts
from regulars.identity.models import Person
from regulars.profile.events import ContactLinked, ContactUnlinked
from regulars.profile.kinds import ContactRole
from regulars.profile.models import Company, Contact

BY_HAND = {"why": "hand"}


class StrangersToCompany(Refusal):
    message = gettext_lazy("People and companies of different circles cannot be linked.")


class EndsTooEarly(Refusal):
    message = gettext_lazy("Nobody leaves a company before they came to it.")
    status = 422


def link(
    company: Company, person: Person, *, role: ContactRole | str = "", since_on: date | None = None,
    by: Staff | None, at: datetime, actor: str = operations.SYSTEM,
) -> Contact:  # fmt: skip
    """
    Say that somebody buys for a company; whoever had left, or was held not to, does so again.

    :raises StrangersToCompany: if they belong to different circles.
    """
    if company.circle_id != person.circle_id:
        raise StrangersToCompany
    told = {"name": company.name, "people": 1}
    with acts.doing("link_contact", company.circle, by=by, actor=actor, at=at, **told) as operation:
        contact = of(company, person)
        if contact is None:
            contact = Contact.objects.create(
                company=company, person=person.canonical, role=role, since_on=since_on, evidence=BY_HAND, made_at=at
            )
        else:
            contact.role, contact.since_on, contact.until_on = role or contact.role, since_on, None
            contact.refused_at, contact.evidence = None, BY_HAND
            contact.save(update_fields=["role", "since_on", "until_on", "refused_at", "evidence"])
        log.append(ContactLinked(person=contact.person_id, company=company.public_id), by=operation.actor, at=at)
    return contact


def change(
    contact: Contact, *, role: ContactRole | str, since_on: date | None, until_on: date | None, by: Staff | None,
    at: datetime, actor: str = operations.SYSTEM,
) -> Contact:  # fmt: skip
    """
    Say what somebody does for a company, since when and until when.

    :raises EndsTooEarly: if the end lies before the beginning.
    """
    if since_on and until_on and until_on < since_on:
        raise EndsTooEarly
    company = contact.company
    with acts.doing("change_contact", company.circle, by=by, actor=actor, at=at, name=company.name, people=1):
        contact.role, contact.since_on, contact.until_on = role, since_on, until_on
        contact.save(update_fields=["role", "since_on", "until_on"])
    return contact


def unlink(contact: Contact, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> Contact:
    """Say that somebody does not buy for a company; no rule says it again."""
    company, told = contact.company, {"name": contact.company.name, "people": 1}
    with acts.doing("unlink_contact", company.circle, by=by, actor=actor, at=at, **told) as operation:
        contact.refused_at = at
        contact.save(update_fields=["refused_at"])
        log.append(ContactUnlinked(person=contact.person_id, company=company.public_id), by=operation.actor, at=at)
    return contact


def of(company: Company, person: Person) -> Contact | None:
    """What is known of a human being at a company, whoever of them was linked."""
    return Contact.objects.filter(company=company, person__canonical=person.canonical_id).order_by("id").first()
