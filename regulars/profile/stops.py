"""What files say of addresses that nobody should write to: bounced, reported as spam, or stopped by their owner.

An address stays on the list as long as one file says so. Whoever was taken off it since stays off, unless a file says
that it happened later.
"""

from collections.abc import Mapping
from datetime import datetime

from regulars.base.kit import digests, query
from regulars.commerce import staged, supports
from regulars.commerce.kinds import Supported
from regulars.commerce.merging import Staged
from regulars.commerce.report import MergeReport
from regulars.commerce.retraction import Part
from regulars.profile import extras
from regulars.profile.extras import Rows

KIND = Supported.SUPPRESSION
NOT_AT_ALL = r"^\W*(no|none|null|false|0|never\w*|not_?suppressed|active|否|无|無)?\W*$"
SAID = f"""
    create temp table said_stop on commit drop as
    select digest, (array_agg(cause order by cause = 'list', cause))[1] as cause, max(said_at) as said_at
    from (
        select {digests.sql("'email'", "s.email")} as digest, s.email_suppressed_at as said_at,
               case when s.email_suppressed ~* 'complain|spam|abuse' then 'complaint'
                    when s.email_suppressed ~* 'bounce|invalid|clean' then 'bounce' else 'list' end as cause
        {extras.ROWS} and s.email is not null and s.email_suppressed !~* %(not_at_all)s
    ) s group by digest
"""
PUT = """
    insert into profile_suppression as p (circle_id, kind, digest, cause, made_at)
    select %(circle)s, 'email', digest, cause, least(coalesce(said_at, %(at)s), %(at)s) from said_stop order by digest
    on conflict (circle_id, kind, digest) do update set lifted_at = null, cause = excluded.cause,
        made_at = excluded.made_at
    where p.lifted_at is not null and excluded.made_at > p.lifted_at
      and excluded.digest in (select digest from said_stop where said_at is not null)
"""
SUPPORT = """
    insert into {facts} (import_id, kind, row_id, rank)
    select {import_id}, {kind}, p.id, {rank} from said_stop s
    join profile_suppression p on p.circle_id = %(circle)s and p.kind = 'email' and p.digest = s.digest
    where not exists (select from {facts} f where f.kind = {kind} and f.row_id = p.id)
"""


def store(import_: Staged, report: MergeReport, rows: Rows, bounds: Mapping[str, str], *, at: datetime) -> None:
    """Put the addresses that a part of a file calls so on the list, in the caller's transaction."""
    circle = import_.store.circle_id
    query.run("drop table if exists said_stop")
    said = SAID.format(**rows._asdict(), of="", of_part=staged.OF_PART)
    if not query.run(said, {**bounds, **digests.pads(), "not_at_all": NOT_AT_ALL}):
        return
    put = query.run(PUT, circle=circle, at=at)
    query.run(extras.statement(SUPPORT, import_.id, KIND.value), circle=circle)
    report.add(addresses_suppressed=put)


def take(part: Part) -> bool:
    """Take the next part of the addresses that only this import had put on the list off it."""
    more = supports.pick(part.number, KIND, extras.ROWS_IN_A_PART)
    extras.remove("profile_suppression", KIND, part)
    supports.let_go(part.number, KIND)
    return more
