"""A small circle whose rows can be compared before and after somebody is erased."""

from datetime import UTC, date, datetime
from itertools import count
from typing import Any

from regulars.base.kit import query
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Staff, Store
from regulars.identity.models import Person
from regulars.profile import edits, notes, tasks
from tests.make import commerce, consent, identity, profile, workspace

NUMBERS = count(1)
TABLES = {
    "identity_person": "t.id", "identity_identifier": "t.person_id", "profile_profile": "t.person_id",
    "profile_note": "t.person_id", "profile_task": "t.person_id", "profile_tagging": "t.person_id",
    "profile_consent": "t.person_id", "commerce_order": "t.person_id", "events": "t.person",
    "events_change": "(select p.person_id from profile_profile p"
    " where p.id = t.key and t.\"table\" = 'profile_profile')",
}  # fmt: skip


def cast() -> tuple[Store, Staff, list[Person]]:
    """A shop of its own with four people who share a phone number's tail, a street and a name."""
    turn, at = next(NUMBERS), datetime(2026, 2, 1, tzinfo=UTC)
    shop = workspace.store(f"Shop {turn}", circle=f"Circle {turn}")
    mei = workspace.staff(shop.circle, Role.OWNER, name=f"Mei{turn}")
    people = []
    for number in range(4):
        person = identity.person(
            shop.circle, email=f"anna{number}@shop{turn}.example", phone=f"+44770090{turn:02}{number}"
        )
        commerce.order(shop, f"{number}", placed_at=at, person=person, tea="4.50")
        edits.edit(person, {"name": "Anna Smith", "street": "1 High Street"}, by=mei, at=at)
        edits.edit(person, {"city": "Leeds"}, by=mei, at=at)
        notes.write(person, text="Anna Smith of 1 High Street", by=mei, at=at)
        tasks.open_task(person, title="Call Anna Smith", due_on=date(2026, 3, 1), assignee=mei, by=mei, at=at)
        profile.tagged(person, "vip")
        consent.given(person, at)
        people.append(person)
    return shop, mei, people


def rows_of(people: list[Person]) -> dict[str, list[Any]]:
    """All that is kept of some people, as it stands."""
    ids = [person.id for person in people]
    return {
        table: query.rows(f'select to_jsonb(t)::text from "{table}" t where {whose} = any(%s) order by 1', [ids])
        for table, whose in TABLES.items()
    }
