"""Show what a repair would change, and change it: in bulk, under one operation, so that it can be undone as a whole.

A value that another person has already is left alone, and the two are suggested as one; where the person has it twice
by a repair, the worse of the two goes.
"""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from psycopg import sql
from psycopg.types.json import Jsonb

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.base.workspace.models import Circle, Staff
from regulars.identity import acts, crowds
from regulars.identity.models import Person
from regulars.profile import faces
from regulars.profile.events import PersonEdited
from regulars.profile.quality import checking, facts, repairs
from regulars.profile.quality.repairs import IDENTIFIER, Options, Repair

CHUNK = 20_000
SHOWN = 12
CANDIDATES = """
    create temp table candidate on commit drop as
    select t.id as row_id, t.person_id as original_id, c.canonical_id as person_id,
           jsonb_build_array({old}) as old, jsonb_build_array({beside}) as beside
    from {table} t join identity_person c on c.id = t.person_id {joins}
    where c.circle_id = %(circle)s and ({where}) {among}
"""
PAIRS = """
    create temp table pair on commit drop as
    select row_number() over () as id, old, beside from (select distinct old, beside from candidate) d
"""
NEXT = "select id, old, beside from pair where id > %(after)s order by id limit %(limit)s"
MENDED = "create temp table mended (id bigint, new jsonb) on commit drop"
KEEP = "insert into mended select * from unnest(%(ids)s::bigint[], %(news)s::jsonb[])"
PROPOSALS = """
    create temp table proposal on commit drop as
    select c.row_id, c.original_id, c.person_id, c.old, m.new, null::bigint as taken_by
    from mended m join pair p on p.id = m.id join candidate c on c.old = p.old and c.beside = p.beside
"""
# What somebody wrote by hand, or has put back after a repair, no standing repair touches.
BY_HAND = """
    delete from proposal p
    where exists (
        select from events_change h join events_operation o on o.id = h.operation
        left join events_operation undone on undone.id = o.undoes_id
        where h."table" = %(table)s and h.key = p.row_id and h.kind = 'updated'
          and (h.old || coalesce(h.personal -> 'old', '{}')) ?| %(columns)s::text[]
          and (undone.facts ->> 'act' like 'repair%%' or o.kind = 'edit' and o.facts ->> 'act' not like 'repair%%'))
"""
TAKEN = """
    update proposal p set taken_by = coalesce(
        (select i.person_id from identity_identifier i join identity_identifier mine on mine.id = p.row_id
         where i.circle_id = mine.circle_id and i.kind = mine.kind and i.scope = mine.scope and i.value = p.new ->> 0),
        (select min(other.original_id) from proposal other where other.new = p.new and other.row_id < p.row_id))
"""
TWICE = """
    delete from identity_identifier i using proposal p join identity_person o on o.id = p.taken_by
    where i.id = p.row_id and o.canonical_id = p.person_id
"""
SUGGEST = """
    insert into identity_suggestion (circle_id, older_id, newer_id, evidence, made_at)
    select distinct on (1, 2, 3)
           %(circle)s::bigint, least(p.taken_by, p.original_id), greatest(p.taken_by, p.original_id),
           jsonb_build_object('kind', i.kind, 'value', p.new ->> 0, 'source', 'repair'), %(at)s::timestamptz
    from proposal p join identity_identifier i on i.id = p.row_id join identity_person o on o.id = p.taken_by
    where o.canonical_id <> p.person_id
      and not exists (select from identity_apart a
                      where a.older_id = least(p.taken_by, p.original_id)
                        and a.newer_id = greatest(p.taken_by, p.original_id))
    on conflict (older_id, newer_id) do nothing
"""
WRITE = "update {table} t set {columns} from proposal p where p.row_id = t.id and p.taken_by is null"
TELL = """
    select 'record', null::bigint, person_id, %(name)s::text, %(at)s::timestamptz, %(at)s::timestamptz, 'regulars',
           %(actor)s::text, 'live', jsonb_build_object('fields', %(fields)s::jsonb), '{}'::jsonb
    from (select distinct person_id from proposal where taken_by is null) p order by person_id
"""
COUNT = """
    select count(*) filter (where taken_by is null), count(distinct person_id) filter (where taken_by is null),
           count(*) filter (where taken_by is not null) from proposal
"""
EXAMPLES = """
    select p.old, p.new, count(*), min(c.public_id) from proposal p join identity_person c on c.id = p.person_id
    where p.taken_by is null group by 1, 2 order by 3 desc, 1 limit %(most)s
"""


@dataclass(frozen=True, slots=True)
class Example:
    """What would become of what, how often, and somebody whom it is about."""

    old: Sequence[str]
    new: Sequence[str]
    rows: int
    person: str


