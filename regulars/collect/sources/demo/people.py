"""Draw the people of the demo shop, and write their names, addresses and phones."""

from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from regulars.collect.sources.demo.columns import joined, label, only_if, text
from regulars.collect.sources.demo.places import COUNTRIES, DOMAINS, NUMBER_FIRST, NUMBER_LAST
from regulars.collect.sources.demo.rows import Bools, Floats, Ints, Rows, drawn
from regulars.collect.sources.demo.wares import CATEGORIES

GUEST_SHARE = 0.18
"""Buyers who never opened an account: their orders carry an e-mail address only."""
PROSPECT_SHARE = 0.12
"""Accounts without any order, on top of the buyers."""
TWIN_SHARE = 0.15
"""Prospects who are in truth a buyer with a second address: duplicates to be found."""
CHANNELS = ("web", "app", "marketplace", "shop")
COMPANIES = ("Café", "Bookshop", "Studio", "Guesthouse", "Kitchen")
PAIRS = tuple(a + b for a in "ABDEFHJ" for b in "LNPQRSTU")


@dataclass(frozen=True, slots=True)
class People(Rows):
    """One row per person, codes only: buyers first, then prospects, then one row for nobody."""

    country: Ints
    given: Ints
    family: Ints
    street: Ints
    town: Ints
    number: Ints
    phone: Ints
    is_latin: Bools
    is_guest: Bools
    is_company: Bools
    accepts_email: Bools
    domain: Ints
    channel: Ints
    code_habit: Floats
    return_habit: Floats
    tastes: Floats
    twin: Ints
    """The buyer whom a prospect duplicates, else -1."""


def draw(buyers: int, *, seed: int) -> People:
    """Draw buyers, prospects and, as the last row, nobody (so that index -1 is nobody)."""
    rng = np.random.default_rng([seed, 2])
    prospects = round(buyers * PROSPECT_SHARE)
    size = buyers + prospects + 1
    country = drawn(rng, [c.share for c in COUNTRIES], size).astype(np.int8)
    country[-1] = 0
    weights = np.array([c.weight for c in CATEGORIES])
    tastes = rng.standard_gamma(0.8 * weights, (size, len(CATEGORIES)), dtype=np.float64).astype(np.float32)
    tastes[-1] = weights
    is_guest = rng.random(size) < GUEST_SHARE
    is_guest[buyers:] = False
    people = People(
        country=country,
        given=_below(rng, [len(c.given) for c in COUNTRIES], country),
        family=_below(rng, [len(c.family) for c in COUNTRIES], country),
        street=_below(rng, [len(c.streets) for c in COUNTRIES], country),
        town=_below(rng, [len(c.towns) for c in COUNTRIES], country),
        number=rng.integers(1, 190, size).astype(np.int16),
        phone=_phones(rng, country),
        is_latin=rng.random(size) < np.array([c.latin_share for c in COUNTRIES])[country],
        is_guest=is_guest,
        is_company=rng.random(size) < 0.03,
        accepts_email=rng.random(size) < 0.58,
        domain=drawn(rng, (6, 2, 1, 1), size).astype(np.int8),
        channel=drawn(rng, (70, 14, 10, 6), size).astype(np.int8),
        code_habit=rng.beta(0.5, 4.0, size).astype(np.float32),
        return_habit=np.minimum(rng.gamma(2.0, 0.5, size), 4.0).astype(np.float32),
        tastes=tastes,
        twin=np.full(size, -1, dtype=np.int32),
    )
    return _with_twins(rng, people, buyers)


def contact(people: People, who: Ints) -> dict[str, pa.Array]:
    """Write who these people are, in the column names of an orders file; nobody is all null."""
    some = people.take(who)
    columns = {"phone": _phone(some), **_names(some), **_address(some)}
    return {**keys(people, who), **{name: only_if(who >= 0, values) for name, values in columns.items()}}


def keys(people: People, who: Ints) -> dict[str, pa.Array]:
    """Write by what these people are known: the account, if there is one, and the address."""
    some = people.take(who)
    user_id = joined("C", text(who + 1, 7))
    return {
        "user_id": only_if((who >= 0) & ~some.is_guest, user_id),
        "email": only_if(who >= 0, _email(some, who)),
    }


def _email(some: People, who: Ints) -> pa.Array:
    """Write addresses under domains that are reserved for examples; the number makes them unique."""
    given, family = (
        pc.utf8_lower(_latin(pool, some.country, code))
        for pool, code in (("given", some.given), ("family", some.family))
    )
    for letter, plain in (("ä", "ae"), ("ö", "oe"), ("ü", "ue"), ("ß", "ss")):
        given, family = (pc.replace_substring(name, letter, plain) for name in (given, family))
    return joined(given, ".", family, text(who + 1), "@", label(DOMAINS, some.domain))


def hours_ahead(people: People, who: Ints) -> Ints:
    """How far the people's clocks are ahead of the shop's."""
    ahead: Ints = np.array([c.hours_ahead for c in COUNTRIES])[people.country[who]]
    return ahead


