"""What imports say of people: customers' files state it, orders hint at names and addresses.

A statement overrides what earlier imports said and leaves alone what somebody changed by hand; a hint fills what is
blank. Tags and custom fields are kept in tables of their own, see `extras`.
"""

from datetime import datetime
from itertools import pairwise
from typing import Any

from django.db import transaction

from regulars.base.kit import lanes, query
from regulars.base.kit.lanes import Progress
from regulars.base.workspace.models import Staff
from regulars.commerce import buyers, history, merging, staged, supports
from regulars.commerce.kinds import Supported
from regulars.commerce.merging import Staged
from regulars.commerce.models import Merge
from regulars.commerce.report import MergeReport
from regulars.commerce.retraction import EDITED, OF_IMPORTS, Part, Undone
from regulars.identity import resolve
from regulars.profile import elsewhere, extras, faces, further, gathering, ledger, stops

ROWS_IN_A_BATCH = 50_000
PROFILE = Supported.PROFILE.value
TEXTS = {
    "name": 320, "given_name": 160, "family_name": 160, "company": 320, "street": 500, "city": 200, "region": 200,
    "postcode": 40, "country": 80, "language": 20,
}  # fmt: skip
PLAIN = (
    "country", "language", "accepts_email", "accepts_sms", "email_consent_at", "sms_consent_at", "consent_source",
)  # fmt: skip
PERSONAL = (
    "name", "given_name", "family_name", "company", "street", "city", "region", "postcode", "born_on", "note",
    "attributes",
)  # fmt: skip
BLANK: dict[str, object] = {
    **dict.fromkeys(TEXTS, ""), "born_on": None, "accepts_email": None, "accepts_sms": None,
    "email_consent_at": None, "sms_consent_at": None, "consent_source": "", "note": "", "attributes": {},
}  # fmt: skip

# The newest row of a person speaks; Chinese names are written family name first, without a space.
FROM_CUSTOMERS = """
    select distinct on (t.person_id) t.person_id, {texts}, s.born_on, s.accepts_email, s.accepts_sms,
           s.email_consent_at, s.sms_consent_at, nullif(left(s.consent_source, 200), '') as consent_source,
           s.consent_ip, s.consent_list, s.consent_reason, nullif(s.note, '') as note,
           nullif(s.extra - %(headings)s::text[], '{{}}') as attributes
    from (
        select s.*, case when coalesce(s.name, '') <> '' then s.name
                         when concat(s.family_name, s.given_name) ~ '[\u3400-\u9fff]' then concat(s.family_name,
                             s.given_name)
                         else nullif(concat_ws(' ', s.given_name, s.family_name), '') end as full_name
        from {staging} s
    ) s
    join {traces} t on t.trace = {trace}
    where {of_part}
    order by t.person_id, s.created_at desc nulls last, s.line_no desc
"""
HINTS = """
    create unlogged table {hints} as
    select distinct on (o.person_id) o.person_id, s.ship_name as name, null::text as given_name,
        null::text as family_name,
           null::text as company, s.ship_street as street, s.ship_city as city, s.ship_region as region,
           s.ship_postcode as postcode, s.ship_country as country, null::text as language, null::date as born_on,
           null::boolean as accepts_email, null::boolean as accepts_sms, null::timestamptz as email_consent_at,
           null::timestamptz as sms_consent_at, null::text as consent_source, null::text as note,
           null::jsonb as attributes
    from {said} s join commerce_order o on o.id = s.row_id
    where o.person_id is not null
    order by o.person_id, s.ship_name is null, s.ship_street is null, o.placed_at desc, o.number collate "C" desc
"""
FROM_HINTS = "select h.* from {hints} h where h.person_id > %(low)s and h.person_id <= %(high)s"
LAST_OF_PARTS = """
    select person_id from (select person_id, row_number() over (order by person_id) as place from {hints}) h
    where place %% %(size)s = 0 or place = (select count(*) from {hints}) order by person_id
"""
SAID = """
    create temp table said_profile on commit drop as
    select n.*, coalesce(p.id, nextval('profile_profile_id_seq')) as profile_id, p.id is null as is_new
    from ({said}) n left join profile_profile p on p.person_id = n.person_id
    where not exists (select from {facts} f join profile_profile k on k.id = f.row_id
                      where f.kind = {kind} and k.person_id = n.person_id)
"""
INSERT = """
    insert into profile_profile (id, person_id, {columns}, search, sort_key)
    select profile_id, person_id, {values},
           case when is_plain then search else '' end, case when is_plain then sort_key else '' end
    from said_profile p cross join lateral ({face}) f
    where is_new order by person_id
"""
FACELESS = """
    select s.person_id from said_profile s join profile_profile k on k.id = s.profile_id
    where not s.is_new or k.search = ''
"""
SUPPORT = """
    insert into {facts} (import_id, kind, row_id, rank, said, personal)
    select {import_id}, {kind}, profile_id, {rank},
           jsonb_strip_nulls(jsonb_build_object({plain})), jsonb_strip_nulls(jsonb_build_object({personal}))
    from said_profile
"""
UNSUPPORTED = """
    delete from profile_profile t
    where t.id in (select row_id from picked_row)
      and not exists (select from commerce_support s
                      where s.kind = {kind} and s.import_id = any(%(others)s) and s.row_id = t.id)
      and {of_imports} and not {edited}
"""


