"""A merchant's first hour: a file goes in, findings come out, and everything can be taken back."""

import random
from datetime import date, timedelta

import pytest

pytestmark = pytest.mark.slow
TERMS = ("--store", "Leaves", "--timezone", "Europe/London", "--currency", "GBP")


def history(seed, buyers=90):
    """Buyers with rhythms of their own over a year; amounts that the head can add up."""
    chance, number = random.Random(seed), 0
    rows = []
    for buyer in range(buyers):
        day, gap = date(2025, 1, 1) + timedelta(chance.randrange(200)), chance.choice([9, 30, 60, 400])
        while day < date(2026, 1, 1):
            number += 1
            rows.append(
                (f"N{seed}-{number}", day, f"b{seed}-{buyer}@leaves.example", "TEA", chance.randrange(1, 4), "10.00")
            )
            day += timedelta(max(1, round(chance.expovariate(1 / gap))))
    return rows


def test_a_file_becomes_findings_and_explanations(shop, orders):
    rows = history(1)
    facts = shop.told("import", "orders", str(orders("first.csv", rows)), *TERMS)

    learned = shop.told("learn", "--store", "Leaves")["stores"][0]
    told = shop.told("explain", rows[0][2])

    assert (facts["read"], facts["accepted"], facts["rejected"]) == (len(rows), len(rows), 0)
    assert float(facts["money_staged"]) == sum(10 * row[4] for row in rows)
    assert learned["findings"]
    assert len(told["stores"][0]["orders"]) == sum(row[2] == rows[0][2] for row in rows)


def test_the_same_file_twice_changes_nothing(shop, orders):
    path = str(orders("second.csv", history(2)))
    shop.told("import", "orders", path, *TERMS)

    again = shop.told("import", "orders", path, *TERMS)

    assert (again["orders_new"], again["lines_new"], again["money_new"]) == (0, 0, "0")


def test_an_import_is_taken_back_and_only_that(shop, orders):
    first, second = history(3), history(4)
    shop.told("import", "orders", str(orders("third.csv", first)), *TERMS)
    other = shop.told("import", "orders", str(orders("fourth.csv", first[:5] + second)), *TERMS)

    undone = shop.told("import", "undo", other["import"])
    again = shop.told("import", "orders", str(orders("third_again.csv", first)), *TERMS)

    assert undone["lines_removed"] == len(second)
    assert again["lines_new"] == 0


def test_bad_input_gets_one_sentence_and_exit_code_two(shop, tmp_path):
    empty = tmp_path / "empty.csv"
    empty.write_text("")

    code, _, complaint = shop.run("import", "orders", str(empty), *TERMS)

    assert code == 2
    assert len(complaint.strip().splitlines()) == 1
    assert "Traceback" not in complaint
