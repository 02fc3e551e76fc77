"""Who somebody is, and why we think so: the drawing, and the same in words."""

import re

from django.test import Client
from django.urls import reverse

from regulars.base.workspace.models import Staff, Store
from regulars.identity import links
from regulars.identity.models import Link, Person
from regulars.web.customers import graph
from regulars.web.customers.graph import Edge, Node
from tests.make import identity, profile
from tests.make.identity import SEEN


def page_of(browser: Client, person: Person) -> str:
    return browser.get(reverse("person_identity", args=[person.public_id])).content.decode()


def test_every_line_of_the_drawing_leads_to_its_reason_in_words(
    teahouse: Store, at_work: Client, owner: Staff, li: Person
):
    other = identity.person(teahouse.circle, phone="+442079460000", user="C7")
    profile.of(li, name="Li Tan")
    links.link(li, other, evidence={"kind": "phone", "said": "told at the counter"}, by=owner, at=SEEN)

    page = page_of(at_work, li)

    lines = re.findall(r'href="#([\w-]+)" class="graph__line', page)
    assert len(lines) == 3 + 3 + 2  # each key to its source and its entry, both entries to the person
    assert all(f'id="{row}"' in page for row in lines)
    assert "Li Tan and" in page
    assert "both came with the same Phone · told at the counter" in page


def test_a_merge_is_taken_back_from_the_page(teahouse: Store, at_work: Client, owner: Staff, li: Person, wu: Person):
    made = links.link(li, wu, evidence={}, by=owner, at=SEEN)
    address = reverse("link_removal", args=[li.public_id, made.id])
    assert address in page_of(at_work, li)

    at_work.post(address)

    assert Link.objects.get().undone_at is not None
    assert "graph__node" in page_of(at_work, li)


def test_a_person_of_whom_nothing_is_known_is_drawn_as_well(teahouse: Store, at_work: Client):
    assert "No identifiers are known." in page_of(at_work, identity.person(teahouse.circle))


def test_boxes_stand_beside_what_they_are_joined_with_and_never_upon_each_other():
    nodes = [Node("s", "a file", "", 0), *(Node(f"k{n}", f"key {n}", "", 1) for n in range(4)), Node("p", "Li", "", 2)]
    edges = [*(Edge("s", f"k{n}", "", "") for n in range(4)), *(Edge(f"k{n}", "p", "", "") for n in range(4))]

    made = graph.drawn(nodes, edges)

    assert nodes[0].y == nodes[-1].y == (nodes[1].y + nodes[4].y) / 2
    assert sorted({node.y for node in nodes[1:5]}) == [8 + 58 * row for row in range(4)]
    assert made.height == 8 + 58 * 3 + 44 + 8
