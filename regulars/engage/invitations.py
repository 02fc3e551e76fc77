"""Whom a survey is due to be sent to, and that they were handed a link of their own.

Nothing is sent from here: staff take the links away and send them by what they send with, which is noted, so that
nobody is asked again too soon.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.kit import query
from regulars.base.workspace.models import Staff
from regulars.contact import permission
from regulars.contact.kinds import Channel, Permission
from regulars.engage import links
from regulars.engage.models import Form, Invitation
from regulars.identity.models import Person

MOST = 500
AFTER_DAYS = 14
EVERY_DAYS = 180
WINDOW_DAYS = 60
"""An order that lies further back is no longer fresh in the mind."""
DUE = """
    with bought as (
        select p.canonical_id as id, max(o.placed_at) as at
        from commerce_order o join identity_person p on p.id = o.person_id
        where o.store_id = %(store)s and o.kind = 'sale' and o.cancelled_at is null
          and o.placed_at <= %(at)s::timestamptz - make_interval(days => %(after)s)
          and o.placed_at > %(at)s::timestamptz - make_interval(days => %(after)s + %(window)s)
        group by p.canonical_id
    ),
    asked as (
        select p.canonical_id as id from engage_answer a join identity_person p on p.id = a.person_id
        where a.form_id = %(form)s and a.answered_at > %(at)s::timestamptz - make_interval(days => %(every)s)
        union
        select p.canonical_id from engage_invitation i join identity_person p on p.id = i.person_id
        where i.form_id = %(form)s and i.made_at > %(at)s::timestamptz - make_interval(days => %(every)s)
    )
    select b.id, b.at from bought b
    where not exists (select from asked a where a.id = b.id) and b.id = any(array({visible}))
    order by b.at, b.id limit %(most)s
"""
ADDRESSES = """
    select p.canonical_id, min(i.value) from identity_person p join identity_identifier i on i.person_id = p.id
    where p.canonical_id = any(%(people)s) and i.kind = 'email' group by p.canonical_id
"""


@dataclass(frozen=True, slots=True)
class Due:
    """Somebody to be asked: after which order, at which address, and whether they agreed to be written to."""

    person: Person
    ordered_at: datetime
    address: str
    has_agreed: bool


def due(form: Form, *, staff: Staff, at: datetime) -> list[Due]:
    """Whom a survey is due to, those who have waited longest first; nobody who does not want to be written to."""
    visible = Person.objects.visible_to(staff).values("id").query
    text, params = visible.sql_with_params()
    values = {
        "form": form.id, "store": form.store_id, "at": at, "after": form.after_days or AFTER_DAYS,
        "every": form.every_days or EVERY_DAYS, "window": WINDOW_DAYS, "most": MOST,
        **{f"seen_{place}": value for place, value in enumerate(params)},
    }  # fmt: skip
    seen = text % tuple(f"%(seen_{place})s" for place in range(len(params)))
    ordered = dict(query.rows(DUE.format(visible=seen), values))
    people = Person.objects.in_bulk(ordered)
    addresses = dict(query.rows(ADDRESSES, people=list(ordered)))
    may = permission.of(ordered, store=form.store, at=at)
    return [
        Due(people[id], when, addresses.get(id, ""), may[id][Channel.EMAIL] == Permission.YES)
        for id, when in ordered.items()
        if id in people and may[id][Channel.EMAIL] != Permission.NO
    ]


def hand_out(form: Form, chosen: Sequence[Due], *, by: Staff, at: datetime) -> list[tuple[Due, str]]:
    """Note that people are asked now, and give each the link that is theirs."""
    facts = {"act": "hand_out_links", "name": form.name, "people": len(chosen)}
    with operations.doing(OperationKind.EDIT, store=form.store, by=by, at=at, facts=facts):
        Invitation.objects.bulk_create(Invitation(form=form, person=each.person, by=by, made_at=at) for each in chosen)
    return [(each, links.made(form, each.person)) for each in chosen]
