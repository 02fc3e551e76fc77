"""Why goods come back: by the words of the source, as far as they were said more than a few times."""

from regulars.insight import reasons
from tests.insight import shop


def said(engine, *rows):
    found = reasons.reasons(engine, shop.returns(*rows), as_of=shop.AS_OF).to_pylist()
    return [(row["kind"], row["reason"], row["returns"], row["people"], row["net"]) for row in found]


def test_the_most_frequent_reason_stands_first_and_rare_ones_are_one(engine):
    broken = [(person, 10, "Broken") for person in (1, 1, 2, 3)]
    bitter = [(person, 20, "Too bitter") for person in (4, 5, 6)]

    assert said(engine, *bitter, *broken, (7, 5, "Mrs. Li of Mill Lane was rude"), (None, 5, None)) == [
        ("named", "Broken", 4, 3, 40),
        ("named", "Too bitter", 3, 3, 30),
        ("other", None, 1, 1, 10),
        ("none", None, 1, 0, 10),
    ]


def test_only_the_last_year_counts(engine):
    assert said(engine, *[(person, 400, "Broken") for person in range(5)]) == []
