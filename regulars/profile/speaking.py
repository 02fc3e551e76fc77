"""Who speaks for what is known of people once an edit is undone: the last hand whose word still stands, else the files.

Files that came after the edit count as if there had been no edit: what they said is said now, tags that they gave stay,
and a row that nobody stands behind any more goes.
"""

from regulars.base.events.models import Operation
from regulars.base.events.undo import Care
from regulars.base.kit import query
from regulars.commerce import merging
from regulars.commerce.kinds import Supported
from regulars.profile import extras, faces, intake

SPOKEN: dict[str, tuple[Supported, dict[str, object]]] = {
    "profile_profile": (Supported.PROFILE, intake.BLANK),
    "profile_fieldvalue": (Supported.FIELD_VALUE, extras.BLANK),
}
"""The tables in which files speak, with what their columns are when nobody does."""
KEPT_BY_FILES = {
    "identity_person": Supported.PERSON,
    "identity_identifier": Supported.IDENTIFIER,
    "profile_tagging": Supported.TAGGING,
    "profile_ticket": Supported.TICKET,
    "profile_balance": Supported.BALANCE,
} | {table: kind for table, (kind, _) in SPOKEN.items()}
SUPPORTED = """
    exists (select from commerce_support s join commerce_merge m on m.import_id = s.import_id and m.undone_at is null
            where s.kind = {kind} and s.row_id = t.id)
"""

# Tags that took the name of one that comes back, and taggings in the place of one that does.
TWIN_TAGS = """
    create temp table twin_tag on commit drop as
    select c.key as old, t.id as new
    from events_change c join profile_tag t on t.circle_id = (c.old ->> 'circle_id')::bigint
        and lower(t.name) = lower(c.old ->> 'name') and t.id <> c.key
    where c.operation = %(operation)s and c."table" = 'profile_tag' and c.kind = 'deleted'
"""
TWIN_TAGGINGS = """
    create temp table twin_tagging on commit drop as
    select c.key as old, t.id as new
    from events_change c join profile_tagging t on t.person_id = (c.old ->> 'person_id')::bigint
        and t.tag_id = (c.old ->> 'tag_id')::bigint and t.id <> c.key
    where c.operation = %(operation)s and c."table" = 'profile_tagging' and c.kind = 'deleted'
"""
TAKE_OVER = """
    update commerce_support s set row_id = t.old from twin_tagging t
    where s.kind = {kind} and s.row_id = t.new
"""
BOTH_TAGS = """
    create temp table twin_tagging on commit drop as
    select o.id as old, n.id as new
    from twin_tag t join profile_tagging n on n.tag_id = t.new
    join profile_tagging o on o.tag_id = t.old and o.person_id = n.person_id
"""
UNITE_TAGS = (
    "delete from profile_tagging where id in (select new from twin_tagging)",
    "update profile_tagging g set tag_id = t.old from twin_tag t where g.tag_id = t.new",
    "update profile_formername f set tag_id = t.old from twin_tag t where f.tag_id = t.new",
    "update profile_tag o set is_defined = true from twin_tag t join profile_tag n on n.id = t.new"
    " where o.id = t.old and n.is_defined and not o.is_defined",
    "delete from profile_tag where id in (select new from twin_tag)",
)
TOUCHED = """
    create temp table touched_row on commit drop as
    select key as row_id from events_change
    where operation = %(operation)s and "table" = %(table)s and kind = 'updated'
    union
    select id from {table} where operation = %(operation)s
"""
SPEAK = """
    with field as (select key as name, value as blank from jsonb_each(%(blank)s::jsonb)),
    change as materialized (
        select c.id, c.key as row_id, c.operation, c.old || coalesce(c.personal -> 'old', '{{}}') as old,
               c.new || coalesce(c.personal -> 'new', '{{}}') as new
        from touched_row t join events_change c on c."table" = %(table)s and c.key = t.row_id and c.kind = 'updated'
    ),
    hand as (
        select p.id from events_operation p
        where p.id in (select operation from change union select operation from {table} where id in ({touched}))
          and p.kind not in ('import', 'undo') and not is_undone(p.id)
    ),
    written as (
        select distinct on (c.row_id, f.name) c.row_id, f.name, c.new -> f.name as value
        from change c join hand h on h.id = c.operation join field f on c.new ? f.name
        order by c.row_id, f.name, c.id desc
    ),
    first as (
        select distinct on (c.row_id, f.name) c.row_id, f.name, c.old -> f.name as value
        from change c join field f on c.old ? f.name order by c.row_id, f.name, c.id
    ),
    told as (
        select s.row_id, jsonb_fold(coalesce(s.said, '{{}}') || coalesce(s.personal, '{{}}')
                   order by s.rank, case s.rank when 0 then -s.import_id else s.import_id end) as words
        from commerce_support s join touched_row t on t.row_id = s.row_id
        where s.kind = {kind} and s.import_id = any(%(imports)s) group by s.row_id
    ),
    spoken as (
        select t.id, jsonb_object_agg(f.name, coalesce(
                   w.value,
                   case when t.operation in (select id from hand)
                        then nullif(coalesce(i.value, to_jsonb(t) -> f.name), f.blank) end,
                   told.words -> f.name, f.blank)) as words
        from touched_row r join {table} t on t.id = r.row_id cross join field f
        left join written w on w.row_id = t.id and w.name = f.name
        left join first i on i.row_id = t.id and i.name = f.name
        left join told on told.row_id = t.id
        group by t.id
    )
    update {table} t set ({columns}) = (select {columns} from jsonb_populate_record(t, spoken.words))
    from spoken where spoken.id = t.id and not to_jsonb(t) @> spoken.words
"""
FORSAKEN = """
    delete from {table} t
    where t.id in ({touched}) and not {supported}
      and (t.operation in (select under_id from commerce_merge where undone_at is not null) or is_undone(t.operation))
      and not exists (select from events_change c join events_operation p on p.id = c.operation
                      where c."table" = %(table)s and c.key = t.id and c.kind = 'updated'
                        and p.kind not in ('import', 'undo') and not is_undone(p.id))
"""
TOUCHED_ROWS = "select row_id from touched_row"


