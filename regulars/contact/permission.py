"""Whether people may be written to, by channel: yes, no, or not known; over all who were merged into one.

What they agreed to and the rules of the store say so (`profile/standing`); whoever told somebody that they want no
contact is left alone in every channel.
"""

from collections.abc import Iterable, Mapping
from datetime import datetime

from regulars.base.kit import digests, query
from regulars.base.workspace.models import Store
from regulars.contact.kinds import Channel, Outcome, Permission
from regulars.profile import standing
from regulars.profile.kinds import Medium, Purpose
from regulars.profile.standing import Held, Matter

UNWANTED = """
    select distinct o.canonical_id from contact_attempt a join identity_person o on o.id = a.person_id
    where a.outcome = %(no)s and o.canonical_id = any(%(people)s)
"""
# Of those who have ever refused something in the ledger, or have an address that nobody writes to, whoever may be
# written to neither by e-mail nor by SMS.
REFUSING = """
    select person from ({held}) h (person, medium, purpose, standing, ground, may)
    where medium in ('email', 'sms') group by person having bool_and(may is false)
"""
SUSPECTS = """
    select distinct o.canonical_id as id from profile_consent c join identity_person o on o.id = c.person_id
    where c.word = 'withdrawn' and o.circle_id = %(circle)s
    union
    select distinct o.canonical_id from profile_suppression s join identity_identifier i on i.circle_id = s.circle_id
        and i.kind = s.kind and s.lifted_at is null
    join identity_person o on o.id = i.person_id
    where s.circle_id = %(circle)s and s.digest = {digest}
"""
MEDIA = {
    Channel.EMAIL: Medium.EMAIL, Channel.CALL: Medium.CALL, Channel.SMS: Medium.SMS,
    Channel.WHATSAPP: Medium.WHATSAPP, Channel.WECHAT: Medium.WECHAT,
}  # fmt: skip
SAID = {True: Permission.YES, False: Permission.NO, None: Permission.UNKNOWN}


def of(people: Iterable[int], *, store: Store | None, at: datetime) -> dict[int, dict[Channel, Permission]]:
    """The permissions of canonical people, in three statements, however many they are."""
    asked = list(people)
    if not asked:
        return {}
    held = standing.of(asked, store=store, at=at)
    unwanted = {person for (person,) in query.rows(UNWANTED, people=asked, no=Outcome.NO.value)}
    return {person: by_channel(held[person], is_unwanted=person in unwanted) for person in held}


def by_channel(held: Mapping[Matter, Held], *, is_unwanted: bool) -> dict[Channel, Permission]:
    if is_unwanted:
        return dict.fromkeys(Channel, Permission.NO)
    known = {channel: SAID[held[medium.value, Purpose.MARKETING].may] for channel, medium in MEDIA.items()}
    return dict.fromkeys(Channel, Permission.UNKNOWN) | known


def refusing(store: Store, *, at: datetime) -> tuple[str, dict[str, object]]:
    """The statement that selects who is written to neither by e-mail nor by SMS, by their own word, and its values."""
    suspects = SUSPECTS.format(digest=digests.sql("i.kind", "i.value"))
    values = standing.given({"circle": store.circle_id}, store, at)
    return REFUSING.format(held=standing.statement(suspects)), values
