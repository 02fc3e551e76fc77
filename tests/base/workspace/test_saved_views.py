"""Saved views: mine, those that are shared, and who may change them."""

import pytest

from regulars.base.workspace import saved_views
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import SavedView, Staff
from tests.make import desk, workspace

pytestmark = pytest.mark.django_db


def test_a_view_is_seen_by_others_only_when_shared(anna: Staff, bo: Staff):
    desk.view(anna, "Mine")
    desk.view(anna, "Ours", is_shared=True)

    assert [view.name for view in saved_views.of("customers", staff=bo)] == ["Ours"]
    assert [view.name for view in saved_views.of("customers", staff=anna)] == ["Mine", "Ours"]


def test_saving_under_a_known_name_keeps_the_new_query(anna: Staff):
    desk.view(anna, "Loyal", "stage=loyal")
    desk.view(anna, "loyal", "stage=loyal&sort=spent")

    assert [view.query for view in SavedView.objects.all()] == ["stage=loyal&sort=spent"]


def test_only_its_maker_or_who_keeps_the_house_changes_a_shared_view(anna: Staff, bo: Staff, mei: Staff):
    view = desk.view(anna, is_shared=True)

    with pytest.raises(saved_views.NotYourView):
        saved_views.change(view, by=bo, name="Bo's")
    saved_views.change(view, by=mei, name="Everybody's")

    assert SavedView.objects.get().name == "Everybody's"


def test_two_views_of_a_person_never_share_a_name(anna: Staff):
    desk.view(anna, "Loyal")
    other = desk.view(anna, "Lost")

    with pytest.raises(saved_views.ViewNameTaken):
        saved_views.change(other, by=anna, name="LOYAL")


def test_a_list_has_fifty_views_of_a_person_at_most(anna: Staff, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr(saved_views, "MOST_VIEWS", 1)
    desk.view(anna, "Loyal")

    with pytest.raises(saved_views.TooManyViews):
        desk.view(anna, "Lost")


def test_another_circle_shares_nothing(anna: Staff):
    desk.view(anna, is_shared=True)
    stranger = workspace.staff(workspace.store("Bookshop", circle="Books").circle, Role.OWNER, name="Otto")

    assert saved_views.of("customers", staff=stranger) == []
