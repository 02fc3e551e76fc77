"""Which imports stand behind which rows, and what each said of them.

A row stays as long as one import supports it. What a row says is the fold of what its imports said, in the order of
their ids: a statement (rank 1) overrides what stands, a hint (rank 0) fills what is blank. So the state is a function
of the imports that are there, in whatever order they were merged and undone. A field that somebody edited since is
no longer as the imports left it, and stays as it is.
"""

from collections.abc import Sequence

from django.db import transaction

from regulars.base.kit import query
from regulars.commerce.kinds import Supported

HINT, STATEMENT = 0, 1

MAKE = """
    create table {table} (like commerce_support including defaults) partition by list (kind);
    create table {table}_lines partition of {table} for values in ({line});
    create table {table}_facts partition of {table} default;
    alter table commerce_support attach partition {table} for values in ({import_id});
    create table {orders} (like commerce_order_said);
    alter table commerce_order_said attach partition {orders} for values in ({import_id});
"""
UNKNOWN = """
    select relname from pg_class c
    where relname = any(%(parts)s) and relkind = 'r' and not exists (select from pg_stats where tablename = relname)
"""
SAID = """
    select s.row_id, s.import_id, s.rank, coalesce(s.said, '{{}}') || coalesce(s.personal, '{{}}') as words,
           false as is_former
    from commerce_support s join touched_row t on t.row_id = s.row_id
    where s.kind = {kind} and s.import_id = any(%(imports)s) and (s.said is not null or s.personal is not null)
"""
SAID_OF_ORDERS = """
    select s.row_id, s.import_id, 1 as rank, jsonb_strip_nulls(to_jsonb(s)) as words, false as is_former
    from commerce_order_said s join touched_row t on t.row_id = s.row_id
    where s.import_id = any(%(imports)s)
"""
# What a source has said before it said something else: it no longer counts, but explains what stands in a row.
FORMER = """
    union all
    select f.row_id, {import_id}, f.rank, f.words, true from {former} f join touched_row t on t.row_id = f.row_id
"""
# Only fields that still are as the imports left them change; `blank` is what a field is when no import names it.
REFOLD = """
    with told as (
        select s.row_id,
               jsonb_fold(s.words order by s.rank, case s.rank when 0 then -s.import_id
                   else s.import_id end) filter (where not is_former) as all_say,
               jsonb_fold(s.words order by s.rank, case s.rank when 0 then -s.import_id else s.import_id end)
                   filter (where s.import_id <> {import_id} or is_former) as others_say
        from ({said}) s group by s.row_id
    ),
    fields as (
        select t.id, jsonb_object_agg(field, next) as new
        from told join {target} t on t.id = told.row_id
        cross join lateral (
            select field, coalesce(told.{before} -> field, blank) as last, coalesce(told.{after} -> field,
                blank) as next,
                   to_jsonb(t) -> field as stored
            from jsonb_each(%(blank)s::jsonb) as b (field, blank)
        ) f
        where f.last is distinct from f.next and f.stored is not distinct from f.last
        group by t.id
    )
    update {target} t set ({columns}) = (select {columns} from jsonb_populate_record(t, fields.new))
    from fields where fields.id = t.id
"""


LEFT_BEHIND = """
    select import_id from commerce_merge
    where undone_at is not null and (to_regclass('commerce_support_' || import_id) is not null
                                     or to_regclass('commerce_order_said_' || import_id) is not null)
    order by import_id
"""
PICKED = "select row_id from picked_row"


def table(import_id: int) -> str:
    """The partition of an import; its lines lie in `…_lines`, all else in `…_facts`."""
    return f"commerce_support_{import_id:d}"


def lines(import_id: int) -> str:
    """Where the supports of lines lie."""
    return f"{table(import_id)}_lines"


def orders(import_id: int) -> str:
    """What an import says of orders, which is its support of them as well."""
    return f"commerce_order_said_{import_id:d}"


def facts(import_id: int) -> str:
    """Where the supports of all but lines and orders lie."""
    return f"{table(import_id)}_facts"


@transaction.atomic
def prepare(import_id: int) -> None:
    """Make the partition of an import, unless it exists."""
    name = table(import_id)
    [exists] = query.row("select to_regclass(%(name)s) is not null", name=name)
    if not exists:
        made = MAKE.format(table=name, orders=orders(import_id), line=Supported.LINE.value, import_id=import_id)
        query.run(made)


def look_over(imports: Sequence[int]) -> None:
    """Tell the planner about what imports support where it knows nothing, or it looks through all of it row by row."""
    parts = [part for number in imports for part in (lines(number), facts(number), orders(number))]
    for (part,) in query.rows(UNKNOWN, {"parts": parts}):
        query.run(f"analyze {part}")


def drop(import_id: int) -> bool:
    """Drop what an undone import said, each part by itself, if nobody reads it; `sweep` drops it otherwise."""
    return all([query.drop(name) for name in (table(import_id), orders(import_id))])


def sweep() -> int:
    """Drop what is left of undone imports, and say of how many."""
    return sum(drop(import_id) for (import_id,) in query.rows(LEFT_BEHIND))


def pick(import_id: int, kind: Supported, most: int) -> bool:
    """Put the next rows of a kind that an import names into `picked_row`; whether there may be more."""
    query.run("drop table if exists picked_row")
    found = query.run(
        "create temp table picked_row on commit drop as select distinct row_id"
        f" from {facts(import_id)} where kind = {kind.value} order by row_id limit {most}"
    )
    query.run("analyze picked_row")
    return found == most


def let_go(import_id: int, kind: Supported) -> None:
    """The import no longer names the picked rows."""
    query.run(f"delete from {facts(import_id)} where kind = {kind.value} and row_id in ({PICKED})")


def refold(
    import_id: int,
    kind: Supported,
    target: str,
    blank: dict[str, object],
    *,
    imports: Sequence[int],
    adding: bool,
    touched: str = "",
    former: str = "",
) -> int:
    """
    Bring the rows that an import names to what all imports say (`adding`), or all but this one.

    :param blank: the columns that imports speak of, with what they are when no import does.
    :param imports: the imports that may speak of these rows, this one among them.
    :param touched: selects `row_id` of the rows to look at; all that the import names, if not given.
    :param former: a work table of `row_id`, `rank` and `words` that this import had said until now, if it speaks anew.
    :returns: how many rows changed.
    """
    query.run("drop table if exists touched_row")
    rows = touched or f"select distinct row_id from {facts(import_id)} where kind = {kind.value}"
    if not query.run(f"create temp table touched_row on commit drop as {rows}"):
        return 0
    query.run("analyze touched_row")
    before, after = ("others_say", "all_say") if adding else ("all_say", "others_say")
    said = SAID_OF_ORDERS if kind is Supported.ORDER else SAID.format(kind=kind.value)
    statement = REFOLD.format(
        import_id=import_id,
        said=said + (FORMER.format(import_id=import_id, former=former) if former else ""),
        target=target,
        before=before,
        after=after,
        columns=", ".join(blank),
    )
    return query.run(statement, imports=list(imports), blank=query.as_json(blank))
