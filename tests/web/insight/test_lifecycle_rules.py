"""The settings of the lifecycle: seen beforehand, kept, and refused where they make no sense."""

import pytest
from django.test import Client
from django.urls import reverse

from regulars.base.workspace.models import Store
from regulars.insight import limits
from regulars.insight.lifecycle import Limits
from regulars.insight.models import LifecycleRules, Run
from regulars.web.settings import lifecycle

pytestmark = pytest.mark.django_db
PAGE = "settings_lifecycle"


def given(**others: object) -> dict[str, object]:
    return {**lifecycle.values(Limits()), **others}


def test_the_form_shows_the_rules_of_the_store(at_work: Client, teahouse: Store):
    page = at_work.get(reverse(PAGE)).content.decode()

    assert 'value="80"' in page
    assert "Nothing has been learned yet" in page


def test_looking_says_how_many_would_move_and_keeps_nothing(at_work: Client, learned: Run):
    answer = at_work.post(reverse(PAGE), given(loyal_purchases=2, look="1"), headers={"HX-Request": "true"})

    page = answer.content.decode()
    assert "people would change their stage, as of 1 Mar 2026" in page
    assert "<html" not in page
    assert not LifecycleRules.objects.exists()


def test_looking_works_without_a_script(at_work: Client, learned: Run):
    page = at_work.post(reverse(PAGE), given(look="1")).content.decode()

    assert "Nobody would change their stage" in page
    assert "<html" in page


def test_saving_keeps_the_rules_and_offers_the_undo(at_work: Client, teahouse: Store, learned: Run):
    answer = at_work.post(reverse(PAGE), given(loyal_purchases=3, lost_share=90), follow=True)

    assert limits.of(teahouse) == Limits(loyal_purchases=3, lost_share=0.9)
    assert "The rules are kept." in answer.content.decode()
    assert "/undoing/" in answer.content.decode()


@pytest.mark.parametrize("wrong", [{"at_risk_share": 97}, {"at_risk_days": 400}])
def test_lost_cannot_come_before_at_risk(wrong: dict[str, int], at_work: Client, learned: Run):
    page = at_work.post(reverse(PAGE), given(**wrong)).content.decode()

    assert "Lost cannot come before at risk." in page
    assert not LifecycleRules.objects.exists()