def merge(import_: Staged, *, at: datetime, progress: Progress = merging.silent) -> MergeReport:
    """
    Bring a staged import of any kind into the store, with all that it says of people.

    :raises NothingStaged: if its staging table does not exist.
    :raises AlreadyMerging: if somebody else is at it.
    :raises WasUndone: if it was merged and undone before.
    """
    if import_.kind in elsewhere.OUTSIDE:
        return elsewhere.merge(import_, at=at, progress=progress)
    if import_.kind != "customers":
        report = history.merge(import_, at=at, progress=progress)
        return fill(import_, at=at) if import_.kind == "orders" else report
    with merging.alone(import_.id):
        work = merging.begin(import_, at=at)
        if work.done_at is None:
            supports.prepare(import_.id)
            merge_customers(import_, work, at=at, progress=progress)
        return merging.report(work)


def undo(import_: Staged, *, by: Staff | None, at: datetime) -> Undone:
    """
    Take an import of any kind back, with all that it said of people; doing so again does nothing.

    :raises AlreadyMerging: if it is being merged at this moment.
    """
    return history.undo(import_, by=by, at=at, before=TAKEN_BACK)


def merge_customers(import_: Staged, work: Merge, *, at: datetime, progress: Progress) -> None:
    traces = buyers.settle(import_, work, seen_at=f"coalesce(s.created_at, '{at.isoformat()}')", at=at)
    staging, lock = staged.table(import_.id), (resolve.LOCK, import_.store.circle_id)
    texts = ", ".join(
        f"nullif(left(s.{'full_name' if name == 'name' else name}, {width}), '') as {name}"
        for name, width in TEXTS.items()
    )
    said = FROM_CUSTOMERS.format(
        staging=staging, traces=traces, trace=staged.trace("s"), texts=texts, of_part=staged.OF_PART
    )
    named, rows = extras.named(staging, import_.store.circle), extras.Rows(staging, traces, staged.trace("s"))

    def merge_part(part: tuple[str, str]) -> None:
        with merging.step(work, part=part[1]) as report:
            lanes.enter(lock)
            bounds = {"low": part[0], "high": part[1]}
            extras.store(import_, report, named, rows, standing=merging.standing(work), **bounds)
            stops.store(import_, report, rows, bounds, at=at)
            store(import_, work, said, report, rank=supports.STATEMENT, headings=[*named], **bounds)

    if not work.plan:
        with merging.step(work):
            further.claim(import_, traces, at=at)
        with merging.step(work):
            extras.make_tags(import_, staging)
        ends = staged.bounds(traces, staged.PERSON_KEY, ROWS_IN_A_BATCH)
        merging.divide(work, [*ends[:-1], staged.LAST_PERSON])
    lanes.run(merge_part, merging.ahead(work), lock=lock, progress=progress)
    with merging.step(work, done_at=at) as report:
        report.add(**buyers.known(work))
    staged.drop_work_tables(import_.id)


