"""Further addresses and numbers of the people of an address book: claimed like the first, and the import stands behind.

A row of a file has one e-mail and one phone by which its person is found; books hold several of each. What another
person has stays theirs, and what is blocked or was erased stays out.
"""

import re
from collections.abc import Iterator
from datetime import datetime

from django.db import connection

from regulars.base.kit import digests, query
from regulars.collect.models import Import
from regulars.collect.reading import contacts, headings, presets
from regulars.commerce import merging, staged, supports
from regulars.commerce.kinds import Supported
from regulars.commerce.merging import Staged
from regulars.identity.resolve import LOCK, MOST_VALUES_OF_A_PERSON

APART = re.compile(r"\s*(?:;|\n|:::)\s*")
KIND = re.compile(r"^[a-z]+: ")
ROWS = """
    select {trace}, coalesce(s.country, ''), k.key, k.value
    from {staging} s cross join lateral jsonb_each_text(s.extra) k
    where s.extra is not null and {trace} is not null and k.key = any(%(headings)s::text[])
"""
HEADINGS = "select distinct jsonb_object_keys(extra) from {staging} where extra is not null"
WORK = "create temp table further (trace text, kind text, value text) on commit drop"
CLAIM = f"""
    insert into identity_identifier (circle_id, person_id, kind, scope, value, source, first_seen_at)
    select distinct on (f.kind, f.value) %(circle)s, t.person_id, f.kind, '', f.value, %(source)s, t.seen_at
    from further f join {{traces}} t on t.trace = f.trace
    where t.person_id is not null
      and not exists (select from identity_blockedvalue b
                      where b.circle_id = %(circle)s and b.kind = f.kind and b.scope = '' and b.value = f.value)
      and not exists (select from identity_forgottenvalue g
                      where g.circle_id = %(circle)s and g.kind = f.kind and g.scope = ''
                        and g.digest = {digests.sql("f.kind", "f.value")})
      and (select count(*) from identity_identifier i where i.person_id = t.person_id) < %(most)s
    order by f.kind, f.value, t.person_id
    on conflict (circle_id, kind, scope, value) do nothing
"""
SUPPORT = """
    insert into {facts} (import_id, kind, row_id)
    select distinct {import_id}, {identifier}, i.id
    from further f join {traces} t on t.trace = f.trace
    join identity_identifier i on i.circle_id = %(circle)s and i.kind = f.kind and i.scope = '' and i.value = f.value
    join identity_person p on p.id = i.person_id join identity_person o on o.id = t.person_id
    where p.canonical_id = o.canonical_id
      and not exists (select from {facts} k where k.kind = {identifier} and k.row_id = i.id)
"""


def claim(import_: Staged, traces: str, *, at: datetime) -> int:
    """Give the people of a staged address book the addresses and numbers that stand beside their first ones."""
    preset = Import.objects.filter(id=import_.id).values_list("preset", flat=True).first() or ""
    meant = {role: headings_of(preset, role) for role in ("email", "phone")}
    if not any(meant.values()):
        return 0
    circle = import_.store.circle_id
    query.lock(LOCK, circle)
    rows = list(found(import_, meant))  # nothing can be asked while a copy is under way
    query.run("drop table if exists further")
    query.run(WORK)
    with connection.cursor() as cursor, cursor.copy("copy further from stdin") as copy:
        for row in rows:
            copy.write_row(row)
    values = {"circle": circle, "source": merging.source_of(import_.id), "most": MOST_VALUES_OF_A_PERSON}
    claimed = query.run(CLAIM.format(traces=traces), {**values, **digests.pads()})
    facts = {"facts": supports.facts(import_.id), "import_id": import_.id, "identifier": Supported.IDENTIFIER.value}
    query.run(SUPPORT.format(traces=traces, **facts), circle=circle)
    return claimed


def headings_of(name: str, role: str) -> set[str]:
    """The headings of a role in the presets that keep all: where further addresses and numbers stand."""
    alike = [preset for preset in presets.PRESETS if preset.name == name and preset.keeps_all]
    return {headings.key(heading) for preset in alike for heading, meant in preset.columns.items() if meant == role}


def found(import_: Staged, meant: dict[str, set[str]]) -> Iterator[tuple[str, str, str]]:
    """The key of a row's person with each of their further addresses and numbers, as they are stored."""
    staging = staged.table(import_.id)
    kinds = {
        heading: role
        for (heading,) in query.rows(HEADINGS.format(staging=staging))
        for role, names in meant.items()
        if headings.key(heading) in names
    }
    statement = ROWS.format(staging=staging, trace=staged.trace("s"))
    for trace, country, heading, cell in query.rows(statement, headings=list(kinds)):
        for each in APART.split(cell):
            value = KIND.sub("", each.strip())
            if kinds[heading] == "email" and contacts.is_email(value.lower()):
                yield trace, "email", value.lower()
            elif kinds[heading] == "phone" and contacts.is_number(number := contacts.phone(value, country or None)):
                yield trace, "phone", number
