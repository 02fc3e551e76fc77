"""The way of a file on the pages: handed in, understood, tried out, imported, taken back."""

from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from regulars.base.workspace import access
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Account, Staff, Store
from regulars.collect import drafts, imports, rejects, tries
from regulars.collect.kinds import DraftState, State
from regulars.collect.models import Draft, Import
from regulars.commerce.models import Order
from regulars.profile import arrivals
from regulars.web.imports import custom, forms
from tests.conftest import At
from tests.make import workspace
from tests.web.conftest import signed_in

pytestmark = pytest.mark.django_db
MOST_QUERIES = 12
FILE = """Invoice,When,E-mail,Article,Qty,Price
1,2026-02-01,li@example.org,Tea,2,4.50
2,2026-02-02,wu@example.org,Pot,x,38
"""


@pytest.fixture(autouse=True)
def _home(tmp_path: Path, settings: Any) -> None:
    settings.HOME = tmp_path
    settings.INCOMING = str(tmp_path / "incoming")


def sent(client: Client, content: str = FILE, **more: str) -> Any:
    file = SimpleUploadedFile("orders.csv", content.encode(), "text/csv")
    return client.post(reverse("import_new"), {"kind": "orders", "file": file, **more})


def checked(at: At) -> Draft:
    draft = Draft.objects.get()
    drafts.check(draft.id, attempt=draft.attempt, at=at("2026-03-01"))
    draft.refresh_from_db()
    return draft


def page_of(client: Client, draft: Draft) -> str:
    return client.get(reverse("import_draft", args=[draft.public_id])).content.decode()


def work(row: Import, at: At) -> None:
    """What the worker does for an import."""
    row.refresh_from_db()
    arrivals.see_through(row, at=at("2026-03-01"), reading=lambda *_: None, merging=lambda *_: None)


def test_a_file_waits_for_the_worker_and_is_then_understood(teahouse: Store, at_work: Client, at: At):
    answer = sent(at_work)
    draft = Draft.objects.get()
    assert answer.headers["Location"] == reverse("import_draft", args=[draft.public_id])
    assert "Waiting for the worker" in page_of(at_work, draft)

    page = page_of(at_work, checked(at))

    assert "What importing it would bring" in page
    assert "This is not a number" in page
    assert "Import now" in page


def test_the_progress_reloads_the_page_when_the_check_has_ended(teahouse: Store, at_work: Client, at: At):
    sent(at_work)
    path = reverse("import_draft_progress", args=[Draft.objects.get().public_id])

    assert "HX-Refresh" not in at_work.get(path).headers
    checked(at)
    assert at_work.get(path).headers["HX-Refresh"] == "true"


def test_a_column_is_given_its_meaning_and_the_file_is_tried_out_again(teahouse: Store, at_work: Client, at: At):
    sent(at_work, FILE.replace("Article", "Stuff"))
    draft = checked(at)
    form = forms.ReadingForm(draft, custom.of(draft, Staff.objects.get()))
    values = {bound.html_name: bound.value() or "" for bound in form} | {"role_3": "title"}

    at_work.post(reverse("import_draft", args=[draft.public_id]), values)

    draft.refresh_from_db()
    assert (draft.columns, draft.state) == ({"title": "Stuff"}, DraftState.WAITING)
    assert checked(at).found["understood"]["columns"]["title"] == ["Stuff"]


def test_what_is_open_is_asked_with_the_example_read_in_each_way(teahouse: Store, at_work: Client, at: At):
    sent(at_work, FILE.replace("2026-02-01", "01/02/2026").replace("2026-02-02", "03/02/2026"))

    page = page_of(at_work, checked(at))

    assert "day, month, year: 1 Feb 2026" in page
    assert "month, day, year: 2 Jan 2026" in page
    assert "Import now" not in page


@pytest.mark.parametrize(
    ("now", "chosen", "told"),
    [
        (["email", "title"], ["email", "title"], {}),
        (["email", ""], ["email", "title"], {"title": "B"}),
        (["email", "title"], ["", "title"], {"email": ""}),
        (["email", "title"], ["title", "email"], {"title": "A", "email": "B"}),
        (["phone", "phone"], ["phone", ""], {"phone": "A"}),
    ],
)
def test_only_what_differs_from_what_was_found_is_said(now: list[str], chosen: list[str], told: dict[str, str]):
    columns = [{"heading": name, "role": role, "trust": "heading"} for name, role in zip("AB", now, strict=True)]

    assert forms.mapping(columns, chosen, said={}) == told


def test_a_checked_file_is_imported_shown_and_taken_back(teahouse: Store, at_work: Client, at: At):
    sent(at_work)
    draft = checked(at)
    answer = at_work.post(reverse("import_draft_start", args=[draft.public_id]))
    row = Import.objects.get()
    assert answer.headers["Location"] == reverse("import", args=[row.public_id])

    work(row, at)
    page = at_work.get(answer.headers["Location"]).content.decode()
    assert "What it brought" in page
    assert Order.objects.filter(number="1").exists()

    at_work.post(reverse("import_undoing", args=[row.public_id]))
    work(row, at)
    row.refresh_from_db()
    assert (row.state, Order.objects.count()) == (State.UNDONE, 0)


