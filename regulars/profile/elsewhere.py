"""Bring what other programs know of people into the store: tickets of help desks, and balances of points.

A row is told by its number there (a balance: by whose it is), so a file that is imported again finds what it has
brought. The word that is newest by its own moment counts; nothing here changes what a file has told.
"""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from typing import Any

from psycopg import sql

from regulars.base.events import log
from regulars.base.kit import lanes, query
from regulars.base.kit.lanes import Progress
from regulars.commerce import buyers, merging, staged, supports
from regulars.commerce.kinds import Supported
from regulars.commerce.merging import Staged
from regulars.commerce.models import Merge
from regulars.commerce.report import MergeReport
from regulars.commerce.retraction import Part
from regulars.identity import resolve
from regulars.profile import extras
from regulars.profile.events import TicketClosed, TicketOpened, TicketWithdrawn

ROWS_IN_A_BATCH = 50_000


@dataclass(frozen=True, slots=True)
class Outside:
    """
    One kind of what is known elsewhere.

    :param columns: of its table, with the expressions over the staged rows `s` that they come from.
    :param key: what tells a row of a store from the others.
    :param moment: the column that says how new a word is.
    :param ends: the column that a newer word empties again where it says nothing.
    :param counted: what its rows are called in the report of a merge.
    """

    kind: Supported
    table: str
    columns: Mapping[str, str]
    key: tuple[str, ...]
    moment: str
    blank: Mapping[str, object]
    personal: tuple[str, ...]
    ends: str
    counted: str
    state: str = "null::text"


TICKETS = Outside(
    Supported.TICKET, "profile_ticket",
    {
        "desk": "coalesce(s.desk, '')", "number": "left(s.ticket_number, 120)",
        "subject": "left(coalesce(s.subject, ''), 500)", "state": "s.ticket_state",
        "channel": "left(coalesce(s.ticket_channel, ''), 60)", "priority": "left(coalesce(s.priority, ''), 40)",
        "opened_at": "s.opened_at", "changed_at": "coalesce(s.changed_at, s.opened_at)", "closed_at": "s.closed_at",
        "satisfaction": "left(coalesce(s.satisfaction, ''), 120)", "url": "left(coalesce(s.ticket_url, ''), 1000)",
    },
    key=("desk", "number"), moment="changed_at",
    blank={"subject": "", "state": "open", "channel": "", "priority": "", "changed_at": None, "closed_at": None,
           "satisfaction": "", "url": ""},
    personal=("subject", "url"), ends="closed_at", counted="tickets", state="k.state",
)  # fmt: skip
POINTS = Outside(
    Supported.BALANCE, "profile_balance",
    {
        "program": "left(coalesce(s.program, ''), 60)", "points": "s.points", "tier": "left(coalesce(s.tier, ''), 120)",
        "expires_on": "s.expires_on", "as_of": "coalesce(s.as_of, %(at)s::timestamptz)",
    },
    key=("program", "person_id"), moment="as_of",
    blank={"points": 0, "tier": "", "expires_on": None, "as_of": None}, personal=("points",),
    ends="expires_on", counted="balances",
)  # fmt: skip
OUTSIDE = {"tickets": TICKETS, "points": POINTS}

SAID = """
    create temp table said_elsewhere on commit drop as
    select n.*, coalesce(k.id, nextval('{table}_id_seq')) as row_id, k.id is null as is_new,
           coalesce(k.{moment} > n.{moment}, false) as is_old, {state} as was
    from (
        select distinct on ({key}) * from (
            select t.person_id, s.line_no, {columns}
            from {staging} s join {traces} t on t.trace = {trace} where {of_part}
        ) m order by {key}, {moment} desc, line_no desc
    ) n
    left join {table} k on k.store_id = %(store)s and {match}
    where not exists (select from {facts} f where f.kind = {kind} and f.row_id = k.id)
"""
INSERT = """
    insert into {table} (id, store_id, person_id, {names})
    select row_id, %(store)s, person_id, {names} from said_elsewhere where is_new order by row_id
"""
SUPPORT = """
    insert into {facts} (import_id, kind, row_id, rank, said, personal)
    select {import_id}, {kind}, row_id, case when is_old then {hint} else {statement} end,
           jsonb_strip_nulls(jsonb_build_object({plain})) || jsonb_build_object('{ends}', {ends}),
           jsonb_strip_nulls(jsonb_build_object({personal}))
    from said_elsewhere
"""
TELL = """
    select 'record', %(store)s::bigint, n.person_id, {name}, n.{moment}, %(at)s::timestamptz, %(source)s::text,
           %(actor)s::text, 'history', jsonb_build_object('desk', n.desk, 'number', n.number, 'channel', n.channel),
           jsonb_build_object('title', n.subject)
    from {rows} n where {condition} order by n.{moment}, n.number
"""
CLOSES = "n.state = 'closed' and not n.is_old and n.was is distinct from 'closed' and n.closed_at is not null"
LAST_SUPPORT = """
    n.id in (select row_id from picked_row) and not exists (
        select from commerce_support s where s.kind = {kind} and s.import_id = any(%(others)s) and s.row_id = n.id)
"""


