"""People who may be one are found by likelihood, whatever way their records were misspelt."""

import csv
from collections import Counter
from datetime import date
from typing import Any

import pyarrow as pa
import pytest
from pyarrow import parquet

from regulars.collect.sources.demo import shop
from regulars.identity.duplicates import deciding, features, matching, through
from regulars.identity.duplicates.deciding import Leaning
from tests.make import misspelt
from tests.make.misspelt import Habits

COLUMNS = (
    "name", "given", "family", "company", "street", "city", "postcode", "birth", "emails", "phones", "documents",
    "number", "store",
)  # fmt: skip


def people(*records: dict[str, Any]) -> pa.Table:
    rows = [{"id": place, **dict.fromkeys(COLUMNS)} | record for place, record in enumerate(records, 1)]
    schema = pa.schema([("id", pa.int64()), *((column, pa.string()) for column in COLUMNS)])
    return pa.Table.from_pylist(rows, schema=schema)


def strangers(count: int = 300) -> list[dict[str, Any]]:
    """People who have nothing to do with each other, so that there is something to compare with."""
    return [as_person(record) for record in misspelt.records(count, 0, seed=1, habits=Habits(family=0))]


def as_person(record: misspelt.Record) -> dict[str, Any]:
    said = {name: value or None for name, value in record.values.items()}
    road = " ".join(filter(None, (said["street_number"], said["address_1"], said["address_2"])))
    return {
        "given": said["given_name"], "family": said["surname"], "street": road or None, "city": said["suburb"],
        "postcode": said["postcode"], "birth": said["date_of_birth"], "documents": said["soc_sec_id"],
    }  # fmt: skip


def customer(row: dict[str, Any]) -> dict[str, Any]:
    return {
        "given": row["given_name"], "family": row["family_name"], "emails": row["email"], "phones": row["phone"],
        **{name: row[name] for name in ("name", "company", "street", "city", "postcode")},
    }  # fmt: skip


def chance(one: dict[str, Any], other: dict[str, Any]) -> float:
    """That two are one, among strangers; 0 where they are not even compared."""
    found = matching.match(people(one, other, *strangers()), threshold=0.001)
    return next((pair.probability for pair in found.pairs if (pair.older, pair.newer) == (1, 2)), 0.0)


LI = {
    "given": "Margaret", "family": "Thornbury", "street": "12 Lime Lane", "city": "Leeds", "postcode": "LS1 4AB",
    "birth": "19710624", "emails": "m.thornbury@example.org", "phones": "+441132960018",
}  # fmt: skip


@pytest.mark.parametrize(
    "changed",
    [
        {"given": "Thornbury", "family": "Margaret"},
        {"given": "Maggie"},
        {"family": "Thornbery", "birth": "19710642"},
        {"birth": "19710624", "emails": "m.thornbury@exmaple.org", "phones": "+441132960081"},
        {"street": "Lime Lane 12", "postcode": "LS1 4AV", "emails": None},
        {"given": None, "street": None, "phones": None},
        {"name": "Thornbury, Margaret", "given": None, "family": None},
    ],
)
def test_whoever_is_misspelt_swapped_shortened_or_incomplete_is_found(changed):
    assert chance(LI, LI | changed) > 0.95


def test_those_who_live_together_are_not_one():
    brother = LI | {"given": "Robert", "birth": "19740113", "emails": None}

    assert chance(LI, brother) < 0.1


def test_couples_may_share_an_address_and_a_mailbox():
    assert chance(LI, LI | {"given": "Robert", "birth": "19740113"}) < 0.1


def test_a_common_name_alone_is_not_enough():
    assert chance({"given": "Emily", "family": "Barton"}, {"given": "Emily", "family": "Barton"}) < 0.9


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ({"name": "欧阳美玲"}, {"given": "美玲", "family": "欧阳"}),
        ({"name": "陳淑芬"}, {"name": "陈淑芬"}),
        ({"name": "王志强"}, {"given": "Zhiqiang", "family": "Wang"}),
        ({"name": "王志强"}, {"given": "Wang", "family": "Zhiqiang"}),
    ],
)
def test_chinese_names_are_parted_and_known_in_every_script(one, other):
    own = {"birth": "19880808", "city": "Suzhou"}

    assert chance(one | own, other | own) > 0.95


def test_a_whole_name_is_parted_by_its_script():
    with matching.opened("256MB") as engine:
        features.put(
            engine, people({"name": "Ana Maria Lopez"}, {"name": "李雨桐"}, {"name": "诸葛亮"}, {"name": "Sting"})
        )
        found = engine.execute("select given, family from feature order by id").fetchall()

    assert found == [("ana maria", "lopez"), ("yutong", "li"), ("liang", "zhuge"), ("sting", None)]


