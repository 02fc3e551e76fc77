"""What was done can be put back over the API, once, by a key that may."""

import pytest

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import clock
from regulars.collect.kinds import State
from regulars.collect.models import Import
from regulars.identity import links, suggestions
from regulars.identity.models import Apart, Link, Person, Suggestion
from regulars.profile import reversals
from tests.make import commerce

pytestmark = pytest.mark.django_db


def test_an_operation_is_put_back_once(caller, teahouse, at):
    commerce.product(teahouse, "T-1")
    Operation.objects.update(begun_at=at("2099-01-01"))
    path = f"/operations/{Operation.objects.get().public_id}"

    done = caller.call("POST", f"{path}/undo")
    again = caller.call("POST", f"{path}/undo")

    assert (done.status_code, done.json()["removed"], done.json()["kept"]) == (200, 1, 0)
    assert caller.get("/products")["items"] == []
    assert caller.get(path)["undone_by"] == done.json()["operation"]["id"]
    assert (again.status_code, again.json()["code"]) == (409, "already_undone")


def test_what_is_too_old_stays(caller, teahouse):
    commerce.product(teahouse, "T-1")

    refused = caller.refused(f"/operations/{Operation.objects.get().public_id}/undo", "POST")

    assert refused == (409, "too_old_to_undo")


def undo(caller, operation_id):
    return caller.call("POST", f"/operations/{Operation.objects.get(id=operation_id).public_id}/undo")


def test_linked_people_are_told_apart_and_linked_again(caller, li, wu, at):
    made = links.link(li, wu, evidence={"said": "They called."}, by=None, at=at("2020-03-01"))

    apart = undo(caller, made.operation)
    canonical = Person.objects.get(id=wu.id).canonical_id
    again = undo(caller, Operation.objects.get(undoes=made.operation).id)

    assert (apart.status_code, apart.json()["operation"]["kind"], apart.json()["restored"]) == (200, "undo", 1)
    assert canonical == wu.id
    assert Link.objects.get(id=made.id).undone_at is not None
    assert again.status_code == 200
    assert Person.objects.get(id=wu.id).canonical_id == li.id
    assert undo(caller, made.operation).json()["code"] == "already_undone"


def test_an_import_is_taken_back_as_an_import(caller, teahouse, at):
    work = commerce.imported(teahouse)

    done = undo(caller, work.under_id).json()

    assert (done["is_done"], done["removed"], done["operation"]["undoes"]) == (False, 0, work.under.public_id)
    assert Import.objects.get().state == State.UNDOING
    assert undo(caller, work.under_id).json()["code"] == "already_undone"


def test_the_undoing_of_an_import_is_not_undone(caller, teahouse):
    work = commerce.imported(teahouse)
    undo(caller, work.under_id)

    refused = undo(caller, Operation.objects.get(undoes=work.under).id)

    assert refused.json()["code"] == "import_again"


def test_an_import_of_which_nothing_was_merged_leaves_nothing_to_put_back(caller, teahouse):
    commerce.product(teahouse, "T-1")
    Operation.objects.update(kind=OperationKind.IMPORT)

    assert undo(caller, Operation.objects.get().id).json()["code"] == "nothing_left"


def test_an_import_is_taken_back_by_a_key_alone_that_may_undo_imports(caller_in, circle, teahouse):
    work = commerce.imported(teahouse)
    key = caller_in(circle, "operations:see", "operations:undo")

    refused = undo(key, work.under_id)

    assert (refused.status_code, refused.json()["code"]) == (403, "no_right")
    assert Import.objects.get().state == State.DONE


def test_that_two_people_are_two_is_put_back_and_found_again(caller, circle, li, wu, at):
    with operations.doing(OperationKind.SYSTEM, circle=circle, at=at("2026-03-01")):
        pair = Suggestion.objects.create(circle=circle, older=li, newer=wu, evidence={}, made_at=at("2026-03-01"))
    suggestions.reject(pair, by=None, at=clock.now())
    found = Operation.objects.latest("id")

    assert reversals.outlook(found).removed == 1
    assert undo(caller, found.id).status_code == 200
    assert (Suggestion.objects.count(), Apart.objects.count()) == (1, 0)

    assert undo(caller, Operation.objects.get(undoes=found).id).status_code == 200
    assert (Suggestion.objects.count(), Apart.objects.count()) == (0, 1)