def test_an_import_that_was_given_up_says_so_and_is_tried_again(teahouse: Store, at_work: Client, at: At):
    sent(at_work)
    at_work.post(reverse("import_draft_start", args=[checked(at).public_id]))
    row = Import.objects.get()
    imports.note_problem(row, tries.GaveUp(file=row.file_name, times=tries.MOST))

    Account.objects.update(language="zh-hans")
    page = at_work.get(reverse("import", args=[row.public_id])).content.decode()
    at_work.post(reverse("import_again", args=[row.public_id]))

    row.refresh_from_db()
    assert "多半是因为内存不足" in page
    assert "重试" in page
    assert (row.is_given_up, row.is_at_work) == (False, True)


def test_what_was_not_checked_is_not_imported(teahouse: Store, at_work: Client):
    sent(at_work)

    answer = at_work.post(reverse("import_draft_start", args=[Draft.objects.get().public_id]))

    assert answer.status_code == 409
    assert not Import.objects.exists()


def test_rejected_rows_are_downloaded(teahouse: Store, at_work: Client, at: At):
    sent(at_work)
    at_work.post(reverse("import_draft_start", args=[checked(at).public_id]))
    work(Import.objects.get(), at)

    answer = at_work.get(reverse("import_rejected", args=[Import.objects.get().public_id]))

    assert b"3,Qty,x," in b"".join(answer.streaming_content)


def test_only_an_owner_imports_by_path(teahouse: Store, at_work: Client, mei: Staff, tmp_path: Path):
    (tmp_path / "incoming").mkdir()
    (tmp_path / "incoming" / "orders.csv").write_text(FILE)
    asked = {"kind": "orders", "path": "orders.csv"}

    assert signed_in(mei).post(reverse("import_new"), asked).status_code == 422
    assert at_work.post(reverse("import_new"), asked).status_code == 302
    assert Draft.objects.get().path == str(tmp_path / "incoming" / "orders.csv")


def test_a_file_is_needed(teahouse: Store, at_work: Client):
    assert "Choose one file." in at_work.post(reverse("import_new"), {"kind": "orders"}).content.decode()


def test_a_removed_draft_takes_its_file_along(teahouse: Store, at_work: Client):
    sent(at_work)
    draft = Draft.objects.get()

    at_work.post(reverse("import_draft_removal", args=[draft.public_id]))

    assert not Draft.objects.exists()
    assert not Path(draft.path).exists()


def test_an_analyst_sees_imports_and_no_drafts(teahouse: Store, at_work: Client, at: At):
    sent(at_work)
    analyst = signed_in(workspace.staff(teahouse.circle, Role.ANALYST, name="Ada"))

    assert "orders.csv" not in analyst.get(reverse("imports")).content.decode()
    assert analyst.get(reverse("import_draft", args=[Draft.objects.get().public_id])).status_code == 403


def test_pages_of_imports_take_few_statements(teahouse: Store, at_work: Client, at: At):
    sent(at_work)
    at_work.post(reverse("import_draft_start", args=[checked(at).public_id]))
    work(Import.objects.get(), at)
    for path in (reverse("imports"), reverse("import", args=[Import.objects.get().public_id])):
        with CaptureQueriesContext(connection) as asked:
            at_work.get(path)

        assert len(asked) <= MOST_QUERIES, path


def test_a_masked_role_sees_why_rows_were_rejected_but_not_what_stood_in_them(
    teahouse: Store, at_work: Client, anna: Staff, at: At
):
    sent(at_work, FILE.replace("Pot,x", "Pot,wu@example.org"))
    at_work.post(reverse("import_draft_start", args=[checked(at).public_id]))
    row = Import.objects.get()
    work(row, at)
    path = reverse("import", args=[row.public_id])

    assert "wu@example.org" in at_work.get(path).content.decode()
    page = signed_in(anna).get(path).content.decode()
    assert "wu@example.org" not in page
    assert "Qty" in page
    assert "wu@example.org" not in "".join(rejects.as_csv(row, with_values=False))


def test_a_masked_role_that_may_import_sees_what_a_file_means_but_not_what_stands_in_it(
    teahouse: Store, at_work: Client, at: At, monkeypatch: pytest.MonkeyPatch
):
    sent(at_work, FILE.replace("Pot,x", "Pot,wu@example.org"))
    draft = checked(at)
    open_page = page_of(at_work, draft)

    monkeypatch.setattr(access, "MASKED", access.MASKED | {Role.OWNER})
    masked_page = page_of(at_work, draft)

    for value in ("li@example.org", "wu@example.org"):
        assert value in open_page
        assert value not in masked_page
    for told in ("E-mail", "Qty", "This is not a number"):
        assert told in masked_page
