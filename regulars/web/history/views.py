"""Take back what has just been done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from regulars.base.events.models import Operation
from regulars.base.events.undo import Undone
from regulars.base.workspace.kinds import Act, Thing
from regulars.profile import reversals
from regulars.web.components import show
from regulars.web.layout.choices import back
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff


@require_POST
@for_staff(Act.UNDO, Thing.OPERATIONS)
def undoing(request: StaffRequest, id: str) -> HttpResponse:
    """Undo an operation by the verb of its kind, and go back to where the person was."""
    operation = get_object_or_404(Operation.objects.visible_to(request.staff).select_related("undoes"), public_id=id)
    done = reversals.put_back(operation, by=request.staff, actor=request.staff.public_id, at=request.now)
    messages.success(request, said(done))
    return back(request)


def said(done: Undone) -> str:
    """What an undo did, in one sentence."""
    if not done.is_done:
        return _("It is being undone; this goes on by itself.")
    if done.kept:
        return ngettext(
            "Undone, but for %(kept)s row that was changed since.",
            "Undone, but for %(kept)s rows that were changed since.",
            len(done.kept),
        ) % {"kept": show.number(len(done.kept))}
    return _("Undone.")