def merge(import_: Staged, *, at: datetime, progress: Progress) -> MergeReport:
    """
    Bring a staged import of tickets or points into the store, or go on where an earlier attempt was stopped.

    :raises NothingStaged: if its staging table does not exist.
    :raises AlreadyMerging: if somebody else is at it.
    :raises WasUndone: if it was merged and undone before.
    """
    with merging.alone(import_.id):
        work = merging.begin(import_, at=at)
        if work.done_at is None:
            supports.prepare(import_.id)
            bring(import_, work, OUTSIDE[import_.kind], at=at, progress=progress)
        return merging.report(work)


def bring(import_: Staged, work: Merge, outside: Outside, *, at: datetime, progress: Progress) -> None:
    seen_at = "s.opened_at" if outside is TICKETS else f"coalesce(s.as_of, '{at.isoformat()}')"
    traces = buyers.settle(import_, work, seen_at=seen_at, at=at)
    staging, lock = staged.table(import_.id), (resolve.LOCK, import_.store.circle_id)

    def merge_part(part: tuple[str, str]) -> None:
        with merging.step(work, part=part[1]) as report:
            lanes.enter(lock)
            store(import_, work, outside, report, traces=traces, low=part[0], high=part[1], at=at)

    if not work.plan:
        ends = staged.bounds(traces, staged.PERSON_KEY, ROWS_IN_A_BATCH)
        merging.divide(work, [*ends[:-1], staged.LAST_PERSON])
    lanes.run(merge_part, merging.ahead(work), lock=lock, progress=progress)
    with merging.step(work, done_at=at) as report:
        [nameless] = query.row(f"select count(*) from {staging} s where {staged.nameless('s')}")
        report.add(rows_without_key=nameless, **buyers.known(work))
    staged.drop_work_tables(import_.id)


def store(
    import_: Staged, work: Merge, outside: Outside, report: MergeReport, *, traces: str, low: str, high: str,
    at: datetime,
) -> None:  # fmt: skip
    """Make or renew the rows that a part of a file tells of, in the caller's transaction and lane."""
    values = {"store": import_.store.id, "low": low, "high": high, "at": at}
    names, said = ", ".join(outside.columns), partial(statement, outside, import_.id)
    query.run("drop table if exists said_elsewhere")
    columns = ", ".join(f"{source} as {name}" for name, source in outside.columns.items())
    match = " and ".join(f"k.{name} = n.{name}" for name in outside.key)
    query.run(
        said(SAID, columns=columns, match=match, key=", ".join(outside.key), moment=outside.moment, state=outside.state,
             staging=staged.table(import_.id), traces=traces, trace=staged.trace("s"), of_part=staged.OF_PART),
        values,
    )  # fmt: skip
    made = query.run(said(INSERT, names=names), values)
    plain = [name for name in outside.blank if name not in (*outside.personal, outside.ends)]
    words = {"plain": pairs(plain), "personal": pairs(outside.personal), "ends": outside.ends}
    query.run(said(SUPPORT, hint=supports.HINT, statement=supports.STATEMENT, **words))
    changed = supports.refold(
        import_.id, outside.kind, outside.table, dict(outside.blank), imports=merging.standing(work), adding=True,
        touched="select row_id from said_elsewhere where not is_new",
    )  # fmt: skip
    if outside is TICKETS:
        about = {
            "store": import_.store.id,
            "source": merging.source_of(import_.id),
            "actor": work.under.actor,
            "at": at,
        }
        tell(TicketOpened.name, "said_elsewhere", "opened_at", "n.is_new", about)
        tell(TicketClosed.name, "said_elsewhere", "closed_at", CLOSES, about)
    report.add(**{f"{outside.counted}_new": made, f"{outside.counted}_changed": changed})


def statement(outside: Outside, import_id: int, text: str, **words: Any) -> str:
    given = {"facts": supports.facts(import_id), "import_id": import_id, "kind": outside.kind.value}
    return text.format(table=outside.table, **given, **words)


def pairs(names: list[str] | tuple[str, ...]) -> str:
    """What a file leaves empty it says nothing of."""
    return ", ".join(f"'{name}', nullif(to_jsonb({name}), '\"\"'::jsonb)" for name in names)


def tell(name: str, rows: str, moment: str, condition: str, values: dict[str, Any]) -> None:
    told = sql.SQL(TELL.format(name="{}", rows=rows, moment=moment, condition=condition.replace("{}", "{{}}")))
    log.append_select(told.format(sql.Literal(name)), values)


def take(outside: Outside, part: Part) -> bool:
    """Take the next part of what an import told of one kind back, under the operation of its undoing."""
    more = supports.pick(part.number, outside.kind, extras.ROWS_IN_A_PART)
    if outside is TICKETS:
        about = {
            "store": part.work.store_id, "source": merging.source_of(part.number), "at": part.at,
            "actor": part.done.operation.actor if part.done.operation else "", "others": part.others,
        }  # fmt: skip
        last = LAST_SUPPORT.format(kind=outside.kind.value)
        tell(TicketWithdrawn.name, outside.table, "opened_at", last, about)
    extras.remove(outside.table, outside.kind, part)
    supports.refold(
        part.number, outside.kind, outside.table, dict(outside.blank), imports=part.imports, adding=False,
        touched=supports.PICKED,
    )  # fmt: skip
    supports.let_go(part.number, outside.kind)
    return more


TAKEN_BACK: tuple[Callable[[Part], bool], ...] = (partial(take, TICKETS), partial(take, POINTS))
