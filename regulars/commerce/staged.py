"""What a merge reads: staged rows, cut into batches, and the traces of people in them."""

from regulars.base.kit import query

LONGEST_NUMBER = 120
LONGEST_SKU = 200

# The trace of whom a row names; rows with the same trace have the same person.
TRACE = "concat_ws(chr(31), coalesce({s}.user_id, ''), coalesce({s}.email, ''), coalesce({s}.phone, ''))"
NAMELESS = "({s}.user_id is null and {s}.email is null and {s}.phone is null)"

# People in parts: their ids as keys that sort as text, and the traces `t` of those in a part (low, high].
PERSON_KEY = "lpad(s.person_id::text, 20, '0')"
LAST_PERSON = f"{2**63 - 1:020d}"  # the last part is open, since people may be made between two attempts
OF_PART = "t.person_id > coalesce(nullif(%(low)s, ''), '0')::bigint and t.person_id <= %(high)s::bigint"

TRACES = """
    create {made} as
    select {trace} as trace, left(s.user_id, 320) as user_id, left(s.email, 320) as email, left(s.phone, 320) as phone,
           min({seen_at}) as seen_at, {lines} as lines, null::bigint as by_id, null::bigint as person_id,
           null::bigint as user_ident, null::bigint as email_ident, null::bigint as phone_ident
    from {staging} s where not {nameless}
    group by s.user_id, s.email, s.phone
"""
# Rows of a list that name somebody without a key get one from what they say; those that say the same are numbered.
KEYS = """
    update {staging} s set user_id = %(prefix)s || k.digest || ':' || k.place
    from (
        select line_no, digest, row_number() over (partition by digest order by extra::text, line_no) as place
        from (
            select s.line_no, s.extra, md5(concat_ws(chr(31), {said})) as digest from {staging} s
            where {nameless} and num_nonnulls(name, given_name, family_name, company) > 0
        ) keyless
    ) k
    where k.line_no = s.line_no
"""
SAID = ("name", "given_name", "family_name", "company", "born_on", "street", "city", "region", "postcode", "country")
BOUNDS = """
    select key from (
        select key, held, sum(held) over (order by key collate "C") as upto,
            lead(key) over (order by key collate "C") as next
        from (select {key} as key, count(*) as held from {table} s where {key} is not null group by 1) keys
    ) running
    where next is null or floor(upto / %(size)s) > floor((upto - held) / %(size)s)
    order by key collate "C"
"""


def table(import_id: int) -> str:
    return f"staging_{import_id:d}"


def traces_table(import_id: int) -> str:
    return f"trace_{import_id:d}"


def hints_table(import_id: int) -> str:
    return f"hint_{import_id:d}"


def drop_work_tables(import_id: int) -> bool:
    """Drop what is reckoned anew whenever it is needed, if nobody reads it; `merging.sweep` drops it otherwise."""
    return all([query.drop(name) for name in (traces_table(import_id), hints_table(import_id))])


def prepare(import_id: int, key: str) -> None:
    """Let batches find their rows by `key` without reading the whole table each time."""
    name = f"staging_{import_id:d}_{key}"
    query.run(f'create index if not exists {name} on {table(import_id)} ({key} collate "C")')
    query.run(f"analyze {table(import_id)} ({key})")


def fitting(column: str, width: int) -> str:
    """The expression for a key that may be longer than its column: its head, and a hash of the whole."""
    return f"case when length({column}) <= {width} then {column} else left({column}, {width - 32}) || md5({column}) end"


def trace(alias: str) -> str:
    return TRACE.format(s=alias)


def nameless(alias: str) -> str:
    return NAMELESS.format(s=alias)


def key_rows(import_id: int, *, prefix: str) -> int:
    """Give rows of customers that have no key, but a name, one that begins so; how many there were."""
    said = ", ".join(f"coalesce(lower(s.{name}::text), '')" for name in SAID)
    statement = KEYS.format(staging=table(import_id), said=said, nameless=nameless("s"))
    return query.run(statement, prefix=prefix)


def gather_traces(import_id: int, *, seen_at: str, with_lines: bool = False, lasts: bool = True) -> str:
    """
    Make the work table of distinct traces anew; it can be reckoned again at any time, so it is not logged.

    :param with_lines: whether each knows the lines of the file that it stands for.
    :param lasts: whether it is wanted longer than this transaction.
    """
    traces = traces_table(import_id)
    made = f"unlogged table {traces}" if lasts else f"temp table {traces} on commit drop"
    query.run(f"drop table if exists {traces}")
    lines = "array_agg(s.line_no order by s.line_no)" if with_lines else "null::bigint[]"
    query.run(
        TRACES.format(
            made=made, staging=table(import_id), trace=trace("s"), nameless=nameless("s"), seen_at=seen_at, lines=lines
        )
    )
    query.run(f"analyze {traces}")
    return traces


def bounds(source: str, key: str, size: int) -> list[str]:
    """The last keys of batches of about `size` rows; rows of one key are never parted."""
    return [row[0] for row in query.rows(BOUNDS.format(table=source, key=key), size=size)]