def _with_twins(rng: np.random.Generator, people: People, buyers: int) -> People:
    """Let some prospects have name and address of a buyer."""
    copies = buyers + np.flatnonzero(rng.random(len(people) - 1 - buyers) < TWIN_SHARE)
    models = rng.integers(0, buyers, len(copies))
    people.twin[copies] = models
    for copied in ("country", "given", "family", "street", "town", "number", "is_latin"):
        values = people.columns()[copied]
        values[copies] = values[models]
    people.phone[copies] = -1
    return people


def _below(rng: np.random.Generator, sizes: list[int], country: Ints) -> Ints:
    below: Ints = (rng.random(len(country)) * np.array(sizes)[country]).astype(np.int16)
    return below


def _phones(rng: np.random.Generator, country: Ints) -> Ints:
    """Deal the fictional numbers of each country out until there are no more; -1 is none."""
    phone = np.full(len(country), -1, dtype=np.int32)
    wanted = rng.random(len(country)) < 0.45
    wanted[-1] = False
    before = 0
    for code, place in enumerate(COUNTRIES):
        there = len(place.phones) * 10**place.phone_digits
        takers = np.flatnonzero(wanted & (country == code))[:there]
        phone[takers] = before + rng.permutation(there)[: len(takers)]
        before += there
    return phone


def _phone(some: People) -> pa.Array:
    numbers = [
        f"{prefix}{n:0{place.phone_digits}}"
        for place in COUNTRIES
        for prefix in place.phones
        for n in range(10**place.phone_digits)
    ]
    return label(numbers, some.phone)


def _pool(field: str, country: Ints, code: Ints, part: int) -> pa.Array:
    """Look up a pool of all countries; part 0 is the written form, part -1 the Latin one."""
    pools = [getattr(place, field) for place in COUNTRIES]
    starts = np.cumsum([0, *map(len, pools)])
    return label([entry.split("/")[part] for pool in pools for entry in pool], starts[country] + code)


def _latin(field: str, country: Ints, code: Ints) -> pa.Array:
    return _pool(field, country, code, -1)


def _written(some: People, field: str, code: Ints) -> pa.Array:
    native, latin = (_pool(field, some.country, code, part) for part in (0, -1))
    return pc.if_else(pa.array(some.is_latin), latin, native)


def _names(some: People) -> dict[str, pa.Array]:
    given = _written(some, "given", some.given)
    family = _written(some, "family", some.family)
    style = np.array([c.style for c in COUNTRIES])[some.country]
    chinese = pa.array((style > NUMBER_LAST) & ~some.is_latin)
    owner = joined(family, " ", label(COMPANIES, some.number % len(COMPANIES)))
    return {
        "given_name": given,
        "family_name": family,
        "name": pc.if_else(chinese, joined(family, given), joined(given, " ", family)),
        "company": only_if(some.is_company, owner),
    }


def _address(some: People) -> dict[str, pa.Array]:
    towns = [town for place in COUNTRIES for town in place.towns]
    town = np.cumsum([0, *(len(c.towns) for c in COUNTRIES)])[some.country] + some.town
    latin = pa.array(some.is_latin)
    names = label([t.name for t in towns], town), label([t.latin_name or t.name for t in towns], town)
    regions = label([t.region for t in towns], town), label([t.latin_region or t.region for t in towns], town)
    return {
        "street": _street(some),
        "city": pc.if_else(latin, names[1], names[0]),
        "region": pc.if_else(latin, regions[1], regions[0]),
        "postcode": _postcode(some, label([t.postcode for t in towns], town)),
        "country": label([c.code for c in COUNTRIES], some.country),
    }


def _street(some: People) -> pa.Array:
    style = np.array([c.style for c in COUNTRIES])[some.country]
    street = _written(some, "streets", some.street)
    number, room = text(some.number), text(100 * (1 + some.given % 12) + 1 + some.family % 4)
    floor = text(1 + some.given % 20)
    by_style = [
        joined(number, " ", street),
        joined(street, " ", number),
        joined(street, number, "号", room, "室"),
        joined(street, number, "號", floor, "樓"),
    ]
    code = np.where(some.is_latin & (style > NUMBER_LAST), NUMBER_FIRST, style)
    return pc.choose(pa.array(code), *by_style)


def _postcode(some: People, prefix: pa.Array) -> pa.Array:
    tail = some.street.astype(np.int64) * 7 + some.number
    british = joined(prefix, text(1 + tail % 19), " ", text(1 + tail % 9), label(PAIRS, tail % len(PAIRS)))
    irish = joined(prefix, text(100 + tail % 900))
    digits = {"DE": 3, "US": 3, "CN": 3}
    numeric = {code: joined(prefix, text(tail % 1000, width)) for code, width in digits.items()}
    nothing = pa.nulls(len(some), pa.string())
    choice = {"GB": british, "IE": irish, **numeric, "TW": prefix, "HK": nothing}
    return pc.choose(pa.array(some.country.astype(np.int64)), *(choice[c.code] for c in COUNTRIES))
