"""The repairs: each says which rows it looks at, and how it turns what stands in them into what should.

A repair speaks of a row `t` of its table and of its person `c`; `beside` is what else tells what is right.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Circle
from regulars.profile import traits
from regulars.profile.intake import TEXTS
from regulars.profile.kinds import FREE_TEXT
from regulars.profile.models import Field
from regulars.profile.quality import mending
from regulars.profile.quality.rules import E164, SHOUTED, UNTIDY

PROFILE, IDENTIFIER, VALUE = "profile_profile", "identity_identifier", "profile_fieldvalue"
CUSTOM = "custom:"
REPLACEABLE = ("name", "given_name", "family_name", "company", "street", "city", "region", "postcode", "country")
LONGEST = 200


class Way(TextChoices):
    """What sort of repair it is."""

    STANDARDIZE = "standardize", gettext_lazy("Bring into one form")
    FILL = "fill", gettext_lazy("Fill in")
    SUGGEST = "suggest", gettext_lazy("Suggestions")
    REPLACE = "replace", gettext_lazy("Find and replace")


class NoSuchRepair(Refusal):
    message = gettext_lazy("There is no such repair.")
    status = 404


class NothingToFind(Refusal):
    message = gettext_lazy("Say in which field to look, and for what: 1 to 200 characters.")
    status = 422


class NoSuchCountry(Refusal):
    message = gettext_lazy("“%(country)s” is no country. Give its two letters, such as GB.")
    status = 422


@dataclass(frozen=True, slots=True)
class Options:
    """What a repair was asked for with: the country of phones that say none, or what to find and what to put there."""

    country: str = ""
    field: str = ""
    find: str = ""
    put: str = ""
    is_whole: bool = False

    @classmethod
    def of(cls, given: Mapping[str, object]) -> "Options":
        return cls(
            country=str(given.get("country") or ""), field=str(given.get("field") or ""),
            find=str(given.get("find") or ""), put=str(given.get("put") or ""), is_whole=bool(given.get("is_whole")),
        )  # fmt: skip

    def as_json(self) -> dict[str, object]:
        said = {name: getattr(self, name) for name in self.__slots__}
        return {name: value for name, value in said.items() if value}


type Words = Sequence[str]
type Mend = Callable[[Words, Words, Options], Words]


@dataclass(frozen=True, slots=True)
class Repair:
    """
    `asks` names the options that it takes; of each pair of old words and what is beside them, `mend` is asked once.

    `widths` are those of the columns; `kind` is that of the identifiers that it repairs.
    """

    name: str
    way: Way
    label: str | Promise
    does: str | Promise
    table: str
    columns: tuple[str, ...]
    where: str
    mend: Mend
    beside: tuple[str, ...] = ()
    joins: str = ""
    asks: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()
    kind: str = ""

    @property
    def fields(self) -> list[str]:
        """What changes, as one tells of it: of identifiers, their kind."""
        return [self.kind] if self.kind else [*self.columns]


def names(old: Words, beside: Words, options: Options) -> Words:
    return [mending.titled(each) for each in old]


def places(old: Words, beside: Words, options: Options) -> Words:
    city, region, street = old
    return [mending.titled(city), mending.titled(region) if len(region) > 3 else mending.tidy(region),
            mending.titled(street)]  # fmt: skip


def countries(old: Words, beside: Words, options: Options) -> Words:
    return [mending.country(old[0])]


def phones(old: Words, beside: Words, options: Options) -> Words:
    return [mending.phone(old[0], next(filter(mending.is_code, beside), options.country))]


def filled_countries(old: Words, beside: Words, options: Options) -> Words:
    number, of_city = beside
    return [mending.country_of_phone(number) or of_city]


def filled_names(old: Words, beside: Words, options: Options) -> Words:
    name, given, family = old
    if not name:
        return [traits.full_name(given, family), given, family]
    return [name, *mending.parted(mending.titled(name))]


def swapped(old: Words, beside: Words, options: Options) -> Words:
    name, given, family = old
    is_made = mending.tidy(name).lower() in {traits.full_name(given, family).lower(), ""}
    return [traits.full_name(family, given) if is_made else name, family, given]


def domains(old: Words, beside: Words, options: Options) -> Words:
    return [f"{old[0].rpartition('@')[0]}@{beside[0]}"]


def replaced(old: Words, beside: Words, options: Options) -> Words:
    if options.is_whole:
        return [options.put]
    return [re.sub(re.escape(options.find), lambda _: options.put, old[0], flags=re.IGNORECASE).strip()]


def any_of(names: Sequence[str], *forms: str) -> str:
    return " or ".join(form.format(f"t.{name}") for name in names for form in forms)


NAMES = ("name", "given_name", "family_name")
OF_CITY = """
    left join (
        select lower(q.city) as city, min(q.country) as country
        from profile_profile q join identity_person w on w.id = q.person_id
        where w.circle_id = %(circle)s and q.city <> '' and q.country ~ '^[A-Z]{2}$'
        group by 1 having count(*) >= 5 and min(q.country) = max(q.country)
    ) x on t.city <> '' and x.city = lower(t.city)
"""
USED = """
    join profile_nameuse g on g.circle_id = c.circle_id and g.word = lower(t.given_name)
    join profile_nameuse h on h.circle_id = c.circle_id and h.word = lower(t.family_name)