def test_the_same_people_in_another_order_give_the_same_pairs():
    records = [as_person(record) for record in misspelt.records(150, 100, seed=5)]
    found = matching.match(people(*records), threshold=0.5)
    turned = matching.match(people(*reversed(records)), threshold=0.5)

    last = len(records) + 1
    assert {(p.older, p.newer) for p in found.pairs} == {(last - p.newer, last - p.older) for p in turned.pairs}


def quality(found: list[misspelt.Record], threshold: float = 0.5) -> tuple[float, float, float]:
    matched = matching.match(people(*map(as_person, found)), threshold=threshold)
    pairs = {tuple(sorted((a.values["rec_id"], b.values["rec_id"]))) for a, b in (
        (found[pair.older - 1], found[pair.newer - 1]) for pair in matched.pairs)}  # fmt: skip
    truth = misspelt.pairs(found)
    precision, recall = len(pairs & truth) / len(pairs), len(pairs & truth) / len(truth)
    return precision, recall, 2 * precision * recall / (precision + recall)


@pytest.mark.parametrize(
    ("people_", "doubles", "most", "habits"),
    [
        (500, 500, 1, Habits()),
        (1000, 1500, 5, Habits()),
        (2000, 500, 5, Habits(in_record=6, in_field=2, blank=0.08, swapped=0.08)),
    ],
)
def test_misspelt_people_are_found_with_an_f1_of_at_least_95_percent(people_, doubles, most, habits):
    precision, recall, f1 = quality(misspelt.records(people_, doubles, seed=7, most=most, habits=habits))

    assert f1 >= 0.95, (precision, recall, f1)


def test_where_nobody_has_a_double_hardly_anybody_is_named():
    found = matching.match(people(*strangers(2000)), threshold=0.9)

    assert len(found.pairs) <= 2


def test_in_a_shop_of_namesakes_second_accounts_are_found_and_few_others(tmp_path):
    made = shop.generate(tmp_path, customers=1500, until=date(2026, 11, 20), seed=4)
    rows = parquet.read_table(made.customers).to_pylist()
    found = matching.match(people(*map(customer, rows)), threshold=0.5)
    homes = [tuple(row[name] for name in ("given_name", "family_name", "street", "city")) for row in rows]
    accounts = Counter(homes)
    true = [pair for pair in found.pairs if homes[pair.older - 1] == homes[pair.newer - 1]]

    assert len(true) == sum(count * (count - 1) // 2 for count in accounts.values()) > 10
    assert len(found.pairs) < 2 * len(true)


def test_an_address_made_of_a_name_says_nothing_beyond_the_name():
    homes = {"street": "3 Mill Road", "city": "Hull"}, {"street": "81 Elm Court", "city": "Bath"}
    named = {"given": "Emily", "family": "Wilson"}
    ours = [named | home | {"emails": f"emily.wilson{n}@example.org"} for n, home in zip((13, 62), homes, strict=True)]

    assert chance(*ours) < 0.1


def test_few_people_and_none_at_all_are_no_trouble():
    assert matching.match(people(), threshold=0.5).pairs == []
    assert matching.match(people({"name": "Li"}), threshold=0.5).pairs == []
    assert len(matching.match(people({}, {}), threshold=0.5).pairs) == 0


def test_two_old_addresses_meet_in_a_record_that_has_both():
    ways = through.ways([(1, 2, 0.9), (2, 3, 0.8), (4, 5, 0.9)])

    assert ways[1, 3].by == 2
    assert ways[1, 3].probability == pytest.approx(0.72)
    assert through.likely(ways, {(1, 3): -10.0})[1, 3].probability < 0.01


def test_decisions_move_the_probability_towards_what_staff_say():
    assert deciding.leaning([]) == Leaning(1.0, 0.0)

    strict = deciding.leaning([(bits, bits > 8) for bits in range(2, 14)] * 5)

    assert strict.probability(4) < 0.5 < strict.probability(12)
    assert deciding.leaning([(3.0, True)]).probability(3.0) < 0.96


def test_real_records_with_typing_errors_are_found(shared_data):
    with (shared_data / "entities" / "fake_1000.csv").open() as file:
        rows = list(csv.DictReader(file))
    told = [
        {"given": row["first_name"] or None, "family": row["surname"] or None, "city": row["city"] or None,
         "birth": row["dob"].replace("-", "") or None, "emails": row["email"] or None}
        for row in rows
    ]  # fmt: skip
    truth = {(a, b) for a, one in enumerate(rows, 1) for b, other in enumerate(rows, 1)
             if a < b and one["cluster"] == other["cluster"]}  # fmt: skip

    found = {(pair.older, pair.newer) for pair in matching.match(people(*told), threshold=0.5).pairs}

    precision, recall = len(found & truth) / len(found), len(found & truth) / len(truth)
    assert 2 * precision * recall / (precision + recall) > 0.95
