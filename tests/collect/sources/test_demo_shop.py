"""The files of the demo shop: the same each time, consistent, and safe to mail and call."""

from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import duckdb
import pytest
from pyarrow import parquet

from regulars.collect.reading import headings
from regulars.collect.sources.demo import orders_file, shop, stream
from regulars.collect.sources.demo.shop import DemoShop

UNTIL = date(2026, 11, 20)
SAFE_DOMAINS = {"example.com", "example.org", "example.net", "mail.example"}
FICTIONAL = r"^(\+447700900|\+442079460|\+4411[3-8]4960|\+441[2-6]14960|\+441914980|\+442920180|\+441632960|"
FICTIONAL += r"\+493023125|\+496990009|\+494066969|\+492214710|\+498999998)\d{3}$|^\+1\d{3}55501\d{2}$"


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> DemoShop:
    return shop.generate(tmp_path_factory.mktemp("demo"), customers=2000, until=UNTIL, seed=1, write_csv=True)


def ask(question: str, path: Path) -> list[tuple[Any, ...]]:
    """Put a question in SQL to one file, which is called `file` in it."""
    with duckdb.connect() as connection:
        connection.execute(f"create view file as from '{path}'")
        rows: list[tuple[Any, ...]] = connection.execute(question).fetchall()
        return rows


def test_the_same_seed_and_day_give_the_same_bytes(tmp_path: Path) -> None:
    first = shop.generate(tmp_path / "first", customers=300, until=UNTIL, seed=7, write_csv=True)
    second = shop.generate(tmp_path / "second", customers=300, until=UNTIL, seed=7, write_csv=True)

    assert first.counts == second.counts
    for path in first.orders.parent.iterdir():
        assert path.read_bytes() == (second.orders.parent / path.name).read_bytes(), path.name


def test_another_seed_gives_another_shop(tmp_path: Path) -> None:
    first = shop.generate(tmp_path / "first", customers=50, until=UNTIL, seed=1)
    second = shop.generate(tmp_path / "second", customers=50, until=UNTIL, seed=2)

    assert first.orders.read_bytes() != second.orders.read_bytes()


def test_a_shop_of_one_buyer_is_a_shop(tmp_path: Path) -> None:
    tiny = shop.generate(tmp_path, customers=1, until=UNTIL)

    assert tiny.counts.buyers == 1
    assert tiny.counts.sales >= 1


def test_the_counts_are_those_of_the_files(demo: DemoShop) -> None:
    kinds = dict(ask("select order_type, count(distinct order_number) from file group by all", demo.orders))

    assert kinds == {
        "sale": demo.counts.sales,
        "return": demo.counts.returns,
        "cancelled": demo.counts.canceled,
    }
    assert parquet.read_metadata(demo.orders).num_rows == demo.counts.lines
    assert parquet.read_metadata(demo.customers).num_rows == demo.counts.accounts
    assert parquet.read_metadata(demo.visits).num_rows == demo.counts.visits


def test_every_order_adds_up_to_the_penny(demo: DemoShop) -> None:
    wrong = ask(
        """
        select order_number from file
        group by order_number, order_subtotal, order_discount, order_tax, order_shipping, order_total
        having order_subtotal <> sum(quantity * unit_price - line_discount)
            or order_tax <> sum(line_tax)
            or order_total <> order_subtotal - order_discount + order_tax + order_shipping
            or (min(order_type) = 'sale' and order_subtotal < order_discount)
        """,
        demo.orders,
    )

    assert wrong == []


def test_nobody_sends_back_more_than_they_bought(demo: DemoShop) -> None:
    wrong = ask(
        """
        with sold as (
            select order_number, sku, sum(quantity) as units,
                   sum(quantity * unit_price - line_discount) as paid, min(placed_at) as placed_at
            from file where order_type = 'sale' group by all
        ), back as (
            select replace(note, 'Return of ', '') as order_number, sku, -sum(quantity) as units,
                   -sum(quantity * unit_price) as refunded, min(placed_at) as placed_at
            from file where order_type = 'return' group by all
        )
        select * from back left join sold using (order_number, sku)
        where sold.units is null or back.units > sold.units or refunded > paid
           or back.placed_at < sold.placed_at
        """,
        demo.orders,
    )

    assert demo.counts.returns > 100
    assert wrong == []


@pytest.mark.parametrize("name", ["orders", "customers", "truth"])
def test_no_address_belongs_to_a_real_domain(demo: DemoShop, name: str) -> None:
    path = getattr(demo, name)

    domains = ask("select distinct split_part(email, '@', 2) from file where email is not null", path)

    assert {domain for (domain,) in domains} <= SAFE_DOMAINS


