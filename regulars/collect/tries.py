"""See an import through in a process of its own, and again after a kill, but not for ever.

A try is counted before it begins, since whoever is killed can count nothing afterwards. What gets on, or ends with a
sentence of its own, was not in vain and is taken off again.
"""

from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext_lazy

from regulars.base.kit import child
from regulars.base.kit.refusal import Refusal
from regulars.collect import imports
from regulars.collect.models import Import

MOST = 3
SAID_WHY = 2
"""What a command of ours ends with when it has refused something in one sentence."""


class GaveUp(Refusal):
    message = gettext_lazy(
        "The system has ended the work on %(file)s %(times)s times, most likely for want of memory, so it is not begun "
        "again by itself. Give the server more memory or hand in a smaller file, and try again."
    )


def run(import_id: int) -> None:
    """
    Read and merge a registered file, or take one back.

    :raises GaveUp: if whatever did so was killed too often.
    :raises ChildFailed: if it was killed, or has refused to go on.
    :raises AlreadyRunning: if somebody is at it.
    """
    import_ = Import.objects.select_related("store").get(id=import_id)
    with imports.alone(import_):
        import_.refresh_from_db()
        if import_.tries >= MOST:
            raise _give_up(import_)
        _count(import_, F("tries") + 1)
    try:
        child.run("import", "run", str(import_id))
    except child.ChildFailed as failed:
        if failed.values["code"] == SAID_WHY:
            _count(import_, Greatest(F("tries") - 1, 0))
        import_.refresh_from_db()
        if import_.tries >= MOST:
            raise _give_up(import_) from failed
        raise


def again(import_: Import) -> None:
    """Let the worker begin anew with an import that was given up."""
    Import.objects.filter(id=import_.id).update(tries=0, problem="", problem_code="")


def given_up(import_: Import) -> GaveUp:
    """The sentence about an import that was given up, for whoever reads it in another language."""
    return GaveUp(file=import_.file_name, times=MOST)


def _give_up(import_: Import) -> GaveUp:
    refusal = given_up(import_)
    imports.note_problem(import_, refusal)
    return refusal


def _count(import_: Import, tries: object) -> None:
    Import.objects.filter(id=import_.id).update(tries=tries)
