# ruff: noqa: E501, SIM905
"""People as several files know them: with typing errors, swapped names and gaps, and with the truth about who is who.

Everything follows from the seed. Names and places are put together from syllables, some of them far more common than
others, as in real registers; who lives together shares address and surname.
"""

from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from random import Random

GIVEN = (
    "emily joshua jack lachlan thomas isabella sarah matthew william samuel benjamin nicholas jessica olivia sophie "
    "chloe georgia hannah ethan daniel james alexander ella mia charlotte ruby lucy caitlin zoe amelia grace harrison "
    "mitchell connor riley dylan luke jacob max liam jayden ryan cooper tyler oliver noah lily eliza madison abbey "
    "brianna holly kiara paige imogen tahlia phoebe jasmine hayley teagan brooke kayla erin amy alana finn blake"
).split()
STARTS = "bar ben car clar dun ed fair gil hal har ken lang mal mor nor old par pen ral ros sher stan tal wel win wood".split()
MIDDLES = ["", "", "ing", "er", "le", "en", "ow"]
ENDS = "ton ley son man well ford by wood more field ham land er croft worth side".split()
ROADS = "street place crescent court road circuit close avenue drive".split()
STATES = ["nsw"] * 7 + ["vic"] * 5 + ["qld"] * 4 + ["wa"] * 2 + ["sa"] * 2 + ["tas", "act", "nt"]
KEYS = "qwertyuiop asdfghjkl zxcvbnm"
SOUNDS = (
    ("ph", "f"),
    ("ck", "k"),
    ("c", "k"),
    ("ie", "y"),
    ("z", "s"),
    ("ee", "ea"),
    ("w", "wh"),
    ("ll", "l"),
    ("ay", "ei"),
)
LOOKS = (("m", "rn"), ("l", "1"), ("o", "0"), ("s", "5"), ("g", "9"), ("u", "v"), ("h", "n"))
COLUMNS = (
    "rec_id", "given_name", "surname", "street_number", "address_1", "address_2", "suburb", "postcode", "state",
    "date_of_birth", "soc_sec_id",
)  # fmt: skip


@dataclass(frozen=True)
class Record:
    """One record of a person; `who` is the truth."""

    who: int
    values: dict[str, str] = field(default_factory=dict)


@dataclass(frozen=True)
class Habits:
    """How carelessly records are kept: errors in a record at most, in a field at most, and how often a field is blank."""

    in_record: int = 3
    in_field: int = 2
    blank: float = 0.06
    swapped: float = 0.04
    family: float = 0.1


def surname(draw: Random) -> str:
    # A third of all people share a few dozen names.
    if draw.random() < 0.33:
        return f"{STARTS[int(draw.paretovariate(1.2)) % len(STARTS)]}{ENDS[int(draw.paretovariate(1.5)) % len(ENDS)]}"
    return draw.choice(STARTS) + draw.choice(MIDDLES) + draw.choice(ENDS)


def person(draw: Random) -> dict[str, str]:
    town = draw.randrange(900)
    given = GIVEN[min(int(draw.paretovariate(0.6)), 10_000) % len(GIVEN)] if draw.random() < 0.7 else draw.choice(GIVEN)
    born = date(1920, 1, 1) + timedelta(days=draw.randrange(29_200))
    place = Random(town)
    return {
        "given_name": given,
        "surname": surname(draw),
        "street_number": str(int(draw.paretovariate(0.7)) % 400 + 1),
        "address_1": f"{surname(draw)} {draw.choice(ROADS)}",
        "address_2": f"{draw.choice(STARTS)}{draw.choice(ENDS)} {draw.choice(('park', 'house', 'flats'))}" if draw.random() < 0.4 else "",
        "suburb": place.choice(STARTS) + place.choice(MIDDLES) + place.choice(ENDS),
        "postcode": f"{2000 + town * 7 % 6000}",
        "state": draw.choice(STATES),
        "date_of_birth": born.strftime("%Y%m%d"),
        "soc_sec_id": f"{draw.randrange(1_000_000, 10_000_000)}",
    }  # fmt: skip


def relative(draw: Random, of: dict[str, str]) -> dict[str, str]:
    """Somebody else who lives in the same house under the same name."""
    other = person(draw)
    given = draw.choice([name for name in GIVEN if name != of["given_name"]])
    return {**of, "given_name": given, "date_of_birth": other["date_of_birth"], "soc_sec_id": other["soc_sec_id"]}


def mistyped(text: str, draw: Random) -> str:
    """One slip of the finger, the ear or the eye."""
    if len(text) < 2:
        return text
    at, slip = draw.randrange(len(text)), draw.random()
    letters = "0123456789" if text.isdigit() else KEYS.replace(" ", "")
    if slip < 0.25:
        return text[:at] + draw.choice(letters) + text[at + 1 :]
    if slip < 0.45:
        return text[:at] + text[at + 1 :]
    if slip < 0.65:
        return text[:at] + draw.choice(letters) + text[at:]
    if slip < 0.8:
        at = min(at, len(text) - 2)
        return text[:at] + text[at + 1] + text[at] + text[at + 2 :]
    old, new = draw.choice(SOUNDS if slip < 0.92 else LOOKS)
    return text.replace(old, new, 1)


def spoilt(values: dict[str, str], draw: Random, habits: Habits) -> dict[str, str]:
    """A record as somebody else wrote it down."""
    found = dict(values)
    if draw.random() < habits.swapped:
        found["given_name"], found["surname"] = found["surname"], found["given_name"]
    for _error in range(draw.randint(1, habits.in_record)):
        name = draw.choice(list(found))
        for _slip in range(draw.randint(1, habits.in_field)):
            found[name] = mistyped(found[name], draw)
    if draw.random() < 0.02:
        found |= {name: person(draw)[name] for name in ("street_number", "address_1", "address_2")}
    return {name: "" if draw.random() < habits.blank else value for name, value in found.items()}


def records(people: int, doubles: int, *, seed: int, habits: Habits = Habits(), most: int = 5) -> list[Record]:
    """So many people, and so many further records of some of them, in no order."""
    draw = Random(seed)
    originals: list[dict[str, str]] = []
    while len(originals) < people:
        lives_with = originals and draw.random() < habits.family
        originals.append(relative(draw, originals[-1]) if lives_with else person(draw))
    found = [Record(who, values) for who, values in enumerate(originals)]
    known: dict[int, int] = {}
    while len(found) < people + doubles:
        who = draw.randrange(people)
        if known.get(who, 0) < most:
            known[who] = known.get(who, 0) + 1
            found.append(Record(who, spoilt(originals[who], draw, habits)))
    draw.shuffle(found)
    return [replace(record, values={"rec_id": f"R{place:06d}", **record.values}) for place, record in enumerate(found)]


def as_csv(found: list[Record]) -> str:
    lines = [", ".join(COLUMNS), *(", ".join(record.values[name] for name in COLUMNS) for record in found)]
    return "\n".join(lines) + "\n"


def pairs(found: list[Record]) -> set[tuple[str, str]]:
    """The numbers of all records that are of one person, two by two."""
    groups: dict[int, list[str]] = {}
    for record in found:
        groups.setdefault(record.who, []).append(record.values["rec_id"])
    return {(a, b) for group in groups.values() for a in sorted(group) for b in sorted(group) if a < b}
