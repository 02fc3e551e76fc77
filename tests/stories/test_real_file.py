"""A real gift shop's year, with every peculiarity that real files have, comes in whole."""

import pytest

pytestmark = pytest.mark.slow
TERMS = ("--store", "Gifts", "--timezone", "Europe/London", "--currency", "GBP")


@pytest.fixture(scope="module")
def year(shop, shared_data):
    path = shared_data / "online_retail" / "online_retail_2009_2010.csv.gz"
    return shop.told("import", "orders", str(path), *TERMS)


def test_rows_and_money_are_accounted_for_to_the_last_digit(year):
    assert (year["read"], year["accepted"], year["rejected"]) == (525_461, 525_461, 0)
    assert year["money_staged"] == year["money_new"] == "9539484.634"
    assert (year["without_buyer"], year["people_new"]) == (107_927, 4_383)


def test_purchases_are_counted_as_they_are_known(year):
    assert (year["purchase_lines"], year["purchase_orders"], year["purchase_buyers"]) == (407_664, 19_213, 4_312)
    assert (year["purchase_money"], year["bought_once"], year["bought_again"]) == ("8832003.274", 1_419, 2_893)


def test_returns_find_the_purchase_they_came_from(year):
    assert year["return_lines"] > 9_000
    assert year["return_lines_matched"] / year["return_lines"] > 0.75


def test_its_customers_are_understood(shop, year):
    learned = shop.told("learn", "--store", "Gifts")["stores"][0]
    summary = learned["results"]["summary"][0]

    assert str(learned["as_of"]) == "2010-12-09"
    assert learned["people"] == 4_383
    assert summary["buyers"] == 4_310  # two of the 4,312 paid for postage alone, which is no net sales of goods
    assert {"few_make_most", "second_order", "overdue_regulars"} <= {found["rule"] for found in learned["findings"]}
