"""Tickets of help desks and points of loyalty programs come from files, are known once, and go with their files."""

from datetime import date

import pytest

from regulars.base.kit import query
from regulars.profile import intake
from regulars.profile.models import Balance, Ticket
from tests.make.staging import staged

pytestmark = pytest.mark.django_db
ASKED = {
    "email": "li@tea.example", "desk": "Zendesk", "ticket_number": "77", "subject": "Broken pot",
    "ticket_state": "open", "ticket_channel": "email", "opened_at": "2026-03-01 10:00+00",
    "changed_at": "2026-03-01 10:00+00",
}  # fmt: skip
SOLVED = ASKED | {
    "ticket_state": "closed", "changed_at": "2026-03-03 10:00+00", "closed_at": "2026-03-03 10:00+00",
    "satisfaction": "good",
}  # fmt: skip


def merged(number, store, rows, at, kind="tickets"):
    return intake.merge(staged(number, store, rows, kind=kind), at=at("2026-06-01"))


def told():
    return [name for (name,) in query.rows("select name from events where name like 'ticket.%%' order by seq")]


def test_a_ticket_is_known_once_and_follows_its_newest_word(teahouse, at):
    report = merged(1, teahouse, [ASKED], at)
    assert (report.tickets_new, report.people_new) == (1, 1)

    again = merged(2, teahouse, [SOLVED], at)
    older = merged(3, teahouse, [ASKED], at)

    ticket = Ticket.objects.get()
    assert (again.tickets_new, again.tickets_changed, older.tickets_changed) == (0, 1, 0)
    assert (ticket.state, ticket.satisfaction, ticket.closed_at) == ("closed", "good", at("2026-03-03 10:00"))
    assert told() == ["ticket.opened", "ticket.closed"]


def test_a_ticket_is_as_the_files_say_that_are_left(teahouse, at):
    merged(1, teahouse, [ASKED], at)
    merged(2, teahouse, [SOLVED], at)

    intake.undo(staged(2, teahouse, []), by=None, at=at("2026-06-02"))
    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.closed_at, ticket.satisfaction) == ("open", None, "")

    intake.undo(staged(1, teahouse, []), by=None, at=at("2026-06-03"))
    assert not Ticket.objects.exists()
    assert told()[-1] == "ticket.withdrawn"


def test_a_reopened_ticket_is_open_again(teahouse, at):
    merged(1, teahouse, [SOLVED], at)

    merged(2, teahouse, [ASKED | {"changed_at": "2026-03-05 10:00+00"}], at)

    ticket = Ticket.objects.get()
    assert (ticket.state, ticket.closed_at, ticket.satisfaction) == ("open", None, "good")


def test_points_are_as_the_newest_file_says_whoever_comes_last(teahouse, at):
    had = {"email": "li@tea.example", "program": "Smile.io", "points": 120, "tier": "Gold", "as_of": "2026-03-01"}
    newer = had | {"points": 80, "as_of": "2026-04-01", "expires_on": "2026-12-31"}
    merged(1, teahouse, [newer], at, "points")
    merged(2, teahouse, [had], at, "points")

    balance = Balance.objects.get()
    assert (balance.points, balance.tier, balance.expires_on) == (80, "Gold", date(2026, 12, 31))
    assert balance.as_of == at("2026-04-01")

    intake.undo(staged(1, teahouse, []), by=None, at=at("2026-06-02"))
    balance.refresh_from_db()
    assert (balance.points, balance.expires_on) == (120, None)