@pytest.mark.parametrize("name", ["orders", "customers"])
def test_every_phone_number_is_kept_for_fiction_and_has_one_owner(demo: DemoShop, name: str) -> None:
    path = getattr(demo, name)

    real = ask(f"select phone from file where phone is not null and not regexp_matches(phone, '{FICTIONAL}')", path)
    shared = ask("select phone from file group by phone having count(distinct email) > 1 and phone <> ''", path)

    assert real == []
    assert shared == []


def test_orders_come_in_the_order_of_time_and_end_with_the_last_day(demo: DemoShop) -> None:
    ((first, last, jumps),) = ask(
        f"""
        with steps as (
            select placed_at::timestamp as placed_at, lag(placed_at) over (order by file_row_number) as before
            from read_parquet('{demo.orders}', file_row_number = true)
        )
        select min(placed_at), max(placed_at), count(*) filter (placed_at < before) from steps
        """,
        demo.orders,
    )

    assert jumps == 0
    assert isinstance(first, datetime)
    assert first.date() <= date(2024, 11, 25)
    assert isinstance(last, datetime)
    assert last.replace(tzinfo=UTC) < datetime(2026, 11, 21, tzinfo=UTC)


@pytest.mark.parametrize(
    "some",
    [
        "user_id is null and email is not null",
        "email is null",
        "currency = 'EUR'",
        "discount_codes is not null",
        "gift_card_amount > 0",
        "line_kind = 'sample'",
        "line_kind = 'gift_card'",
        "line_kind = 'merchandise' and unit_cost is null",
        "country = 'HK' and regexp_matches(customer_name, '[A-Z]')",
        "country = 'TW' and not regexp_matches(customer_name, '[A-Z]')",
        "company is not null",
        "note = '請放管理室'",
    ],
)
def test_the_shop_has_what_real_files_have(demo: DemoShop, some: str) -> None:
    assert ask(f"select sku from file where {some} limit 1", demo.orders)


@pytest.mark.parametrize(
    ("name", "own"),
    [
        ("orders", {"line_kind"}),
        ("customers", {"favorite_shelf", "loyalty_card"}),
        ("products", set()),
        ("costs", set()),
    ],
)
def test_an_import_knows_every_column_but_the_shops_own(demo: DemoShop, name: str, own: set[str]) -> None:
    columns = parquet.read_schema(getattr(demo, name)).names

    assert {column for column in columns if headings.role(column, name) is None} == own


def test_strangers_become_known_in_the_web_shop(demo: DemoShop) -> None:
    ((strangers, newly_known),) = ask(
        """
        with devices as (
            select anonymous_id, bool_or(user_id is null) as was_unknown, max(user_id) as user_id
            from file group by all
        )
        select count(*) filter (user_id is null), count(*) filter (was_unknown and user_id is not null)
        from devices
        """,
        demo.visits,
    )

    assert strangers > 500
    assert newly_known > 100


def test_every_event_has_an_id_of_its_own_and_readable_properties(demo: DemoShop) -> None:
    ((rows, ids, valid),) = ask(
        """
        select count(*), count(distinct message_id),
               count(*) filter (json_valid(properties) and json_valid(personal))
        from file
        """,
        demo.visits,
    )

    assert rows == ids == valid


def test_what_was_bought_on_the_site_are_orders_of_the_file(demo: DemoShop) -> None:
    bought = "select distinct properties::json->>'order' as number from file where name = 'purchase.completed'"
    numbers = {number for (number,) in ask(bought, demo.visits)}
    ((carts,),) = ask("select count(*) from file where name = 'cart.added'", demo.visits)

    assert len(numbers) > 300
    assert numbers <= {number for (number,) in ask("select distinct order_number from file", demo.orders)}
    assert carts > len(numbers)


def test_the_csv_says_the_same_as_the_parquet_file(demo: DemoShop) -> None:
    assert demo.orders_csv is not None
    sums = "select count(*), sum(unit_price)::decimal(18, 2), sum(order_total)::decimal(18, 2) from file"

    assert ask(sums, demo.orders_csv) == ask(sums, demo.orders)


def test_a_large_shop_is_made_part_by_part(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(stream, "ORDERS_AT_ONCE", 100)
    made = shop.generate(tmp_path, customers=300, until=UNTIL)
    sales = made.counts.sales + made.counts.canceled

    groups = parquet.ParquetFile(made.orders).metadata

    assert made.counts.parts == -(-sales // 100)
    assert groups.num_row_groups == made.counts.parts
    assert max(groups.row_group(n).num_rows for n in range(groups.num_row_groups)) < 1500


def test_what_was_interrupted_is_no_shop(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object, **__: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(orders_file, "table", full)

    with pytest.raises(OSError, match="No space"):
        shop.generate(tmp_path, customers=10, until=UNTIL)

    assert not (tmp_path / "orders.parquet").exists()
