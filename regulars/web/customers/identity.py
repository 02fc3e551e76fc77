"""Who somebody is, and why we think so: what the drawing shows and what is told beside it in words."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from regulars.base.events.models import Operation
from regulars.base.workspace.models import Staff
from regulars.collect.models import Import, Source
from regulars.identity.models import BlockedValue, Identifier, Link, Person
from regulars.web.components import show
from regulars.web.customers import details, graph, names, reasons
from regulars.web.customers.details import Doubt
from regulars.web.customers.graph import Edge, Graph, Node
from regulars.web.customers.record import Rows

MOST = 60
IMPORT, SOURCE = "import:", "source:"


@dataclass(frozen=True, slots=True)
class Key:
    """An identifier, whose it is, who said so first, and what is to be said against it."""

    row: str
    identifier: Identifier
    value: str
    owner: str
    source: str
    is_blocked: bool

    @property
    def why(self) -> str:
        """Since when, and whether it was proven."""
        told = {"source": self.source, "day": show.day(self.identifier.first_seen_at)}
        first = _("First named by %(source)s on %(day)s.") % told
        proven = self.identifier.verified_at
        state = _("Proven on %(day)s.") % {"day": show.day(proven)} if proven else _("Nobody has proven it.")
        return " ".join([first, state, *([_("Too many people share it, so it joins nobody.")] * self.is_blocked)])


@dataclass(frozen=True, slots=True)
class Merged:
    """A merge that holds: who, why, when, and by whom."""

    row: str
    id: int
    older: str
    newer: str
    why: str
    made_at: datetime
    by: str


@dataclass(frozen=True, slots=True)
class Identity:
    """The drawing, and all that it shows in words."""

    graph: Graph
    keys: Sequence[Key]
    merges: Sequence[Merged]
    doubts: Sequence[Doubt]


def of(person: Person, name: str, stored: Rows, staff: Staff) -> Identity:
    """Eight statements at most, however much is known."""
    originals = list(Person.objects.filter(canonical=person).order_by("id")[: details.MOST_PARTS])
    called = details.names_among(originals, stored, staff)
    links = list(Link.objects.filter(older__canonical=person, undone_at=None).order_by("made_at", "id"))
    known = sorted(stored.identifiers, key=lambda each: (each.person_id, each.source, each.kind, each.id))[:MOST]
    told = keys(known, called, staff)
    doubts = details.doubts(person, staff)
    merges = merged(links, called)
    return Identity(picture(person, name, originals, called, told, links, merges, doubts), told, merges, doubts)


def keys(known: Sequence[Identifier], called: Mapping[int, str], staff: Staff) -> list[Key]:
    named, shared = sources({each.source for each in known}), blocked(known)
    return [
        Key(
            f"key-{each.id}", each, names.shown(each.kind, each.value, staff), called.get(each.person_id, ""),
            named[each.source], (each.kind, each.scope, each.value) in shared,
        )
        for each in known
    ]  # fmt: skip


def sources(given: Iterable[str]) -> dict[str, str]:
    """What sources are called: a file by its name, a connection by its own."""
    numbers = [int(each.removeprefix(IMPORT)) for each in given if each.removeprefix(IMPORT).isdecimal()]
    files = dict(Import.objects.filter(id__in=numbers).values_list("id", "file_name"))
    ids = [each.removeprefix(SOURCE) for each in given if each.startswith(SOURCE)]
    connected = dict(Source.objects.filter(public_id__in=ids).values_list("public_id", "name"))
    found = {f"{IMPORT}{id}": name for id, name in files.items()} | {f"{SOURCE}{id}": n for id, n in connected.items()}
    return {each: found.get(each, _("a colleague") if each == "by hand" else each) for each in given}


def blocked(known: Sequence[Identifier]) -> set[tuple[str, str, str]]:
    """Which of these values too many people share."""
    if not known:
        return set()
    asked = Q(value__in=[each.value for each in known], circle=known[0].circle_id)
    return set(BlockedValue.objects.filter(asked).values_list("kind", "scope", "value"))


def merged(links: Sequence[Link], called: Mapping[int, str]) -> list[Merged]:
    """The merges in words; those that nobody asked for were made by a rule."""
    doing = Operation.objects.select_related("by__account").in_bulk([link.operation for link in links])
    return [
        Merged(
            f"link-{link.id}", link.id, called.get(link.older_id, ""), called.get(link.newer_id, ""),
            reasons.summary(link.evidence), link.made_at, author(doing.get(link.operation)),
        )
        for link in links
    ]  # fmt: skip


def author(doing: Operation | None) -> str:
    return str(doing.by.account) if doing is not None and doing.by is not None else _("Regulars itself")


def picture(
    person: Person, name: str, originals: Sequence[Person], called: Mapping[int, str], told: Sequence[Key],
    links: Sequence[Link], merges: Sequence[Merged], doubts: Sequence[Doubt],
) -> Graph:  # fmt: skip
    """Sources, identifiers, entries and the person from the left to the right; who may be one with them hangs on."""
    is_merged = len(originals) > 1
    last = 3 if is_merged or doubts else 2
    nodes = [Node(f"source-{source}", source, _("source"), 0) for source in dict.fromkeys(each.source for each in told)]
    nodes += [
        Node(
            each.row, each.value, str(each.identifier.get_kind_display()), 1,
            "bad" if each.is_blocked else "good" if each.identifier.verified_at else "", each.row,
        )
        for each in told
    ]  # fmt: skip
    edges = [Edge(f"source-{each.source}", each.row, each.why, each.row, tone(each)) for each in told]
    end = {each.id: f"entry-{each.id}" if is_merged else "person" for each in originals}
    edges += [Edge(each.row, end[each.identifier.person_id], each.why, each.row, tone(each)) for each in told
              if each.identifier.person_id in end]  # fmt: skip
    if is_merged:
        days = {each.id: show.day(each.first_seen_at) for each in originals}
        nodes += [Node(end[each.id], called[each.id], _("known since %(day)s") % {"day": days[each.id]}, 2)
                  for each in originals]  # fmt: skip
        why = {each.id: reason(each, links, merges) for each in originals}
        edges += [Edge(end[each.id], "person", *why[each.id]) for each in originals]
    nodes.append(Node("person", name, _("the person"), last, "accent"))
    nodes += [
        Node(f"doubt-{each.id}", each.name, _("may be the same"), 2, "warm", f"doubt-{each.id}") for each in doubts
    ]
    edges += [Edge(f"doubt-{each.id}", "person", each.why, f"doubt-{each.id}", "doubt") for each in doubts]
    return graph.drawn(nodes, edges)


def tone(key: Key) -> str:
    return "bad" if key.is_blocked else "" if key.identifier.verified_at else "claimed"


def reason(entry: Person, links: Sequence[Link], merges: Sequence[Merged]) -> tuple[str, str]:
    """Why an entry is the person, and where that is told: by the first merge that names it."""
    found = next((m for link, m in zip(links, merges, strict=True) if entry.id in (link.older_id, link.newer_id)), None)
    return (found.why, found.row) if found else ("", "")