def make_way(operation: Operation) -> None:
    """Let what took the place of tags and taggings that come back give it up; what files gave stays given."""
    query.run("drop table if exists twin_tag, twin_tagging")
    query.run(TWIN_TAGS, operation=operation.id)
    query.run("update profile_tag set name = public_id where id in (select new from twin_tag)")
    query.run(TWIN_TAGGINGS, operation=operation.id)
    take_over()
    query.run("delete from profile_tagging where id in (select new from twin_tagging)")


def take_over() -> None:
    if query.value("select exists (select from twin_tagging)"):
        query.run(TAKE_OVER.format(kind=Supported.TAGGING.value))


def speak(operation: Operation) -> None:
    """Bring what the undone operation had touched to what is said of it now."""
    unite_tags()
    for table, (kind, blank) in SPOKEN.items():
        query.run("drop table if exists touched_row, spoken_of")
        if query.run(TOUCHED.format(table=table), operation=operation.id, table=table):
            query.run("analyze touched_row")
            query.run(f"create temp table spoken_of on commit drop as"
                      f" select person_id from {table} where id in ({TOUCHED_ROWS})")  # fmt: skip
            renew(operation, table, kind, blank)
            faces.refresh("select person_id from spoken_of")


def unite_tags() -> None:
    if query.value("select exists (select from twin_tag)"):
        query.run("drop table if exists twin_tagging")
        query.run(BOTH_TAGS)
        take_over()
        for statement in UNITE_TAGS:
            query.run(statement)


def renew(operation: Operation, table: str, kind: Supported, blank: dict[str, object]) -> None:
    imports = merging.standing_in(operation.circle) if operation.circle else []
    statement = SPEAK.format(table=table, kind=kind.value, columns=", ".join(blank), touched=TOUCHED_ROWS)
    query.run(statement, table=table, imports=imports, blank=query.as_json(blank))
    supported = SUPPORTED.format(kind=kind.value)
    query.run(FORSAKEN.format(table=table, touched=TOUCHED_ROWS, supported=supported), table=table)


CARE = Care(
    spared={table: SUPPORTED.format(kind=kind.value) for table, kind in KEPT_BY_FILES.items()},
    before=make_way,
    after=speak,
)
"""How the undo of an edit minds what files have said since."""
