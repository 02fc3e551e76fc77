"""What customers' files say beside the profile itself: tags, and values of custom fields.

Tags of all imports are united. A value is a statement: the newest import's word counts, and what somebody wrote by hand
stays. A cell that does not fit its field is counted and left out.
"""

from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from psycopg.types.json import Jsonb

from regulars.base.kit import ids, query
from regulars.base.workspace.models import Circle
from regulars.commerce import staged, supports
from regulars.commerce.kinds import Supported
from regulars.commerce.merging import Staged
from regulars.commerce.report import MergeReport
from regulars.commerce.retraction import EDITED, OF_IMPORTS, Part
from regulars.identity import resolve
from regulars.profile import fields, reading, tags
from regulars.profile.models import Field
from regulars.profile.reading import UnusableValue, Value

TAGGING, VALUE = Supported.TAGGING.value, Supported.FIELD_VALUE.value
AT_ONCE = 20_000
ROWS_IN_A_PART = 50_000
BLANK: dict[str, object] = {"text": "", "number": None, "day": None, "words": []}

HEADINGS = "select distinct jsonb_object_keys(extra) from {staging} where extra is not null"
ROWS = """
    from {staging} s join {traces} t on t.trace = {trace}
    {of}
    where {of_part}
"""
SAID_TAGS = """
    create temp table said_tag on commit drop as
    select distinct on (t.person_id, lower(g.name)) t.person_id, g.name, lower(g.name) as folded
    {rows} and g.name <> '' order by t.person_id, lower(g.name), g.name
"""
OF_TAGS = rf"cross join lateral (select left(btrim(x), {tags.LONGEST}) as name from unnest(s.tags) x) g"
NEW_TAGS = """
    insert into profile_tag (circle_id, public_id, name, color, is_defined)
    select %(circle)s, public_id_after(%(head)s), name, 'gray', false
    from ({named}) s
    where not exists (select from profile_tag t where t.circle_id = %(circle)s and lower(t.name) = s.folded)
      and not exists (select from profile_formername f where f.circle_id = %(circle)s and lower(f.name) = s.folded)
    order by folded on conflict do nothing
"""
NAMED_TAGS = """
    select distinct on (lower(g.name)) lower(g.name) as folded, g.name from {staging} s {of} where g.name <> ''
    order by lower(g.name), g.name
"""
SAID_NAMES = "select distinct on (folded) folded, name from said_tag order by folded, name"
# Who is called so goes before who was called so.
MEANT_TAGS = """
    create temp table meant_tag on commit drop as
    select distinct s.person_id, coalesce(t.id, f.tag_id) as tag_id from said_tag s
    left join profile_tag t on t.circle_id = %(circle)s and lower(t.name) = s.folded
    left join profile_formername f on f.circle_id = %(circle)s and lower(f.name) = s.folded
"""
TAGGINGS = """
    insert into profile_tagging (person_id, tag_id)
    select person_id, tag_id from meant_tag order by 1, 2 on conflict do nothing
"""
SUPPORT_TAGGINGS = """
    insert into {facts} (import_id, kind, row_id, rank)
    select {import_id}, {kind}, g.id, {rank} from meant_tag m
    join profile_tagging g on g.person_id = m.person_id and g.tag_id = m.tag_id
"""
SAID_VALUES = """
    create temp table said_value on commit drop as
    select distinct on (t.person_id, f.field_id) t.person_id, f.field_id, btrim(s.extra ->> f.heading) as given
    {rows} and btrim(coalesce(s.extra ->> f.heading, '')) <> ''
      and not exists (select from {facts} k join profile_fieldvalue v on v.id = k.row_id
                      where k.kind = {kind} and v.person_id = t.person_id and v.field_id = f.field_id)
    order by t.person_id, f.field_id, s.created_at desc nulls last, s.line_no desc
"""
OF_FIELDS = "cross join unnest(%(headings)s::text[], %(fields)s::bigint[]) as f (heading, field_id)"
DISTINCT = """
    select distinct field_id, given collate "C" from said_value
    where (field_id, given collate "C") > (%(field)s, %(given)s) order by 1, 2 limit %(limit)s
"""
READ_VALUES = """
    create temp table read_value (field_id bigint, given text, text text, number numeric, day date, words text[])
    on commit drop
"""
ADD_READ = """
    insert into read_value select * from jsonb_to_recordset(%(rows)s)
    as r (field_id bigint, given text, text text, number numeric, day date, words text[])
"""
READY = """
    create temp table ready_value on commit drop as
    select s.person_id, s.field_id, r.text, r.number, r.day, r.words,
           coalesce(v.id, nextval('profile_fieldvalue_id_seq')) as value_id, v.id is null as is_new
    from said_value s join read_value r on r.field_id = s.field_id and r.given = s.given
    left join profile_fieldvalue v on v.person_id = s.person_id and v.field_id = s.field_id
"""
NEW_VALUES = """
    insert into profile_fieldvalue (id, person_id, field_id, text, number, day, words)
    select value_id, person_id, field_id, text, number, day, words from ready_value where is_new
    order by person_id, field_id
"""
SUPPORT_VALUES = """
    insert into {facts} (import_id, kind, row_id, rank, personal)
    select {import_id}, {kind}, value_id, {rank}, jsonb_strip_nulls(
        jsonb_build_object('text', r.text, 'number', r.number, 'day', r.day, 'words', r.words))
    from ready_value r
"""
UNSUPPORTED = """
    delete from {table} t
    where t.id in (select row_id from picked_row)
      and not exists (select from commerce_support s
                      where s.kind = {kind} and s.import_id = any(%(others)s) and s.row_id = t.id)
      and {of_imports} and not {edited}
"""
UNUSED_TAGS = """
    delete from profile_tag t
    where not t.is_defined
      and (t.operation in (select under_id from commerce_merge
                           where import_id = {import_id} or undone_at is not null) or is_undone(t.operation))
      and not exists (select from profile_tagging g where g.tag_id = t.id)
      and not exists (select from profile_formername f where f.tag_id = t.id)
"""


