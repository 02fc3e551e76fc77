"""A file comes in over the API, is watched, answered for and cancelled."""

from io import BytesIO
from pathlib import Path

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import RequestFactory

from regulars import flow
from regulars.api.imports import upload
from regulars.base.events import log
from regulars.base.events.event import START
from regulars.base.kit import clock, query
from regulars.base.workspace.models import Circle
from regulars.collect import imports
from regulars.collect.models import Import
from regulars.profile import arrivals
from tests.make import workspace

pytestmark = pytest.mark.django_db
ORDERS = b"Order,Date,SKU,Quantity,Price,Email\n1,2026-03-01,tea,2,4.50,li@teahouse.example\n2,2026-03-02,cup,x,1,\n"
AMBIGUOUS = b"Order,Date,SKU,Quantity,Price\n1,03/04/2026,tea,2,4.50\n"


def stored() -> set[Path]:
    """The uploads that lie on the disk."""
    return set((Path(settings.HOME) / "imports").glob("upl_*"))


@pytest.fixture(autouse=True)
def _home(tmp_path, settings):
    settings.HOME = tmp_path


@pytest.fixture
def send(caller, teahouse):
    def sent(data=ORDERS, content_type="text/csv", path="/imports", headers=None, **query):
        query = {"kind": "orders", "store": teahouse.public_id, "file_name": "march.csv"} | query
        return caller.call(
            "POST", path, data=data, content_type=content_type, query_params=query, headers=headers or {}
        )

    return sent


def test_a_file_is_stored_and_its_import_asked_for(send, caller, teahouse):
    response = send(timezone="Asia/Shanghai", currency="cny")

    taken = response.json()
    assert response.status_code == 202
    assert taken == caller.get(f"/imports/{taken['id']}") == caller.get("/imports")["items"][0]
    assert (taken["state"], taken["file_name"], taken["size"]) == ("registered", "march.csv", len(ORDERS))
    assert (taken["timezone"], taken["currency"]) == ("Asia/Shanghai", "CNY")
    assert Path(Import.objects.get().path).read_bytes() == ORDERS


@pytest.mark.django_db(transaction=True)
def test_the_worker_hears_of_a_file_that_was_handed_in(send, requested):
    taken = send().json()

    assert requested() == [Import.objects.get(public_id=taken["id"]).id]


@pytest.fixture
def requested():
    return lambda: [event.properties["import_id"] for event in log.read(START, names=["import.requested"])[0]]


def test_a_form_brings_a_file_with_its_name(caller, teahouse):
    part = SimpleUploadedFile("..\\secret/april.csv", ORDERS * 100_000, "text/csv")

    response = caller.client.post(
        f"/api/v1/imports?kind=orders&store={teahouse.public_id}",
        {"file": part},
        headers={"Authorization": f"Bearer {caller.token}"},
    )

    assert (response.status_code, response.json()["file_name"]) == (202, "april.csv")
    assert [path.stat().st_size for path in stored()] == [len(ORDERS) * 100_000]


def test_an_import_can_be_watched_until_its_rejected_rows_can_be_fetched(send, caller):
    import_id = send().json()["id"]
    imports.stage(Import.objects.get(), at=clock.now())

    watched = caller.call("GET", f"/imports/{import_id}")
    rejected = caller.call("GET", f"/imports/{import_id}/rejected")

    assert watched.headers["Retry-After"] == "1"
    assert (watched.json()["totals"]["accepted"], watched.json()["progress"]) == (1, 1.0)
    assert b"3,Quantity,x," in b"".join(rejected.streaming_content)


def test_a_question_is_shown_and_answered(send, caller):
    import_id = send(AMBIGUOUS).json()["id"]
    with pytest.raises(imports.Refusal):
        imports.stage(Import.objects.get(), at=clock.now())

    refused = caller.get(f"/imports/{import_id}")
    answered = caller.call(
        "POST", f"/imports/{import_id}/answers", data='{"dates": "dmy"}', content_type="application/json"
    )

    assert (refused["state"], refused["problem"]["question"]) == ("refused", "dates")
    assert (answered.status_code, answered.json()["state"], answered.json()["problem"]) == (202, "registered", None)
    assert imports.stage(Import.objects.get(), at=clock.now()).totals["accepted"] == 1


def test_an_answer_that_nobody_waits_for_is_refused(send, caller):
    import_id = send().json()["id"]

    response = caller.call("POST", f"/imports/{import_id}/answers", data="{}", content_type="application/json")

    assert (response.status_code, response.json()["code"]) == (409, "not_waiting")


BAD_ANSWERS = [
    ("{}", "text/plain", 415),
    ("{", "application/json", 400),
    ("[" * 100_000, "application/json", 400),
    ('{"dates": "xyz"}', "application/json", 422),
    ('{"encoding": "\\u0000"}', "application/json", 422),
    ('{"columns": {"a": "\\ud800"}}', "application/json", 422),
    ('{"columns": %s}' % ('{"a": ' * 5_000 + "1" + "}" * 5_000), "application/json", 422),
    ('{"dates": 1e999}', "application/json", 422),
    ("x" * 6_000_000, "application/json", 413),
]


@pytest.mark.parametrize(("body", "content_type", "status"), BAD_ANSWERS, ids=lambda value: str(value)[:20])
def test_an_answer_that_cannot_be_read_is_refused(body, content_type, status, send, caller):
    import_id = send().json()["id"]

    response = caller.call("POST", f"/imports/{import_id}/answers", data=body, content_type=content_type)

    assert response.status_code == status
    assert response.headers["Content-Type"] == "application/problem+json"


def silent(done, of):
    """Nobody watches."""


def carry_on():
    """What the worker does when it hears of the request."""
    arrivals.see_through(Import.objects.get(), at=clock.now(), reading=silent, merging=silent)


