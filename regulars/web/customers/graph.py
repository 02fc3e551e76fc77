"""Who somebody is, and why we think so, as a drawing: sources, identifiers, entries that were merged, the person.

Columns stand side by side; in each, what belongs together stands together. Sizes are those of the drawing itself.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import pairwise

ROW, BOX, WIDTH, GAP, MARGIN = 58, 44, 190, 84, 8
LONGEST = 23


@dataclass(slots=True)
class Node:
    """A box: `place` is its column, `tone` one of the badges, `leads_to` the words that say more."""

    key: str
    words: str
    below: str
    place: int
    tone: str = ""
    leads_to: str = ""
    y: float = 0

    @property
    def x(self) -> int:
        return MARGIN + self.place * (WIDTH + GAP)

    @property
    def short(self) -> str:
        return cut(self.words)

    @property
    def short_below(self) -> str:
        return cut(self.below)

    @property
    def middle(self) -> float:
        return self.y + BOX / 2


@dataclass(frozen=True, slots=True)
class Edge:
    """A line between two boxes; `why` says for what reason, `row` where that is told in full."""

    start: str
    end: str
    why: str
    row: str
    tone: str = ""


@dataclass(frozen=True, slots=True)
class Line:
    """An edge as it is drawn."""

    edge: Edge
    path: str
    words: str


@dataclass(slots=True)
class Graph:
    """The drawing: its boxes, its lines, and how large it is."""

    nodes: Sequence[Node]
    edges: Sequence[Edge]
    lines: Sequence[Line] = field(default_factory=list)
    width: int = 0
    height: int = 0
    box: int = BOX
    box_width: int = WIDTH


def drawn(nodes: Sequence[Node], edges: Sequence[Edge]) -> Graph:
    """Give every box its place: those of the fullest column in the order given, all others beside their neighbors."""
    columns: dict[int, list[Node]] = {}
    for node in nodes:
        columns.setdefault(node.place, []).append(node)
    fullest = max(columns, key=lambda place: (len(columns[place]), -place))
    stack(columns[fullest])
    known = {node.key: node for node in columns[fullest]}
    for place in sorted(columns, key=lambda place: abs(place - fullest)):
        if place != fullest:
            beside(columns[place], known, edges)
            known |= {node.key: node for node in columns[place]}
    made = Graph(nodes, edges)
    made.lines = [line(edge, known[edge.start], known[edge.end]) for edge in edges]
    made.width = MARGIN * 2 + max(columns) * (WIDTH + GAP) + WIDTH
    made.height = round(max(node.y for node in nodes) + BOX + MARGIN)
    return made


def stack(nodes: Iterable[Node]) -> None:
    for row, node in enumerate(nodes):
        node.y = MARGIN + row * ROW


def beside(nodes: list[Node], known: Mapping[str, Node], edges: Sequence[Edge]) -> None:
    """Each as near as can be to the middle of those that it is joined with, and none upon another."""
    for node in nodes:
        near = [known[other].y for edge in edges for other in others(edge, node.key) if other in known]
        node.y = sum(near) / len(near) if near else MARGIN
    nodes.sort(key=lambda node: node.y)
    for before, after in pairwise(nodes):
        after.y = max(after.y, before.y + ROW)


def others(edge: Edge, key: str) -> list[str]:
    return [edge.end] if edge.start == key else [edge.start] if edge.end == key else []


def line(edge: Edge, start: Node, end: Node) -> Line:
    """A curve from the right of one box to the left of the other, level at both ends."""
    x1, x2 = start.x + WIDTH, end.x
    bend = max((x2 - x1) / 2, 20)
    y1, y2 = f"{start.middle:.1f}", f"{end.middle:.1f}"
    path = f"M{x1} {y1}C{x1 + bend:.0f} {y1} {x2 - bend:.0f} {y2} {x2} {y2}"
    return Line(edge, path, f"{start.words} → {end.words}: {edge.why}")


def cut(words: str) -> str:
    return words if len(words) <= LONGEST else f"{words[: LONGEST - 1]}…"
