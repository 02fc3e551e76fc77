"""What was done can be put back over the API, once, by a key that may."""

import pytest

from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
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


def test_an_import_is_not_put_back_as_any_other_operation(caller, teahouse):
    commerce.product(teahouse, "T-1")
    Operation.objects.update(kind=OperationKind.IMPORT)

    refused = caller.refused(f"/operations/{Operation.objects.get().public_id}/undo", "POST")

    assert refused == (409, "undo_the_import")
