"""The one act that fits each finding: what it leads to, or what it does at once, for those who may."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff
from regulars.commerce.models import Product
from regulars.insight.kinds import Stage
from regulars.insight.models import Finding

DAYS = 90


@dataclass(frozen=True, slots=True)
class Offer:
    """A link, or with `sent` a form of hidden fields; more than a hundred people are shown first what would happen."""

    words: str
    icon: str
    address: str
    sent: Sequence[tuple[str, str]] = ()


@dataclass(frozen=True, slots=True)
class Reader:
    """Who is offered something, and the public ids of the products that they may see."""

    staff: Staff
    products: Mapping[int, str]

    def may(self, act: Act, thing: Thing) -> bool:
        return self.staff.may(act, thing)


type Choice = Callable[[Finding, Reader], Offer | None]
"""Makes the offer of a finding; None for who may not."""


def reader(staff: Staff, findings: Sequence[Finding]) -> Reader:
    """One statement, where a finding is about a product."""
    ids = [id for finding in findings for id in products(finding)]
    seen = Product.objects.visible_to(staff).filter(id__in=ids) if ids and staff.may(Act.SEE, Thing.PRODUCTS) else []
    return Reader(staff, {product.id: product.public_id for product in seen})


def products(finding: Finding) -> list[int]:
    behind = finding.behind
    return [behind["product"]] if "product" in behind else list(behind.get("pair", ()))


def of(finding: Finding, reader: Reader) -> Offer | None:
    """The first of the acts of its rule that the reader may do."""
    return next((made for choice in ACTS[finding.rule] if (made := choice(finding, reader))), None)


def on_today(finding: Finding, reader: Reader) -> Offer | None:
    if not reader.may(Act.EDIT, Thing.PEOPLE):
        return None
    return with_all(finding, "today", _("Put them on my list of today"), "hand-raised")


def tagged(name: Callable[[], str]) -> Choice:
    def choice(finding: Finding, reader: Reader) -> Offer | None:
        if not reader.may(Act.EDIT, Thing.PEOPLE):
            return None
        return with_all(finding, "tag", _("Tag them “%s”") % name(), "tag", ("tag-name", name()))

    return choice


def with_all(finding: Finding, act: str, words: str, icon: str, *fields: tuple[str, str]) -> Offer:
    """An act on all the people of a finding, as from their list; then back to Home."""
    meant = [("everybody", "yes"), ("query", urlencode({"finding": finding.id})), ("next", reverse("home"))]
    return Offer(words, icon, reverse("customers_bulk", args=[act]), [*meant, *fields])


def exported(finding: Finding, reader: Reader) -> Offer | None:
    if not reader.may(Act.EXPORT, Thing.PEOPLE):
        return None
    return Offer(_("Export them"), "arrow-down-tray", address("customers_export", "csv", finding=finding.id))


def played(stage: Stage) -> Choice:
    def choice(finding: Finding, reader: Reader) -> Offer | None:
        if not reader.may(Act.SEE, Thing.PEOPLE):
            return None
        return Offer(_("Open the playbook"), "book-open", reverse("playbook", args=[stage.value]))

    return choice


def product_page(finding: Finding, reader: Reader) -> Offer | None:
    id = next((reader.products[id] for id in products(finding) if id in reader.products), None)
    return Offer(_("Open the product"), "cube", reverse("product", args=[id])) if id else None


def orders(**asked: Any) -> Choice:
    def choice(finding: Finding, reader: Reader) -> Offer | None:
        if not reader.may(Act.SEE, Thing.ORDERS):
            return None
        return Offer(_("See these orders"), "shopping-bag", address("orders", placed_on_within=DAYS, **asked))

    return choice


def told_by(page: str) -> Choice:
    def choice(finding: Finding, reader: Reader) -> Offer | None:
        return Offer(_("See it in Insight"), "chart-bar", reverse(page))

    return choice


def more_history(finding: Finding, reader: Reader) -> Offer | None:
    if not reader.may(Act.EDIT, Thing.IMPORTS):
        return None
    return Offer(_("Import more history"), "arrow-up-tray", reverse("import_new"))


def address(name: str, *args: Any, **asked: Any) -> str:
    return f"{reverse(name, args=args)}?{urlencode(asked)}"


IN_MOVES, IN_REPEAT, IN_RETURNS = told_by("insight"), told_by("insight_repeat"), told_by("insight_returns")
OF_SALES, OF_PRODUCT, OF_NOTHING = (orders(), IN_REPEAT), (product_page, IN_REPEAT), (more_history, IN_REPEAT)
ACTS: Mapping[str, Sequence[Choice]] = {
    "overdue_regulars": (on_today, played(Stage.AT_RISK), IN_MOVES),
    "due_soon": (exported, on_today, IN_REPEAT),
    "second_order": (played(Stage.FIRST_TIME), IN_REPEAT),
    "few_make_most": (tagged(lambda: _("Top customers")), exported, told_by("insight_concentration")),
    "slipped_away": (on_today, played(Stage.LOST), IN_MOVES),
    "discount_only": (tagged(lambda: _("Discount only")), exported, IN_REPEAT),
    "send_back_half": (tagged(lambda: _("Sends much back")), exported, IN_RETURNS),
    "sales_up": OF_SALES,
    "sales_down": OF_SALES,
    "sales_up_on_year": OF_SALES,
    "sales_down_on_year": OF_SALES,
    "newer_buyers_return_less": (told_by("insight_cohorts"),),
    "newer_buyers_return_more": (told_by("insight_cohorts"),),
    "sales_of_nobody": (orders(customer="no", kind="sale"), IN_REPEAT),
    "falling_products": OF_PRODUCT,
    "rising_products": OF_PRODUCT,
    "returned_products": (product_page, IN_RETURNS),
    "bought_together": OF_PRODUCT,
    "unknown_too_few_buyers": OF_NOTHING,
    "unknown_too_short_history": OF_NOTHING,
    "unknown_too_few_came_back": OF_NOTHING,
}