def fill(import_: Staged, *, at: datetime) -> MergeReport:
    """Give people whose profile is blank the names and addresses of a merged import's orders; again does nothing."""
    hints, lock = staged.hints_table(import_.id), (resolve.LOCK, import_.store.circle_id)
    said = FROM_HINTS.format(hints=hints)
    with merging.alone(import_.id):
        work = merging.begin(import_, at=at)

        def fill_part(part: tuple[int, int]) -> None:
            with merging.step(work) as report:
                lanes.enter(lock)
                store(import_, work, said, report, rank=supports.HINT, low=part[0], high=part[1])

        lanes.run(fill_part, gather_hints(import_.id, hints), lock=lock, progress=merging.silent)
        staged.drop_work_tables(import_.id)
        return merging.report(work)


def gather_hints(import_id: int, hints: str) -> list[tuple[int, int]]:
    """Make the work table of what orders hint at of each person, and say how it is parted, by ranges of people."""
    with transaction.atomic():
        query.run(f"drop table if exists {hints}")
        query.run(HINTS.format(hints=hints, said=supports.orders(import_id)))
        query.run(f"create index on {hints} (person_id)")
        query.run(f"analyze {hints} (person_id)")
    ends = [row[0] for row in query.rows(LAST_OF_PARTS.format(hints=hints), size=ROWS_IN_A_BATCH)]
    return list(pairwise([0, *ends]))


def store(
    import_: Staged, work: Merge, said: str, report: MergeReport, *, rank: int, former: str = "", **values: Any
) -> None:
    """
    Make or renew the profiles that a query describes, in the caller's transaction and lane.

    :param former: a work table of what the import had said of them until now, see `supports.refold`.
    """
    facts, columns = supports.facts(import_.id), [*BLANK]
    query.run("drop table if exists said_profile")
    query.run(SAID.format(said=said, facts=facts, kind=PROFILE), values)
    query.run("analyze said_profile")
    blank_or = ", ".join(
        f"coalesce({name}, '{{}}')" if name == "attributes" else f"coalesce({name}, '')" if blank == "" else name
        for name, blank in BLANK.items()
    )
    made = query.run(INSERT.format(columns=", ".join(columns), values=blank_or, face=faces.FACE))
    plain, personal = (", ".join(f"'{name}', {name}" for name in names) for names in (PLAIN, PERSONAL))
    query.run(
        SUPPORT.format(facts=facts, import_id=import_.id, kind=PROFILE, rank=rank, plain=plain, personal=personal)
    )
    if rank == supports.STATEMENT:
        written = ledger.follow(import_, imports=merging.standing(work), actor=work.under.actor, former=former)
        report.add(consents_written=written)
    changed = supports.refold(
        import_.id, Supported.PROFILE, "profile_profile", BLANK, imports=merging.standing(work), adding=True,
        touched="select profile_id as row_id from said_profile where not is_new", former=former,
    )  # fmt: skip
    faces.refresh(FACELESS)
    report.add(profiles_new=made, profiles_changed=changed)


def take_profiles(part: Part) -> bool:
    """Take the next part of what an import said of people back, under the operation of its undoing."""
    more = supports.pick(part.number, Supported.PROFILE, ROWS_IN_A_BATCH)
    edited, of_imports = EDITED.format(target="profile_profile", key="t.id"), OF_IMPORTS.format(made_by="t.operation")
    query.run(UNSUPPORTED.format(kind=PROFILE, edited=edited, of_imports=of_imports), others=part.others)
    supports.refold(
        part.number, Supported.PROFILE, "profile_profile", BLANK, imports=part.imports, adding=False,
        touched=supports.PICKED,
    )  # fmt: skip
    faces.refresh(f"select person_id from profile_profile where id in ({supports.PICKED})")
    supports.let_go(part.number, Supported.PROFILE)
    return more


TAKEN_BACK = (
    *elsewhere.TAKEN_BACK, extras.take_taggings, extras.take_values, stops.take, take_profiles, gathering.let_go,
)  # fmt: skip
"""What goes with an import beside its orders and products, in this order."""