@dataclass(frozen=True, slots=True)
class Outlook:
    """What a repair would do; `left` are values that somebody else has already."""

    rows: int
    people: int
    left: int
    examples: Sequence[Example] = ()


@dataclass(frozen=True, slots=True)
class Done:
    """What a repair did; without an operation where there was nothing to do."""

    operation: Operation | None
    rows: int = 0
    people: int = 0
    left: int = 0


@transaction.atomic
def preview(circle: Circle, name: str, options: Options, *, crowd: QuerySet[Person] | None = None) -> Outlook:
    """
    What a repair would change, with its most frequent changes.

    :raises Refusal: if there is no such repair, or its options do not fit it.
    """
    if crowd is not None:
        crowds.gather(crowd)
    propose(circle, repairs.of(circle, name, options), options, among=crowds.CHOSEN if crowd is not None else "")
    rows, people, left = query.row(COUNT)
    examples = [
        Example(json.loads(old), json.loads(new), count, person)
        for old, new, count, person in query.rows(EXAMPLES, most=SHOWN)
    ]
    return Outlook(rows, people, left, examples)


def run(
    circle: Circle,
    name: str,
    options: Options,
    *,
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
    crowd: QuerySet[Person] | None = None,
) -> Done:
    """
    Repair all that the repair finds, or what it finds of a crowd.

    :raises Refusal: if there is no such repair, or its options do not fit it.
    """
    repair = repairs.of(circle, name, options)
    with acts.undisturbed(circle):
        if crowd is not None:
            crowds.gather(crowd)
        propose(circle, repair, options, among=crowds.CHOSEN if crowd is not None else "")
        done = carry_out(circle, repair, kind=OperationKind.EDIT, by=by, actor=actor, at=at)
        facts.touch("select original_id from proposal")
        checking.look_again(circle, day=checking.today(circle, at=at))
    return done


def run_standing(circle: Circle, name: str, options: Options, *, rule: str, at: datetime) -> Done:
    """Repair what was touched lately, in the caller's transaction, which nobody disturbs."""
    repair = repairs.of(circle, name, options)
    propose(circle, repair, options, among=facts.TOUCHED)
    query.run(BY_HAND, table=repair.table, columns=list(repair.columns))
    return carry_out(circle, repair, kind=OperationKind.RULE, by=None, actor=rule, at=at)


def propose(circle: Circle, repair: Repair, options: Options, *, among: str) -> None:
    """Put what would change into `proposal` until the transaction ends."""
    query.run("drop table if exists candidate, pair, mended, proposal")
    query.run(
        CANDIDATES.format(
            table=repair.table, joins=repair.joins, where=repair.where,
            old=", ".join(f"t.{column}" for column in repair.columns),
            beside=", ".join(f"coalesce({words}, '')" for words in repair.beside),
            among=f"and c.canonical_id in (select id from {among})" if among else "",
        ),
        circle=circle.id, find=options.find,
    )  # fmt: skip
    query.run(PAIRS)
    query.run(MENDED)
    after = 0
    while found := query.rows(NEXT, after=after, limit=CHUNK):
        kept = [
            (id, new)
            for id, old, beside in found
            if (new := mended(repair, json.loads(old), json.loads(beside), options))
        ]
        query.run(KEEP, ids=[id for id, _ in kept], news=[Jsonb(new) for _, new in kept])
        after = found[-1][0]
    query.run("analyze pair, mended, candidate")
    query.run(PROPOSALS)
    query.run("analyze proposal")
    if repair.table == IDENTIFIER:
        query.run(TAKEN)


def mended(repair: Repair, old: list[str], beside: list[str], options: Options) -> list[str] | None:
    """What should stand there; nothing where it is the same."""
    made = [words[:width] for words, width in zip(repair.mend(old, beside, options), repair.widths, strict=True)]
    return made if made != old else None


def carry_out(
    circle: Circle, repair: Repair, *, kind: OperationKind, by: Staff | None, actor: str, at: datetime
) -> Done:
    """Do what stands in `proposal`, under an operation of its own, unless there is nothing."""
    rows, people, left = query.row(COUNT)
    if not rows + left:
        return Done(None)
    told: dict[str, Any] = {"act": f"repair_{repair.name}", "people": people}
    with operations.doing(kind, circle=circle, by=by, actor=actor, at=at, facts=told) as operation:
        if repair.table == IDENTIFIER:
            query.run(SUGGEST, circle=circle.id, at=at)
            query.run(TWICE)
        columns = ", ".join(f"{column} = p.new ->> {place}" for place, column in enumerate(repair.columns))
        query.run(WRITE.format(table=repair.table, columns=columns))
        faces.refresh("select original_id from proposal")
        named = {"name": PersonEdited.name, "at": at, "actor": operation.actor, "fields": Jsonb(repair.fields)}
        log.append_select(sql.SQL(TELL), named)
    return Done(operation, rows, people, left)
