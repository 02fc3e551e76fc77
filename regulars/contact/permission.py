"""Whether people may be written to, by channel: yes, no, or not known; over all who were merged into one."""

from collections.abc import Iterable

from regulars.base.kit import query
from regulars.contact.kinds import Channel, Outcome, Permission

# A word against counts before a word for.
READ = """
    select o.canonical_id, bool_or(f.accepts_email is false), bool_or(f.accepts_email),
           bool_or(f.accepts_sms is false), bool_or(f.accepts_sms),
           bool_or(exists (select from contact_attempt a where a.person_id = o.id and a.outcome = %(no)s))
    from identity_person o left join profile_profile f on f.person_id = o.id
    where o.id = any(array(select id from identity_person where id = any(%(people)s) or (canonical_id = any(%(people)s)
        and canonical_id <> id)))
    group by o.canonical_id
"""
BY_PHONE = (Channel.CALL, Channel.SMS, Channel.WHATSAPP)


def of(people: Iterable[int]) -> dict[int, dict[Channel, Permission]]:
    """The permissions of canonical people, in one statement; consent for SMS goes for all that a phone number opens."""
    rows = query.rows(READ, people=list(people), no=Outcome.NO.value)
    return {person: permissions(*said) for person, *said in rows}


def permissions(
    no_email: bool | None, email: bool | None, no_sms: bool | None, sms: bool | None, no_contact: bool | None
) -> dict[Channel, Permission]:
    if no_contact:
        return dict.fromkeys(Channel, Permission.NO)
    by_email, by_phone = said(no_email, email), said(no_sms, sms)
    known = {Channel.EMAIL: by_email, **dict.fromkeys(BY_PHONE, by_phone)}
    return dict.fromkeys(Channel, Permission.UNKNOWN) | known


def said(no: bool | None, yes: bool | None) -> Permission:
    if no:
        return Permission.NO
    return Permission.YES if yes else Permission.UNKNOWN
