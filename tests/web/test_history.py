"""The history of operations, and taking one back."""

import re
from datetime import timedelta
from pathlib import Path

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Staff, Store
from regulars.collect.kinds import State
from regulars.collect.models import Import
from regulars.commerce import notes
from regulars.commerce.models import Order, Product
from regulars.identity.models import Person
from regulars.profile.models import Profile
from regulars.web.history import words
from tests.conftest import At
from tests.make import commerce, profile, workspace
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
HOUSE = Path(words.__file__).parent.parent.parent
ACT = re.compile(r'''doing\(\s*"(\w+)"|"act": "(\w+)"|put_(?:up|away)\(\w+, \w+, "(\w+)"''')


@pytest.fixture
def edit(teahouse: Store, owner: Staff) -> Operation:
    """The owner has renamed two products yesterday."""
    commerce.product(teahouse, "A", "Oolong")
    commerce.product(teahouse, "B", "Sencha")
    return renamed(teahouse, owner, "Tea")


def renamed(store: Store, by: Staff, title: str) -> Operation:
    yesterday = timezone.now() - timedelta(days=1)
    with operations.doing(OperationKind.EDIT, store=store, by=by, at=yesterday) as operation:
        Product.objects.update(title=title)
    return operation


def shown(client: Client, operation: Operation) -> str:
    return client.get(reverse("operation", args=[operation.public_id])).content.decode()


def test_the_history_says_what_who_and_how_much(at_work: Client, edit: Operation):
    page = at_work.get(reverse("operations")).content.decode()

    assert "Edited by hand" in page
    assert "Olga" in page
    assert reverse("operation", args=[edit.public_id]) in page


def test_an_operation_shows_each_field_before_and_after(at_work: Client, edit: Operation):
    page = shown(at_work, edit)

    assert "Oolong" in page
    assert "Sencha" in page
    assert "2 values come back." in page


def test_what_was_changed_since_is_named_before_and_after_undoing(
    teahouse: Store, at_work: Client, edit: Operation, owner: Staff
):
    with operations.doing(OperationKind.EDIT, store=teahouse, by=owner, at=timezone.now()):
        Product.objects.filter(sku="A").update(title="Blue tea")

    page = shown(at_work, edit)
    at_work.post(reverse("operation_undoing", args=[edit.public_id]))

    assert "1 value comes back." in page
    assert "1 value stays" in page
    assert dict(Product.objects.values_list("sku", "title")) == {"A": "Blue tea", "B": "Sencha"}
    assert "undone" in shown(at_work, edit)


def test_an_undo_is_an_operation_that_can_be_undone(at_work: Client, edit: Operation):
    at_work.post(reverse("operation_undoing", args=[edit.public_id]))
    undoing = Operation.objects.get(undoes=edit)

    at_work.post(reverse("operation_undoing", args=[undoing.public_id]))

    assert set(Product.objects.values_list("title", flat=True)) == {"Tea"}


def test_personal_values_are_masked_for_who_may_not_see_them(teahouse: Store, anna: Staff, li: Person, at: At):
    profile.of(li, name="Li Wei", street="1 Mill Lane")
    with operations.doing(OperationKind.EDIT, circle=teahouse.circle, at=timezone.now()) as operation:
        Profile.objects.update(street="2 Mill Lane", country="GB")

    page = shown(signed_in(anna), operation)

    assert "Mill Lane" not in page
    assert "GB" in page
    assert "Li Wei" in page


def test_an_agent_sees_and_undoes_the_own_operations_alone(teahouse: Store, edit: Operation, at: At):
    branch = teahouse.circle.branches.create(name="North")
    agent = workspace.staff(teahouse.circle, Role.AGENT, name="Rita", branch=branch)
    order = commerce.order(teahouse, "1", placed_at=at("2026-03-01"), tea="4.50")
    mine = notes.write(order, "Rang twice.", by=agent, at=timezone.now())
    client = signed_in(agent)

    assert mine is not None
    assert client.get(reverse("operation", args=[edit.public_id])).status_code == 404
    assert client.post(reverse("operation_undoing", args=[edit.public_id])).status_code == 404
    client.post(reverse("operation_undoing", args=[mine.public_id]))
    assert Order.objects.get().staff_note == ""


@pytest.mark.parametrize("asked", [{"mine": "yes"}, {"kind": "edit"}, {"begun_on_within": "3"}, {"q": "olga"}])
def test_the_history_is_narrowed_down(asked: dict[str, str], at_work: Client, edit: Operation, anna: Staff):
    page = at_work.get(reverse("operations"), asked).content.decode()

    assert page.count("data-row") == 1


def test_pages_of_history_take_few_statements(at_work: Client, edit: Operation):
    for path in (reverse("operations"), reverse("operation", args=[edit.public_id])):
        with CaptureQueriesContext(connection) as asked:
            at_work.get(path)

        assert len(asked) <= MOST_QUERIES, [query["sql"][:90] for query in asked]


def test_an_import_is_taken_back_by_those_alone_who_may_undo_imports(teahouse: Store, owner: Staff):
    rep = workspace.staff(teahouse.circle, Role.SALES, name="Kim")
    under = commerce.imported(teahouse).under
    Operation.objects.filter(id=under.id).update(by=rep)

    page = shown(signed_in(rep), under)
    answer = signed_in(rep).post(reverse("operation_undoing", args=[under.public_id]))

    assert reverse("operation_undoing", args=[under.public_id]) not in page
    assert answer.status_code == 403
    assert Import.objects.get().state == State.DONE
    assert reverse("operation_undoing", args=[under.public_id]) in shown(signed_in(owner), under)


def test_what_was_done_in_a_store_that_one_is_kept_from_is_not_shown(teahouse: Store, mei: Staff, edit: Operation):
    elsewhere = workspace.store("Pots")
    mei.is_limited = True
    mei.save(update_fields=["is_limited"])
    mei.only_stores.set([elsewhere])

    assert edit not in Operation.objects.visible_to(mei)
    mei.only_stores.add(teahouse)
    assert edit in Operation.objects.visible_to(mei)


def test_every_act_that_is_written_down_has_words():
    sources = [path.read_text() for path in HOUSE.rglob("*.py") if "migrations" not in path.parts]
    acts = {next(filter(None, found)) for source in sources for found in ACT.findall(source)}

    assert len(acts) >= 25
    assert acts - set(words.ACTS) == set()
