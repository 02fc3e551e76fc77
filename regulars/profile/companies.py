"""Companies by hand: open, change, archive, merge. Each act is an operation, and can be undone.

A company keeps every name, tax number and domain that it has had as a key, by which it is known again.
"""

from collections.abc import Mapping
from datetime import datetime

from django.utils.translation import gettext_lazy

from regulars.base.events import log, operations
from regulars.base.kit import text
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Circle, Staff
from regulars.collect.reading import places
from regulars.identity import acts
from regulars.profile import companynames
from regulars.profile.events import CompanyOpened
from regulars.profile.kinds import CompanyKeyKind, CompanySize
from regulars.profile.models import Company, CompanyKey, Contact

type Key = tuple[CompanyKeyKind, str]

BY_HAND = "by hand"
LONGEST_NOTE = 20_000
MOST_TAGS = 30
TEXTS = {
    "name": 320, "legal_name": 320, "tax_id": 40, "website": 300, "street": 500, "city": 200, "region": 200,
    "postcode": 40, "country": 80, "size": 8, "industry": 120,
}  # fmt: skip


class NamelessCompany(Refusal):
    message = gettext_lazy("A company needs a name.")
    status = 422


class CompanyExists(Refusal):
    message = gettext_lazy("This is “%(name)s” already. Merge the two, if they are one.")


class SameCompany(Refusal):
    message = gettext_lazy("A company cannot be merged into itself.")


class NoSuchSize(Refusal):
    message = gettext_lazy("“%(size)s” is no size of a company.")
    status = 422


def open_company(
    circle: Circle, facts: Mapping[str, object], *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM
) -> Company:
    """
    A new company.

    :raises NamelessCompany: if it has no name.
    :raises CompanyExists: if its name, tax number or domain is that of another.
    """
    said = checked(facts)
    if not said.get("name"):
        raise NamelessCompany
    with acts.doing("open_company", circle, by=by, actor=actor, at=at, name=said["name"]) as operation:
        return opened(circle, said, source=BY_HAND, actor=operation.actor, at=at)


def opened(circle: Circle, said: Mapping[str, object], *, source: str, actor: str, at: datetime) -> Company:
    """The same in the caller's operation, of facts that have been checked."""
    free(circle, wanted := keys(said), but=None)
    company = Company.objects.create(circle=circle, source=source, made_at=at, **said)
    remember(company, wanted)
    log.append(CompanyOpened(company=company.public_id), by=actor, at=at)
    return company


def change(
    company: Company, facts: Mapping[str, object], *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM
) -> Company:
    """
    Let fields of a company say something else; only those that differ are written.

    :raises NamelessCompany: if it would have no name.
    :raises CompanyExists: if its name, tax number or domain would be that of another.
    """
    said = checked(facts)
    changed = sorted(name for name, value in said.items() if getattr(company, name) != value)
    if "name" in changed and not said["name"]:
        raise NamelessCompany
    if not changed:
        return company
    with acts.doing("change_company", company.circle, by=by, actor=actor, at=at, name=company.name):
        for name in changed:
            setattr(company, name, said[name])
        free(company.circle, wanted := keys(as_said(company)), but=company)
        company.save(update_fields=changed)
        remember(company, wanted)
    return company


def archive(company: Company, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> Company:
    """Put a company away; it is not found anew, and its contacts stay what they are."""
    with acts.doing("archive_company", company.circle, by=by, actor=actor, at=at, name=company.name):
        company.archived_at = at
        company.save(update_fields=["archived_at"])
    return company


def revive(company: Company, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> Company:
    """Take a company out of the archive."""
    with acts.doing("revive_company", company.circle, by=by, actor=actor, at=at, name=company.name):
        company.archived_at = None
        company.save(update_fields=["archived_at"])
    return company


def merge(
    company: Company, *, into: Company, by: Staff | None, at: datetime, actor: str = operations.SYSTEM
) -> Company:
    """
    Let one company take the place of another, which goes: its contacts and keys move, its facts fill what is blank.

    :raises SameCompany: if the two are one.
    """
    if company.id == into.id:
        raise SameCompany
    told = {"name": company.name, "into": into.name}
    with acts.doing("merge_companies", company.circle, by=by, actor=actor, at=at, **told):
        there = Contact.objects.filter(company=into).values("person__canonical")
        Contact.objects.filter(company=company).exclude(person__canonical__in=there).update(company=into)
        CompanyKey.objects.filter(company=company).update(company=into)
        filled = sorted(name for name in TEXTS if not getattr(into, name) and getattr(company, name))
        for name in filled:
            setattr(into, name, getattr(company, name))
        company.delete()
        if filled:
            into.save(update_fields=filled)
    return into


def checked(facts: Mapping[str, object]) -> dict[str, object]:
    """
    Facts as they are stored.

    :raises NoSuchSize: if the size is none of ours.
    """
    said: dict[str, object] = {}
    for name, given in facts.items():
        if name in TEXTS:
            plain = text.squeeze(str(given or "").replace("\x00", ""))
            said[name] = ((places.country(plain) or "") if name == "country" and plain else plain)[: TEXTS[name]]
        elif name == "tags":
            words = dict.fromkeys(text.squeeze(str(word))[:120] for word in given or ())  # type: ignore[attr-defined]
            said[name] = [word for word in words if word][:MOST_TAGS]
        elif name == "note":
            said[name] = str(given or "").replace("\x00", "").strip()[:LONGEST_NOTE]
        elif name == "owner":
            said[name] = given
    if said.get("size") and said["size"] not in CompanySize.values:
        raise NoSuchSize(size=said["size"])
    return said


def as_said(company: Company) -> dict[str, object]:
    return {name: getattr(company, name) for name in TEXTS}


def keys(said: Mapping[str, object]) -> list[Key]:
    """By what a company with these facts is known again."""
    found = {
        CompanyKeyKind.TAX: companynames.tax(str(said.get("tax_id") or "")),
        CompanyKeyKind.DOMAIN: companynames.domain(str(said.get("website") or "")),
        CompanyKeyKind.NAME: companynames.key(str(said.get("name") or "")),
    }
    return [(kind, value) for kind, value in found.items() if value]


def known(circle: Circle, wanted: list[Key]) -> Company | None:
    """The company that has the first of these keys that anybody has."""
    for kind, value in wanted:
        held = CompanyKey.objects.filter(circle=circle, kind=kind, value=value).select_related("company__circle")
        if (first := held.first()) is not None:
            return first.company
    return None


def free(circle: Circle, wanted: list[Key], *, but: Company | None) -> None:
    for key in wanted:
        holder = known(circle, [key])
        if holder is not None and (but is None or holder.id != but.id):
            raise CompanyExists(name=holder.name)


def remember(company: Company, wanted: list[Key]) -> None:
    """Give a company the keys that nobody has."""
    CompanyKey.objects.bulk_create(
        [CompanyKey(circle=company.circle, company=company, kind=kind, value=value) for kind, value in wanted],
        ignore_conflicts=True,
    )