class Rows(NamedTuple):
    """Where the rows of a file are: the staging table, its traces, and the expression for a row's trace."""

    staging: str
    traces: str
    trace: str


def make_tags(import_: Staged, staging: str) -> None:
    """Make the tags that a file names and nobody has made, before its parts are merged side by side."""
    circle = import_.store.circle_id
    query.lock(resolve.LOCK, circle)
    named = NAMED_TAGS.format(staging=staging, of=OF_TAGS)
    query.run(NEW_TAGS.format(named=named), circle=circle, head=ids.head("tag"))


def named(staging: str, circle: Circle) -> dict[str, Field]:
    """Which columns of a staged file without another meaning are custom fields."""
    if not Field.objects.live().filter(circle=circle).exists():
        return {}
    headings = [heading for (heading,) in query.rows(HEADINGS.format(staging=staging))]
    return fields.suggested(circle, headings)


def store(
    import_: Staged, report: MergeReport, named: Mapping[str, Field], rows: Rows, *,
    standing: Sequence[int], **bounds: str,
) -> None:  # fmt: skip
    """Tag people and set their fields as a part of a file says, in the caller's transaction."""
    store_tags(import_, report, rows, bounds)
    if named:
        store_values(import_, report, named, rows, bounds, standing)


def store_tags(import_: Staged, report: MergeReport, rows: Rows, bounds: Mapping[str, str]) -> None:
    circle = import_.store.circle_id
    query.run("drop table if exists said_tag, meant_tag")
    if not query.run(SAID_TAGS.format(rows=ROWS.format(**rows._asdict(), of=OF_TAGS, of_part=staged.OF_PART)), bounds):
        return
    # A tag that was made for the file may have been removed since by hand, or with another file.
    query.run(NEW_TAGS.format(named=SAID_NAMES), circle=circle, head=ids.head("tag"))
    query.run(MEANT_TAGS, circle=circle)
    given = query.run(TAGGINGS)
    query.run(statement(SUPPORT_TAGGINGS, import_.id, TAGGING))
    report.add(tags_given=given)


