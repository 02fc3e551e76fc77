"""An import that is killed at any moment goes on when it is asked for again, and has lost and doubled nothing."""

import random
import signal
import time

import pytest

pytestmark = pytest.mark.slow
TERMS = ("--store", "Leaves", "--timezone", "UTC", "--currency", "GBP")
ORDERS = 6_000
KILLS = 5


def day(number):
    return f"2025-{number % 12 + 1:02}-{number % 28 + 1:02}"


def rows():
    return [
        (f"N{number}", day(number), f"b{number % 900}@leaves.example", sku, 2, "1.25")
        for number in range(ORDERS)
        for sku in ("TEA", "CUP", "TEA")
    ]


def test_a_killed_import_goes_on(shop, orders):
    path, chance = str(orders("killed.csv", rows())), random.Random(11)
    shop.run("import", "list")
    for _ in range(KILLS):
        process = shop.begin("import", "orders", path, *TERMS)
        time.sleep(chance.uniform(0.8, 4.0))
        process.send_signal(signal.SIGKILL)
        process.communicate()

    facts = shop.told("import", "orders", path, *TERMS)
    again = shop.told("import", "orders", path, *TERMS)

    known = int(facts["lines_new"]) + int(facts["lines_known"])
    assert known == 3 * ORDERS
    assert (again["lines_new"], again["lines_known"], again["orders_known"]) == (0, 3 * ORDERS, ORDERS)
    assert float(again["money_known"]) == 3 * ORDERS * 2.5


def test_two_imports_of_one_file_at_once_bring_it_once(shop, orders):
    lines = [(f"T{n}", "2025-05-05", f"t{n}@leaves.example", "TEA", 1, "2") for n in range(3_000)]
    path = str(orders("twice.csv", lines))

    both = [shop.begin("import", "orders", path, *TERMS) for _ in range(2)]
    ends = [(process.communicate(), process.returncode) for process in both]
    again = shop.told("import", "orders", path, *TERMS)

    assert sorted(code for _, code in ends) in ([0, 0], [0, 2])
    assert all("Traceback" not in complaint for (_, complaint), _ in ends)
    assert (again["lines_new"], again["lines_known"]) == (0, 3_000)
