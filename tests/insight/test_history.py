"""Learning reads one store, with canonical people, whatever lies in the lake and whatever came since."""

from collections.abc import Callable
from decimal import Decimal
from typing import Any

import pytest
from django.conf import LazySettings

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.lake import export
from regulars.base.lake.engine import open_engine
from regulars.base.workspace.models import Store
from regulars.commerce.models import Order
from regulars.identity import identifiers
from regulars.identity.kinds import IdentifierKind
from regulars.identity.models import Identifier
from regulars.insight import history
from tests.base.lake.conftest import NOW, TABLES
from tests.make import commerce, identity, profile, sources, workspace

pytestmark = pytest.mark.django_db(transaction=True)
type Rows = list[dict[str, Any]]


@pytest.fixture(autouse=True, params=["lake", "database"])
def fill(request: pytest.FixtureRequest, settings: LazySettings, tmp_path: Any) -> Callable[[], None]:
    """Bring to the lake what there is, or leave it all to the fresh tail."""
    settings.LAKE = str(tmp_path / "lake")

    def exported() -> None:
        if request.param == "lake":
            export.all_tables(TABLES, at=NOW)

    return exported


def read(store: Store, sql: str) -> Rows:
    with history.of_store(store) as known, open_engine(threads=1) as engine:
        found: Rows = engine.run(sql, **known.tables, without_value=known.without_value).to_pylist()
    return found


def test_a_merge_joins_people_without_a_new_export(teahouse, li, wu, fill) -> None:
    commerce.order(teahouse, "1", person=li, placed_at=NOW, tea="4.50")
    commerce.order(teahouse, "2", person=wu, placed_at=NOW, tea="1.00")
    profile.of(wu, country="CN", language="zh")
    fill()
    identity.merge(li, wu)

    assert read(teahouse, "select person, sum(net) as net from orders group by person") == [
        {"person": li.id, "net": Decimal("5.50")}
    ]
    assert read(teahouse, "select person, sum(net) as net from lines group by person") == [
        {"person": li.id, "net": Decimal("5.50")}
    ]
    assert read(teahouse, "select person, country, language from people") == [
        {"person": li.id, "country": "CN", "language": "zh"}
    ]


def test_other_stores_are_not_read(teahouse, li, fill) -> None:
    other = workspace.store("Bakery", circle="Bakers")
    commerce.order(teahouse, "1", person=li, placed_at=NOW, tea="4.50")
    commerce.order(other, "1", placed_at=NOW, bread="3.00")
    fill()

    assert [row["net"] for row in read(other, "select net from lines")] == [Decimal(3)]
    assert [row["sku"] for row in read(other, "select sku from products")] == ["bread"]
    assert read(other, "select * from people") == []


def test_orders_without_a_rate_are_left_out_and_counted(teahouse, li, fill) -> None:
    commerce.order(teahouse, "1", person=li, placed_at=NOW, tea="4.50")
    foreign = commerce.order(teahouse, "2", person=li, placed_at=NOW, tea="9.00")
    with operations.doing(OperationKind.EDIT, store=teahouse, at=NOW):
        Order.objects.filter(id=foreign.id).update(currency="CNY", store_value=None)
    fill()

    assert read(teahouse, "select count(*) as n from orders") == [{"n": 1}]
    assert read(teahouse, "select count(*) as n from lines") == [{"n": 1}]
    assert read(teahouse, "select order_id from without_value") == [{"order_id": foreign.id}]


def test_columns_and_types_are_those_that_techniques_expect(teahouse, li, fill) -> None:
    commerce.order(teahouse, "1", person=li, placed_at=NOW, tea="4.50")
    fill()

    with history.of_store(teahouse) as known, open_engine(threads=1) as engine:
        types = {name: str(engine.run(f"select * from {name}", **known.tables).schema.types) for name in known.tables}

    assert types["orders"].count("decimal128(20, 6)") == 4
    assert "timestamp[us]" in types["orders"]
    assert types["lines"].count("decimal128(20, 6)") == 5


def test_who_is_but_a_browser_is_a_visitor_until_they_say_who_they_are(teahouse, mei, fill) -> None:
    site = sources.source(teahouse)
    for visitor in ("v1", "v2", "v3"):
        sources.letter(site, {"type": "page", "anonymousId": visitor}, at=NOW)
    sources.take_in()
    fill()
    sources.letter(site, {"type": "identify", "anonymousId": "v1", "userId": "U1"}, at=NOW)
    sources.take_in()
    claimed = Identifier.objects.get(value="v2").person
    identifiers.claim(claimed, kind=IdentifierKind.EMAIL, value="li@tea.example", by=mei, at=NOW)
    fill()

    told = read(teahouse, "select person, anonymous from people order by person")
    assert [row["anonymous"] for row in told] == [False, False, True]
