"""Take back what has just been done."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_POST

from regulars.base.events import undo
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.kinds import Act, Thing
from regulars.web.layout.choices import back
from regulars.web.layout.middleware import StaffRequest
from regulars.web.layout.rights import for_staff

AT_ONCE = {OperationKind.EDIT, OperationKind.RULE}


class TakesLonger(Refusal):
    message = gettext_lazy("This cannot be taken back from here, because more hangs on it.")


@require_POST
@for_staff(Act.UNDO, Thing.OPERATIONS)
def undoing(request: StaffRequest, id: str) -> HttpResponse:
    """
    Undo an edit, and go back to where the person was.

    :raises TakesLonger: if it was an import or a merge, which are undone as what they are.
    """
    operation = get_object_or_404(Operation.objects.visible_to(request.staff), public_id=id)
    if operation.kind not in AT_ONCE:
        raise TakesLonger
    undo.undo(operation, by=request.staff, at=request.now)
    messages.success(request, _("Undone."))
    return back(request)
