"""Items are made while those before them are used, and come as they would have come otherwise."""

import threading
from collections.abc import Iterator

import pytest

from regulars.base.kit.ahead import ahead


def test_the_items_come_in_their_order_and_end():
    assert list(ahead(iter(range(100)))) == list(range(100))
    assert list(ahead(iter(()))) == []


def test_an_item_of_nothing_is_an_item():
    assert list(ahead(iter([None, None]))) == [None, None]


def test_the_next_item_is_made_while_one_is_used():
    second_begun = threading.Event()

    def items() -> Iterator[int]:
        yield 1
        second_begun.set()
        yield 2

    for item in ahead(items()):
        assert item == 2 or second_begun.wait(30)


def test_a_fault_comes_where_its_item_would_have_come():
    def items() -> Iterator[int]:
        yield 1
        raise ValueError("no second one")

    coming = ahead(items())

    assert next(coming) == 1
    with pytest.raises(ValueError, match="no second one"):
        next(coming)


def test_nothing_is_made_any_more_when_nobody_asks():
    made: list[int] = []

    def items() -> Iterator[int]:
        for item in range(1_000):
            made.append(item)
            yield item

    coming = ahead(items())
    next(coming)
    coming.close()

    assert len(made) <= 2
