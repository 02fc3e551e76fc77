"""Findings are said in whole sentences, and every rule has one."""

import inspect
import re
from decimal import Decimal

import pytest
from django.utils import translation

from regulars.insight import kinds, learn, rules, sentences
from regulars.insight.lifecycle import CLAUSES
from regulars.insight.models import Finding
from regulars.insight.rules import goods, people, sales
from tests.insight import shop


def finding(**values):
    return Finding(
        rule="overdue_regulars", people=214, stake=Decimal("18412.4"), stake_low=Decimal("11034"),
        stake_high=Decimal("26021"), **values,
    )  # fmt: skip


def test_a_finding_is_said_with_its_number_and_its_range():
    assert sentences.told(finding(), currency="GBP") == (
        "214 regulars are overdue by their own rhythm, about £18,400 (£11,000 to £26,000) in the next 90 days."
    )


def test_numbers_are_written_as_the_reader_does():
    with translation.override("zh-hans"):
        assert "18,400" in sentences.told(finding(), currency="GBP")
    assert sentences.rounded(Decimal("0"), "EUR", "en") == "€0.00"
    assert sentences.rounded(Decimal("1234567"), "EUR", "de") == "1.230.000\xa0€"


def test_one_is_said_as_one():
    one = Finding(rule="send_back_half", people=1, stake=Decimal(5))

    assert sentences.told(one, currency="GBP") == "1 customer sends back half or more of what they buy, £5.00 so far."


def test_every_rule_has_a_sentence_that_its_values_fill():
    source = "".join(inspect.getsource(module) for module in (goods, people, sales))
    named = set(re.findall(r'Finding\(\s*"(\w+)"', source)) | set(re.findall(r'_change\("(\w+)"', source))

    assert named
    assert named <= set(sentences.SENTENCES)
    assert rules.__doc__


@pytest.mark.parametrize(
    ("names", "words"),
    [(kinds.Stage, sentences.STAGES), (kinds.RfmGroup, sentences.RFM_GROUPS), (kinds.Unknown, sentences.UNKNOWN)],
)
def test_every_name_has_words(names, words):
    assert {name.value for name in names} == set(words)


def test_every_clause_is_a_stage_and_a_reason():
    assert {stage for _, _, stage in CLAUSES} == {stage.value for stage in kinds.Stage}
    assert {reason for reason, _, _ in CLAUSES} == {reason.value for reason in kinds.StageReason}


def test_all_findings_of_a_store_can_be_said(engine):
    history = shop.drawn(2_000)
    learned = learn.learn(engine, shop.tables(history, shop.lines(
        *[(order, 1 + order % 2, 10 + order % 60) for order in range(300)],
        *[(order, 3, 120, 1) for order in range(40)],
        *[(order, 4, 10) for order in range(40)],
    )), as_of=shop.AS_OF)  # fmt: skip

    said = [
        sentences.told(
            Finding(
                rule=one.rule, people=one.people, values=dict(one.values), stake=one.stake and one.stake.money,
                stake_low=one.stake and one.stake.low, stake_high=one.stake and one.stake.high,
            ),
            currency="GBP",
        )
        for one in learned.findings
    ]  # fmt: skip

    assert len(said) >= 5
    assert not [sentence for sentence in said if "%(" in sentence]
