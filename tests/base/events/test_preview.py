"""A preview says what the undo then does, and does nothing."""

import pytest

from regulars.base.events import operations, preview, undo
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.commerce.models import Product

pytestmark = pytest.mark.django_db


def edit(store, at, moment="2026-03-01"):
    return operations.doing(OperationKind.EDIT, store=store, at=at(moment))


def made(store, at, *skus):
    with edit(store, at) as operation:
        rows = Product.objects.bulk_create(Product(store=store, sku=sku, title=sku) for sku in skus)
    return operation, rows


def alike(seen, done):
    return (seen.restored, seen.removed, seen.revived, seen.kept) == (
        done.restored, done.removed, done.revived, done.kept
    )  # fmt: skip


def test_what_comes_back_and_what_was_changed_since_are_told_beforehand(teahouse, mei, at):
    _, (one, other) = made(teahouse, at, "A", "B")
    with edit(teahouse, at) as operation:
        Product.objects.update(title="Tea", brand="Uji")
    with edit(teahouse, at):
        Product.objects.filter(id=other.id).update(title="Blue tea")

    seen = preview.of(operation)

    assert (seen.restored, seen.kept) == (3, [("commerce_product", "title", other.id)])
    one.refresh_from_db()
    assert one.title == "Tea"
    assert alike(seen, undo.undo(operation, by=mei, at=at("2026-03-02")))


def test_rows_that_were_made_go_unless_somebody_changed_them(teahouse, mei, at):
    operation, (_, other) = made(teahouse, at, "A", "B")
    with edit(teahouse, at):
        Product.objects.filter(id=other.id).update(title="Blue tea")

    seen = preview.of(operation)

    assert (seen.removed, seen.kept) == (1, [("commerce_product", "", other.id)])
    assert alike(seen, undo.undo(operation, by=mei, at=at("2026-03-02")))


def test_rows_that_were_removed_come_back(teahouse, mei, at):
    made(teahouse, at, "A", "B")
    with edit(teahouse, at) as operation:
        Product.objects.all().delete()

    seen = preview.of(operation)

    assert (seen.revived, seen.is_empty, seen.is_cut) == (2, False, False)
    assert alike(seen, undo.undo(operation, by=mei, at=at("2026-03-02")))


def test_what_is_undone_or_too_old_cannot_be_undone(teahouse, mei, at):
    operation, _ = made(teahouse, at, "A")

    assert preview.is_possible(operation, at=at("2026-03-30"))
    assert not preview.is_possible(operation, at=at("2026-04-15"))
    undo.undo(operation, by=mei, at=at("2026-03-02"))
    assert not preview.is_possible(Operation.objects.get(id=operation.id), at=at("2026-03-03"))
