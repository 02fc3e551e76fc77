"""Keep what older files say of erased people out: their identifiers are known by keyed hashes alone.

A row belongs to an erased person by its strongest identifier: the customer number; the e-mail where that number is
nobody's; the phone where there is neither. It stays out if it speaks of a time before the erasure, or of none. A phone
that others share is only taken off the row.
"""

from collections.abc import Mapping
from datetime import datetime

from regulars.base.kit import digests, query
from regulars.base.workspace.models import Circle, Store
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import ForgottenValue

REMEMBER = f"""
    insert into identity_forgottenvalue (circle_id, kind, scope, digest, forgotten_at)
    select distinct i.circle_id, i.kind, i.scope, {digests.sql("i.kind", "i.value")}, %(at)s::timestamptz
    from identity_identifier i where i.person_id in (select id from gone_person)
    on conflict (circle_id, kind, scope, digest) do update set forgotten_at = excluded.forgotten_at
"""
NAMED = """
    exists (select from identity_forgottenvalue g where g.circle_id = %(circle)s and g.kind = '{kind}'
            and g.scope = {scope} and g.digest = {digest}
            and coalesce({moment}, '-infinity') < g.forgotten_at)
"""
FOUND = """
    create temp table forgotten_row on commit drop as
    select place, by_email, by_phone,
           by_user or by_email and not is_known or by_phone and user_id is null and email is null as is_whole
    from (
        select s.{key} as place, s.user_id, s.email,
               ({by_user}) as by_user, {by_email} as by_email, {by_phone} as by_phone,
               exists (select from identity_identifier i where i.circle_id = %(circle)s and i.kind = 'user'
                       and i.scope = %(scope)s and i.value = s.user_id) as is_known
        from {staging} s
    ) named
    where by_user or by_email or by_phone
"""
TAKE_OUT = """
    update {staging} s set {blanks}
    from (select distinct r.{group} as key from {staging} r join forgotten_row f on f.place = r.{key}
          where f.is_whole) f
    where s.{group} = f.key
"""
TAKE_OFF = """
    update {staging} s set email = case when f.by_email then null else s.email end,
                           phone = case when f.by_phone then null else s.phone end
    from forgotten_row f where f.place = s.{key} and not f.is_whole
"""


def remember(*, at: datetime) -> int:
    """Keep the hashes of all identifiers of the people in `gone_person`."""
    return query.run(REMEMBER, {"at": at, **digests.pads()})


def keep_out(table: str, store: Store, *, moment: str, key: str, group: str, blanks: Mapping[str, str]) -> int:
    """
    Blank the rows of a staged file, or of a batch of messages, that speak of erased people; how many there were.

    :param moment: the expression over a row `s` for the time that it speaks of.
    :param key: the column that tells rows apart.
    :param group: the column by which rows belong together, such as the number of an order.
    :param blanks: the columns that tell who somebody is, where they live and what they said, with what they become.
    """
    if not ForgottenValue.objects.filter(circle=store.circle_id).exists():
        return 0
    query.run("drop table if exists forgotten_row")
    found = query.run(
        FOUND.format(
            staging=table,
            key=key,
            by_user=" or ".join(named(kind, "s.user_id", moment, scope="%(scope)s") for kind in ("user", "record")),
            by_email=named("email", "s.email", moment),
            by_phone=named("phone", "s.phone", moment),
        ),
        {"circle": store.circle_id, "scope": store.public_id, **digests.pads()},
    )
    if found:
        said = ", ".join(f"{name} = {value}" for name, value in blanks.items())
        query.run(TAKE_OUT.format(staging=table, key=key, group=group, blanks=said))
        query.run(TAKE_OFF.format(staging=table, key=key))
    return found


def let_back(circle: Circle, kind: IdentifierKind, value: str) -> int:
    """Older files may bring an identifier back, since somebody says so; for how many scopes that was so."""
    rows = ForgottenValue.objects.filter(circle=circle, kind=kind, digest=digests.of(kind, value))
    return rows.delete()[0]


def named(kind: str, value: str, moment: str, *, scope: str = "''") -> str:
    return NAMED.format(kind=kind, scope=scope, digest=digests.sql(f"'{kind}'", value), moment=moment)