"""
ALL = (
    Repair(
        "standardize_names", Way.STANDARDIZE, gettext_lazy("Names"),
        gettext_lazy("Takes stray spaces and wide letters out, and writes names in capitals or small letters as usual: "
                     "JAN VAN DIJK becomes Jan van Dijk."),
        PROFILE, NAMES, any_of(NAMES, UNTIDY, SHOUTED), names,
    ),
    Repair(
        "standardize_places", Way.STANDARDIZE, gettext_lazy("Addresses"),
        gettext_lazy("Takes stray spaces and wide letters out of streets, cities and regions, and writes those in "
                     "capitals or small letters as usual."),
        PROFILE, ("city", "region", "street"), any_of(("city", "region", "street"), UNTIDY, SHOUTED), places,
    ),
    Repair(
        "standardize_countries", Way.STANDARDIZE, gettext_lazy("Countries"),
        gettext_lazy("Writes countries as their two letters, also from other languages and nearly right names."),
        PROFILE, ("country",), "t.country <> '' and (t.country !~ '^[A-Z]{2}$' or t.country = 'UK')", countries,
    ),
    Repair(
        "standardize_phones", Way.STANDARDIZE, gettext_lazy("Phone numbers"),
        gettext_lazy("Writes numbers with their country (E.164), by that of the person's address or last order."),
        IDENTIFIER, ("value",), f"t.kind = 'phone' and t.value !~ '{E164}'", phones,
        beside=(
            "(select q.country from profile_profile q where q.person_id = t.person_id)",
            "(select o.ship_country from commerce_order o where o.person_id = t.person_id and o.ship_country <> ''"
            " order by o.placed_at desc limit 1)",
        ),
        asks=("country",), kind="phone",
    ),
    Repair(
        "fill_countries", Way.FILL, gettext_lazy("Country"),
        gettext_lazy("Takes the country from the phone number, or from the city where all others of that city agree."),
        PROFILE, ("country",), "t.country = ''", filled_countries,
        beside=(
            "(select min(i.value) from identity_identifier i where i.person_id = t.person_id and i.kind = 'phone'"
            f" and i.value ~ '{E164}')",
            "x.country",
        ),
        joins=OF_CITY,
    ),
    Repair(
        "fill_names", Way.FILL, gettext_lazy("Given and family name"),
        gettext_lazy("Puts the full name together from its parts, and takes plain names of two words, and Chinese "
                     "names, apart."),
        PROFILE, NAMES,
        "t.name = '' and (t.given_name <> '' or t.family_name <> '')"
        " or t.name <> '' and t.given_name = '' and t.family_name = '' and t.company = ''", filled_names,
    ),
    Repair(
        "mend_domains", Way.SUGGEST, gettext_lazy("Misspelt e-mail domains"),
        gettext_lazy("gmial.com becomes gmail.com: domains that are one slip away from a far more frequent one."),
        IDENTIFIER, ("value",), "t.kind = 'email'", domains, beside=('s."right"',),
        joins="join profile_domainslip s on s.circle_id = c.circle_id and s.wrong = split_part(t.value, '@', 2)",
        kind="email",
    ),
    Repair(
        "swap_names", Way.SUGGEST, gettext_lazy("Swapped names"),
        gettext_lazy("Exchanges given and family name where others here are called the other way round."),
        PROFILE, NAMES, "t.given_name <> '' and t.family_name <> '' and g.family > 4 * g.given"
        " and h.given > 4 * h.family", swapped, joins=USED,
    ),
    Repair(
        "replace", Way.REPLACE, gettext_lazy("Find and replace"),
        gettext_lazy("Puts other words in the place of some, in one field of all people; capitals do not matter."),
        PROFILE, (), "", replaced, asks=("field", "find", "put", "is_whole"),
    ),
)  # fmt: skip
BY_NAME = {repair.name: repair for repair in ALL}


def of(circle: Circle, name: str, options: Options) -> Repair:
    """
    The repair of a name, as its options say.

    :raises Refusal: if there is none, or its options do not fit it.
    """
    repair = BY_NAME.get(name)
    if repair is None:
        raise NoSuchRepair
    if options.country and not mending.is_code(options.country):
        raise NoSuchCountry(country=options.country[:40])
    return replacing(circle, repair, options) if name == "replace" else sized(repair)


def replacing(circle: Circle, repair: Repair, options: Options) -> Repair:
    """
    Find and replace in one column of the profiles, or in a custom field of texts.

    :raises NothingToFind: if it is not said where and what.
    """
    if not options.find.strip() or max(len(options.find), len(options.put)) > LONGEST:
        raise NothingToFind
    asked = "lower({0}) = lower(%(find)s)" if options.is_whole else "position(lower(%(find)s) in lower({0})) > 0"
    if options.field in REPLACEABLE:
        made = replace(repair, columns=(options.field,), where=asked.format(f"t.{options.field}"))
        return sized(made)
    if (about := custom(circle, options.field)) is None:
        raise NothingToFind
    where = f"t.field_id = {about.id:d} and {asked.format('t.text')}"
    return replace(repair, table=VALUE, columns=("text",), where=where, widths=(10_000,))


def custom(circle: Circle, name: str) -> Field | None:
    """The custom field of texts that is asked for as `custom:fld_…`."""
    known = Field.objects.live().filter(circle=circle, kind__in=sorted(FREE_TEXT))
    return known.filter(public_id=name.removeprefix(CUSTOM)).first() if name.startswith(CUSTOM) else None


def sized(repair: Repair) -> Repair:
    return replace(repair, widths=tuple(TEXTS.get(column, 320) for column in repair.columns))