def test_an_import_that_is_done_is_undone_by_the_worker(send, caller, teahouse):
    import_id = send().json()["id"]
    carry_on()
    assert [order["number"] for order in caller.get("/orders")["items"]] == ["1"]

    asked = caller.call("POST", f"/imports/{import_id}/undo")
    again = caller.call("POST", f"/imports/{import_id}/undo")

    assert [(said.status_code, said.json()["state"]) for said in (asked, again)] == [(202, "undoing")] * 2
    assert caller.call("GET", f"/imports/{import_id}").headers["Retry-After"]
    assert query.value("select count(*) from events where name = 'import.undo_requested'") == 1
    carry_on()
    undone = caller.get(f"/imports/{import_id}")
    assert (undone["state"], undone["undone_at"] is None) == ("undone", False)
    assert caller.get("/orders")["items"] == []
    assert caller.get(f"/operations/{undone['operation_id']}")["undone_by"] is not None


def test_what_was_never_merged_cannot_be_undone(send, caller):
    import_id = send().json()["id"]

    assert caller.refused(f"/imports/{import_id}/undo", "POST") == (409, "not_waiting")


def test_a_request_to_undo_is_heard_by_the_worker(send, caller):
    [hears] = [reader for reader in flow.HEARS if reader.name == "imports"]

    assert {"import.requested", "import.undo_requested"} == hears.names


def test_an_import_is_cancelled_once(send, caller):
    import_id = send().json()["id"]

    cancelled = caller.call("POST", f"/imports/{import_id}/cancellation")
    again = caller.call("POST", f"/imports/{import_id}/cancellation")

    assert (cancelled.status_code, cancelled.json()["state"]) == (200, "cancelled")
    assert (again.status_code, again.json()["code"]) == (409, "not_waiting")


def test_a_rehearsal_tells_everything_and_keeps_nothing(send):
    found = send(path="/imports/rehearsal").json()

    assert (found["totals"]["accepted"], found["totals"]["rejected"]) == (1, 1)
    assert [row["line"] for row in found["rejected"]] == [3]
    assert (Import.objects.count(), stored()) == (0, set())


def test_a_rehearsal_keeps_what_stood_in_the_rows_from_a_key_that_may_not_export_people(caller_in, circle, teahouse):
    def found(key):
        query = {"kind": "orders", "store": teahouse.public_id, "file_name": "march.csv"}
        sent = key.call("POST", "/imports/rehearsal", data=ORDERS, content_type="text/csv", query_params=query)
        [row] = sent.json()["rejected"]
        return row["column"], row["value"]

    assert found(caller_in(circle, "imports:edit", "people:export")) == ("Quantity", "x")
    assert found(caller_in(circle, "imports:edit")) == ("Quantity", None)


def test_the_same_file_handed_in_twice_leads_to_one_import(send):
    first, second = send().json(), send().json()

    assert first["id"] == second["id"]
    assert Import.objects.count() == 1


def test_a_mapping_comes_as_json(send):
    taken = send(columns='{"order_number": "Order"}')

    assert taken.status_code == 202
    assert Import.objects.get().columns == {"order_number": "Order"}


BAD = [
    ({"data": b""}, 411, "length_required"),
    ({"data": b"", "headers": {"Content-Length": "0"}}, 422, "empty_file"),
    ({"content_type": "image/png"}, 415, "wrong_content_type"),
    ({"content_type": "multipart/form-data"}, 400, "cut_off"),
    ({"content_type": "multipart/form-data; boundary=x", "data": b"--x--\r\n"}, 422, "no_file"),
    ({"content_type": "multipart/form-data; boundary=x", "data": b"nonsense"}, 422, "no_file"),
    ({"kind": "people"}, 422, "wrong_values"),
    ({"timezone": "Nowhere"}, 422, "unknown_zone"),
    ({"currency": "XQQ"}, 422, "unknown_currency"),
    ({"columns": "[1]"}, 422, "wrong_values"),
    ({"columns": "[" * 100_000}, 422, "wrong_values"),
    ({"columns": '{"order_number": "\\u0000"}'}, 422, "wrong_values"),
    ({"columns": '{"order_number": "\\ud800"}'}, 422, "wrong_values"),
    ({"file_name": "x" * 256}, 422, "wrong_values"),
    ({"store": "sto_" + "0" * 26}, 404, "not_found"),
]


@pytest.mark.parametrize(("given", "status", "code"), BAD)
def test_what_cannot_be_taken_is_refused_and_leaves_no_file(given, status, code, send):
    response = send(**given)

    assert (response.status_code, response.json()["code"]) == (status, code)
    assert (stored(), Import.objects.count()) == (set(), 0)


def test_a_body_that_is_too_long_is_refused_before_it_is_read(send):
    response = send(headers={"Content-Length": str(1 << 40)})

    assert (response.status_code, response.json()["code"]) == (413, "file_too_large")


def test_a_body_that_ends_early_leaves_nothing():
    body = {"wsgi.input": BytesIO(ORDERS), "CONTENT_LENGTH": "5000"}
    request = RequestFactory().generic("POST", "/", ORDERS, "text/csv", **body)

    with pytest.raises(upload.CutOff):
        upload.received(request, name="march.csv")

    assert stored() == set()


def test_an_import_of_another_circle_is_not_found(send, caller_in):
    import_id = send().json()["id"]
    stranger = caller_in(Circle.objects.get(id=workspace.store("Elsewhere", circle="Other").circle_id))

    assert stranger.refused(f"/imports/{import_id}") == (404, "not_found")
    assert stranger.refused(f"/imports/{import_id}/cancellation", "POST") == (404, "not_found")
    assert stranger.get("/imports")["items"] == []