def store_values(
    import_: Staged,
    report: MergeReport,
    named: Mapping[str, Field],
    rows: Rows,
    bounds: Mapping[str, str],
    standing: Sequence[int],
) -> None:
    query.run("drop table if exists said_value, read_value, ready_value")
    said = SAID_VALUES.format(
        rows=ROWS.format(**rows._asdict(), of=OF_FIELDS, of_part=staged.OF_PART),
        facts=supports.facts(import_.id),
        kind=VALUE,
    )
    found = {"headings": [*named], "fields": [field.id for field in named.values()]}
    if not query.run(said, {**bounds, **found}):
        return
    read_all({field.id: field for field in named.values()})
    query.run("analyze said_value, read_value")
    query.run(READY)
    made = query.run(NEW_VALUES)
    query.run(statement(SUPPORT_VALUES, import_.id, VALUE))
    changed = supports.refold(
        import_.id, Supported.FIELD_VALUE, "profile_fieldvalue", BLANK, imports=standing, adding=True,
        touched="select value_id as row_id from ready_value where not is_new",
    )  # fmt: skip
    [unusable] = query.row("select count(*) - (select count(*) from ready_value) from said_value")
    report.add(field_values_new=made, field_values_changed=changed, field_values_unusable=unusable)


def read_all(known: Mapping[int, Field]) -> None:
    """Read each distinct cell once, in bounded portions."""
    query.run(READ_VALUES)
    field, given = 0, ""
    while cells := query.rows(DISTINCT, field=field, given=given, limit=AT_ONCE):
        read = [row for id, text in cells if (row := read_one(known[id], text)) is not None]
        query.run(ADD_READ, rows=Jsonb(read))
        field, given = cells[-1]


def read_one(field: Field, given: str) -> dict[str, object] | None:
    try:
        value: Value = reading.read(field, given)
    except UnusableValue:
        return None
    number = str(value.number) if isinstance(value.number, Decimal) else None
    day = value.day.isoformat() if value.day else None
    return {
        "field_id": field.id, "given": given, "text": value.text, "number": number, "day": day, "words": value.words
    }  # fmt: skip


def statement(text: str, import_id: int, kind: int) -> str:
    return text.format(facts=supports.facts(import_id), import_id=import_id, kind=kind, rank=supports.STATEMENT)


def take_taggings(part: Part) -> bool:
    """Take the next part of the tags that an import gave back, and after the last the tags that nobody bears."""
    more = supports.pick(part.number, Supported.TAGGING, ROWS_IN_A_PART)
    remove("profile_tagging", Supported.TAGGING, part)
    supports.let_go(part.number, Supported.TAGGING)
    if not more:
        query.run(UNUSED_TAGS.format(import_id=part.number))
    return more


def take_values(part: Part) -> bool:
    """Take the next part of what an import said in custom fields back."""
    more = supports.pick(part.number, Supported.FIELD_VALUE, ROWS_IN_A_PART)
    remove("profile_fieldvalue", Supported.FIELD_VALUE, part)
    supports.refold(
        part.number, Supported.FIELD_VALUE, "profile_fieldvalue", BLANK, imports=part.imports, adding=False,
        touched=supports.PICKED,
    )  # fmt: skip
    supports.let_go(part.number, Supported.FIELD_VALUE)
    return more


def remove(table: str, kind: Supported, part: Part) -> None:
    """Remove the picked rows that no other import supports and nobody has changed."""
    edited = EDITED.format(target=table, key="t.id")
    of_imports = OF_IMPORTS.format(made_by="t.operation")
    statement = UNSUPPORTED.format(table=table, kind=kind.value, edited=edited, of_imports=of_imports)
    query.run(statement, others=part.others)
