"""The named rules: what each asks of a person, an order or a product, and how what fails it is repaired.

A rule about people is two conditions over the row of facts that `checking` makes: of whom it speaks, and who fails it.
Those about orders and products speak of a row `t` of a store.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy


class Dimension(TextChoices):
    VALIDITY = "validity", gettext_lazy("Validity")
    COMPLETENESS = "completeness", gettext_lazy("Completeness")
    UNIQUENESS = "uniqueness", gettext_lazy("Uniqueness")
    FRESHNESS = "freshness", gettext_lazy("Freshness")
    PLAUSIBILITY = "plausibility", gettext_lazy("Plausibility")


MEANT: Mapping[Dimension, str | Promise] = {
    Dimension.VALIDITY: gettext_lazy("What is there has the form that it should have."),
    Dimension.COMPLETENESS: gettext_lazy("What one needs to reach and to know people is there."),
    Dimension.UNIQUENESS: gettext_lazy("Nobody and nothing is there twice."),
    Dimension.FRESHNESS: gettext_lazy("What is known has been heard of lately."),
    Dimension.PLAUSIBILITY: gettext_lazy("What is there can be true."),
}


class About(TextChoices):
    PEOPLE = "people", gettext_lazy("People")
    ORDERS = "orders", gettext_lazy("Orders")
    PRODUCTS = "products", gettext_lazy("Products")


@dataclass(frozen=True, slots=True)
class Rule:
    """
    One thing that is looked at; `repairs` are names in `repairs.py`, `weight` is how much it counts in a score.

    `label` says what is wrong, `why` what it costs to leave it so.
    """

    name: str
    dimension: Dimension
    label: str | Promise
    why: str | Promise
    fails: str
    applies: str = "true"
    repairs: tuple[str, ...] = ()
    weight: int = 1
    about: About = About.PEOPLE


E164 = r"^\+[1-9]\d{6,14}$"
POSTCODES: Mapping[str, str] = {
    "AT": r"\d{4}", "AU": r"\d{4}", "BE": r"\d{4}", "CA": r"[A-Za-z]\d[A-Za-z][ -]?\d[A-Za-z]\d", "CH": r"\d{4}",
    "CN": r"\d{6}", "DE": r"\d{5}", "DK": r"\d{4}", "ES": r"\d{5}", "FI": r"\d{5}", "FR": r"\d{5}",
    "GB": r"[A-Za-z]{1,2}\d[A-Za-z\d]? ?\d[A-Za-z]{2}", "IT": r"\d{5}", "JP": r"\d{3}-?\d{4}",
    "NL": r"\d{4} ?[A-Za-z]{2}", "NO": r"\d{4}", "PL": r"\d{2}-?\d{3}",
    "SE": r"\d{3} ?\d{2}", "SG": r"\d{6}", "TW": r"\d{3}(-?\d{2,3})?",
    "US": r"\d{5}(-?\d{4})?",
}  # fmt: skip
"""How postcodes look; of other countries nothing is said."""
FITS = "case f.country {} end".format(
    " ".join(f"when '{country}' then f.postcode ~ '^{form}$'" for country, form in POSTCODES.items())
)
UNTIDY = r"({0} <> normalize({0}, nfkc) or {0} ~ '^\s|\s$|\s\s')"
SHOUTED = r"({0} ~ '[[:alpha:]]{{3}}' and lower({0}) <> upper({0}) and ({0} = upper({0}) or {0} = lower({0})))"
UNTIDY_NAME = " or ".join(
    form.format(f"f.{name}") for name in ("name", "given_name", "family_name") for form in (UNTIDY, SHOUTED)
)
UNTIDY_PLACE = " or ".join(form.format(f"f.{name}") for name in ("city", "street") for form in (UNTIDY, SHOUTED))
NO_NAME = r"^(test|tests?er|asdf\w*|qwerty|none|no name|n/?a|unknown|anonymous|guest|customer|xxx+|first ?name|name)$"
NO_ADDRESS = r"^(test|asdf|qwerty|none|nomail|no-?e?mail|unknown|xxx+|aaa+|na)\d*@"
STALE_AFTER = "2 years"

PEOPLE = (
    Rule(
        "unreachable", Dimension.COMPLETENESS, gettext_lazy("No e-mail, phone or address"),
        gettext_lazy("Nobody can write to them, call them or send them anything."),
        "f.emails + f.phones + f.messengers = 0 and f.street = ''", weight=3,
    ),
    Rule(
        "no_email", Dimension.COMPLETENESS, gettext_lazy("No e-mail address"),
        gettext_lazy("The cheapest way to reach them is closed."), "f.emails = 0", weight=2,
    ),
    Rule(
        "no_name", Dimension.COMPLETENESS, gettext_lazy("No name"),
        gettext_lazy("No letter can greet them, and duplicates hide."),
        "f.name = '' and f.company = ''", repairs=("fill_names",), weight=2,
    ),
    Rule(
        "name_in_one", Dimension.COMPLETENESS, gettext_lazy("Given and family name not apart"),
        gettext_lazy("A letter cannot greet them by their given name, and they are compared less well."),
        "f.given_name = '' and f.family_name = ''", "f.name <> ''", ("fill_names",),
    ),
    Rule(
        "no_country", Dimension.COMPLETENESS, gettext_lazy("No country"),
        gettext_lazy("Phones, postcodes, taxes and quiet hours depend on it."), "f.country = ''",
        repairs=("fill_countries",),
    ),
    Rule(
        "loose_phone", Dimension.VALIDITY, gettext_lazy("Phone has no country"),
        gettext_lazy("It cannot be called or written to from abroad, and is not recognized in other files."),
        "f.loose_phones > 0", "f.phones > 0", ("standardize_phones",), 2,
    ),
    Rule(
        "unknown_country", Dimension.VALIDITY, gettext_lazy("Country is not one we know"),
        gettext_lazy("Reports by country, phones and postcodes leave them out."),
        "f.country !~ '^[A-Z]{2}$' or f.country = 'UK'", "f.country <> ''", ("standardize_countries",),
    ),
    Rule(
        "wrong_postcode", Dimension.VALIDITY, gettext_lazy("Postcode does not fit its country"),
        gettext_lazy("Parcels and letters come back."), f"({FITS}) is false",
        f"f.postcode <> '' and ({FITS}) is not null",
    ),
    Rule(
        "untidy_name", Dimension.VALIDITY, gettext_lazy("Name in capitals, small letters or with stray spaces"),
        gettext_lazy("It looks careless in every letter."), UNTIDY_NAME, "f.name <> ''", ("standardize_names",),
    ),
    Rule(
        "untidy_place", Dimension.VALIDITY, gettext_lazy("Address in capitals, small letters or with stray spaces"),
        gettext_lazy("One city counts as several, and labels look careless."), UNTIDY_PLACE,
        "f.city <> '' or f.street <> ''", ("standardize_places",),
    ),
    Rule(
        "slipped_domain", Dimension.PLAUSIBILITY, gettext_lazy("E-mail domain looks misspelt"),
        gettext_lazy("Every message to them bounces, and bounces spoil the standing of the sender."),
        "f.slips > 0", "f.emails > 0", ("mend_domains",), 3,
    ),
    Rule(
        "placeholder_email", Dimension.PLAUSIBILITY, gettext_lazy("E-mail address is a placeholder"),
        gettext_lazy("Nobody reads it."), "f.placeholders > 0", "f.emails > 0", weight=2,
    ),
    Rule(
        "placeholder_name", Dimension.PLAUSIBILITY, gettext_lazy("Name is a placeholder"),
        gettext_lazy("A letter that greets them so is worse than none."),
        rf"lower(f.name) ~ '{NO_NAME}' or f.name ~ '^[\d\W_]+$'", "f.name <> ''", ("replace",),
    ),
    Rule(
        "swapped_names", Dimension.PLAUSIBILITY, gettext_lazy("Given and family name look swapped"),
        gettext_lazy("Letters greet them by their family name, and duplicates hide."),
        "f.is_swapped", "f.given_name <> '' and f.family_name <> ''", ("swap_names",),
    ),
    Rule(
        "wrong_birthday", Dimension.PLAUSIBILITY, gettext_lazy("Birthday cannot be right"),
        gettext_lazy("Wishes and gifts go out on the wrong day."),
        "f.born_on > %(today)s or f.born_on < %(today)s - interval '110 years'"
        " or f.born_on in ('1900-01-01', '1970-01-01')",
        "f.born_on is not null",
    ),
    Rule(
        "doubtful", Dimension.UNIQUENESS, gettext_lazy("May be the same as another person"),
        gettext_lazy("They are written to twice and counted as two, and neither is seen as who they are."),
        "f.is_doubtful", weight=2,
    ),
    Rule(
        "stale", Dimension.FRESHNESS, gettext_lazy("Not heard of for two years"),
        gettext_lazy("Addresses and numbers that nobody has used for so long are often dead."),
        f"f.seen_at < %(today)s - interval '{STALE_AFTER}'", weight=2,
    ),
)  # fmt: skip
OTHERS = (
    Rule(
        "no_customer", Dimension.COMPLETENESS, gettext_lazy("Orders of nobody"),
        gettext_lazy("Their money counts for no customer: who bought is unknown, or looks as if they had not."),
        "t.person_id is null", "t.kind = 'sale'", about=About.ORDERS, weight=2,
    ),
    Rule(
        "repeated_lines", Dimension.UNIQUENESS, gettext_lazy("Orders with a line twice"),
        gettext_lazy("The file does not say whether by mistake; they are counted as they stand."),
        """exists (select from commerce_orderline l where l.order_id = t.id
                   group by l.product_id, l.quantity, l.unit_price, l.kind having count(*) > 1)""",
        "t.kind = 'sale'", about=About.ORDERS,
    ),
    Rule(
        "order_ahead", Dimension.PLAUSIBILITY, gettext_lazy("Orders in the future"),
        gettext_lazy("A day and a month may stand in each other's place."), "t.placed_at > now() + interval '1 day'",
        about=About.ORDERS,
    ),
    Rule(
        "no_cost", Dimension.COMPLETENESS, gettext_lazy("Products without a cost"),
        gettext_lazy("What they earn is assumed, not known."),
        "not exists (select from commerce_productcost c where c.product_id = t.id)", "t.kind = 'merchandise'",
        about=About.PRODUCTS, weight=2,
    ),
)  # fmt: skip
RULES = (*PEOPLE, *OTHERS)
BY_NAME = {rule.name: rule for rule in RULES}
