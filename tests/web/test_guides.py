"""Every page says what can be done on it, until its reader puts that away; words of the trade say what they mean."""

from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse
from django.utils.html import escape

from regulars.base.workspace.models import Staff
from regulars.insight.kinds import Stage
from regulars.insight.models import Run, Score
from regulars.web.components.terms import TERMS
from regulars.web.customers import playbook
from regulars.web.layout import guide
from tests.web.furnished import WHOLE, rooms

pytestmark = pytest.mark.django_db
HINT = 'class="hint"'
BACK = 'name="back"'


@pytest.fixture
def addresses(learned: Run, owner: Staff, tmp_path: Path, settings: Any) -> dict[str, str]:
    settings.HOME, settings.DEVELOPER = tmp_path, True
    return rooms(learned, owner)


def test_every_page_says_what_can_be_done_on_it(at_work: Client, addresses: dict[str, str]):
    silent = [name for name, path in addresses.items() if shown(at_work, path).count(HINT) != 1]

    assert silent == []


def test_a_guide_put_away_stays_away_and_comes_back_when_asked_for(at_work: Client, addresses: dict[str, str]):
    faults = {}
    for name in {each.name for each in guide.GUIDES.values()} & WHOLE:
        path, dismissal = addresses[name], reverse("hint_dismissal", args=[name])
        at_work.post(dismissal, {"next": path})
        away = shown(at_work, path)
        at_work.post(dismissal, {"next": path, "back": "yes"})
        again = shown(at_work, path)
        faults[name] = (HINT in away, BACK in away, HINT in again, BACK in again)

    assert {name: seen for name, seen in faults.items() if seen != (False, True, True, False)} == {}


def test_all_guides_are_put_away_at_once_and_one_is_brought_back(at_work: Client, addresses: dict[str, str]):
    at_work.post(reverse("hint_dismissal", args=["customers"]), {"every": "yes"})
    at_work.post(reverse("hint_dismissal", args=["orders"]), {"back": "yes"})

    seen = [HINT in shown(at_work, addresses[name]) for name in ("customers", "products", "orders")]

    assert seen == [False, False, True]


def test_there_is_no_guide_of_another_name(at_work: Client):
    assert at_work.post(reverse("hint_dismissal", args=["nothing"])).status_code == 404


def test_every_guide_belongs_to_a_page_and_explains_known_words():
    pages = {each.name: each for each in guide.GUIDES.values()}
    terms = {name for each in guide.GUIDES.values() for name in each.terms}

    assert set(guide.GUIDES) - WHOLE - {"customers_bulk"} == set(guide.SHARED)
    assert len(pages) >= 30
    assert terms <= set(TERMS)


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage in playbook.PLAYS])
def test_the_play_of_a_stage_stands_beside_its_people(at_work: Client, learned: Run, stage: Stage):
    score = Score.objects.filter(run=learned).select_related("person").first()
    assert score is not None
    Score.objects.filter(run=learned, person=score.person).update(stage=stage)

    page = shown(at_work, reverse("person", args=[score.person.public_id]))

    assert str(playbook.PLAYS[stage].name) in page
    assert all(escape(str(step)) in page for step in playbook.PLAYS[stage].steps)


def shown(client: Client, path: str) -> str:
    answer = client.get(path)
    assert answer.status_code == 200, path
    return answer.content.decode()
