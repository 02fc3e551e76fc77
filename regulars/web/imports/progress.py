"""How far the checking or the importing of a file has come, as long work that a page watches."""

from django.urls import reverse
from django.utils.translation import gettext as _

from regulars.collect.kinds import DraftState, State
from regulars.collect.models import Draft, Import
from regulars.web.components import show
from regulars.web.components.work import Work

PART_READ = 100
"""Reading and merging are told as one way: a hundred parts each."""


def of_draft(draft: Draft) -> Work:
    address = reverse("import_draft_progress", args=[draft.public_id])
    if draft.state == DraftState.WAITING:
        return Work(_("Waiting for the worker"), address, _("It begins in a moment."))
    if not draft.rows_total:
        return Work(_("Looking at the file"), address, _("Its columns, dates and numbers are being understood."))
    return Work(_("Trying out every row"), address, rows(draft.rows_done, draft.rows_total), draft.rows_done,
                draft.rows_total)  # fmt: skip


def of_import(row: Import) -> Work:
    address = reverse("import_progress", args=[row.public_id])
    match row.state:
        case State.REGISTERED:
            return Work(_("Waiting for the worker"), address, _("It begins in a moment."))
        case State.STAGING if row.rows_total:
            return Work(
                _("Reading the file"), address, rows(row.rows_done, row.rows_total), row.rows_done, row.rows_total
            )
        case State.UNDOING:
            return Work(_("Taking the import back"), address, _("You can leave this page; it goes on by itself."))
        case State.STAGED | State.MERGING if row.steps_total:
            words = _("Batch %(done)s of %(total)s") % {
                "done": show.number(min(row.steps_done + 1, row.steps_total)), "total": show.number(row.steps_total)
            }  # fmt: skip
            return Work(_("Merging into the store"), address, words, row.steps_done, row.steps_total)
        case State.STAGED | State.MERGING:
            return Work(_("Finding the people"), address, _("Every row is read; who is who comes next."))
        case _:
            return Work(_("Looking at the file"), address, _("Its columns, dates and numbers are being understood."))


def rows(done: int, total: int) -> str:
    return _("%(done)s of %(total)s rows") % {"done": show.number(done), "total": show.number(total)}
