"""Find the people whom a staged file names, and note that the import stands behind them."""

from datetime import datetime

from django.db import transaction

from regulars.base.kit import query
from regulars.commerce import merging, staged, supports
from regulars.commerce.kinds import Supported
from regulars.commerce.merging import Staged
from regulars.commerce.models import Merge
from regulars.identity import alarms, forgotten, resolve

TRACES_IN_A_BATCH = 50_000
WHO = ("user_id", "email", "phone", "name", "company", "street", "city", "region", "postcode", "country", "note")
BLANKS = {
    "orders": (*WHO, "accepts_marketing", "parcel_number"),
    "customers": (
        *WHO, "given_name", "family_name", "language", "born_on", "tags", "accepts_email", "accepts_sms",
        "email_consent_at", "sms_consent_at", "consent_source", "consent_ip", "consent_list",
        "consent_reason", "email_suppressed", "email_suppressed_at", "extra",
    ),
    "tickets": ("user_id", "email", "phone", "name", "subject", "ticket_url"),
    "points": ("user_id", "email", "phone"),
}  # fmt: skip
"""What a row says of somebody, by kind of file; blanked where they were erased."""
SPEAKS_OF = {"orders": "s.placed_at", "customers": "s.created_at", "tickets": "s.opened_at", "points": "s.as_of"}
GROUPS = {"orders": "order_number", "customers": "line_no", "tickets": "line_no", "points": "line_no"}
# A person speaks for when they were first seen, and in which lines of a list; an identifier for those it was seen with
# who are not its owner.
SUPPORT = """
    insert into {facts} (import_id, kind, row_id, said)
    select {import_id}, n.kind, n.row_id, n.said
    from (
        select {person} as kind, person_id as row_id,
               jsonb_strip_nulls(jsonb_build_object(
                   'seen_at', min(seen_at), 'lines', jsonb_agg(lines) filter (where lines is not null))) as said
        from {traces} t where {within} and person_id is not null group by person_id
        union all
        select {identifier}, i.id,
               case when bool_or(i.person_id <> t.person_id)
                    then jsonb_build_object(
                        'people', array_agg(distinct t.person_id) filter (where i.person_id <> t.person_id)) end
        from {traces} t join identity_identifier i on i.id in (t.user_ident, t.email_ident, t.phone_ident)
        where {within} group by i.id
    ) n
    where not exists (select from {facts} f where f.kind = n.kind and f.row_id = n.row_id)
"""
SUPPORT_BLOCKED = """
    insert into {facts} (import_id, kind, row_id)
    select {import_id}, {blocked}, b.id from identity_blockedvalue b
    where b.circle_id = %(circle)s
      and b.scope in ('', %(scope)s)
      and exists (select from {staging} s
                  where case b.kind when 'email' then s.email when 'user' then s.user_id else s.phone end = b.value)
      and not exists (select from {facts} f where f.kind = {blocked} and f.row_id = b.id)
"""
WITHIN = 't.trace collate "C" > %(low)s and t.trace collate "C" <= %(high)s'


def settle(import_: Staged, merge: Merge, *, seen_at: str, at: datetime) -> str:
    """
    Find or make the people of a file, in short transactions; repeated after an interruption, it finds them all.

    :param seen_at: the expression over the staged rows `s` for when somebody was seen.
    :returns: the work table of traces with their people.
    """
    facts = supports.facts(import_.id)
    is_list = import_.kind == "customers"
    with merging.step(merge) as report:
        if is_list:
            report.add(rows_without_key=staged.key_rows(import_.id, prefix=resolve.RECORD_KEY))
        report.add(rows_forgotten=keep_out(import_))
    with transaction.atomic():
        traces = staged.gather_traces(import_.id, seen_at=seen_at, with_lines=is_list)
    with merging.step(merge) as report:
        common = resolve.block_shared(traces, import_.store)
        report.add(values_blocked=common)
        if common:
            alarms.of_shared(import_.store, common, at=at)
        blocked = SUPPORT_BLOCKED.format(
            facts=facts,
            staging=staged.table(import_.id),
            import_id=import_.id,
            blocked=Supported.BLOCKED_VALUE.value,
        )
        query.run(blocked, circle=import_.store.circle_id, scope=import_.store.public_id)
    low = ""
    for high in staged.bounds(traces, "s.trace", TRACES_IN_A_BATCH):
        with merging.step(merge) as report:
            found = resolve.settle(
                traces, import_.store, above=low, to=high,
                source=merging.source_of(import_.id), actor=merge.under.actor, at=at,
            )  # fmt: skip
            report.add(people_new=found.people, suggestions=found.suggestions)
            query.run(support_of(traces, facts, import_.id), low=low, high=high)
        low = high
    query.run(f"analyze {traces}")
    return traces


def keep_out(import_: Staged) -> int:
    """Blank what an older file says of erased people."""
    kind = import_.kind
    return forgotten.keep_out(
        staged.table(import_.id),
        import_.store,
        moment=SPEAKS_OF[kind],
        key="line_no",
        group=GROUPS[kind],
        blanks=dict.fromkeys(BLANKS[kind], "null"),
    )


def lose_traces(import_: Staged) -> None:
    """What the merge of a file has made of traces of people who are there no more is lost."""
    traces = staged.traces_table(import_.id)
    [exists] = query.row("select to_regclass(%(name)s) is not null", name=traces)
    if exists:
        query.run(f"delete from {traces} t where t.person_id in (select id from gone_person)")


def support_of(traces: str, facts: str, import_id: int) -> str:
    return SUPPORT.format(
        facts=facts,
        import_id=import_id,
        traces=traces,
        within=WITHIN,
        person=Supported.PERSON.value,
        identifier=Supported.IDENTIFIER.value,
    )


def known(merge: Merge) -> dict[str, int]:
    """How many people of the file were there before it."""
    [people] = query.row(
        f"select count(distinct row_id) from {supports.facts(merge.import_id)} where kind = {Supported.PERSON.value}"
    )
    return {"people_known": people - merging.report(merge).people_new}
