"""Repairs that go on: what arrives is repaired within a minute, each time under an operation that can be undone.

Whatever writes what is known of people holds the lock of its circle, so under that lock the newest ids say exactly
what has been seen. What staff wrote by hand, or put back after a repair, is left alone.
"""

from datetime import datetime

from django.utils.translation import gettext_lazy

from regulars.base.events import operations
from regulars.base.kit import query
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Circle, Staff
from regulars.identity import acts
from regulars.profile.models import QualityMark, StandingRepair
from regulars.profile.quality import checking, facts, repairing, repairs
from regulars.profile.quality.repairing import Done
from regulars.profile.quality.repairs import Options

MARKS = ("profile", "identifier", "change")
NEWEST = """
    select coalesce((select max(id) from profile_profile), 0), coalesce((select max(id) from identity_identifier), 0),
           coalesce((select max(id) from events_change), 0)
"""
NEW = """
    select person_id from profile_profile where id > %(profile)s
    union all select person_id from identity_identifier where id > %(identifier)s and kind <> 'anonymous'
    union all select p.person_id from events_change h join profile_profile p on p.id = h.key
              where h.id > %(change)s and h."table" = 'profile_profile'
    union all select i.person_id from events_change h join identity_identifier i on i.id = h.key
              where h.id > %(change)s and h."table" = 'identity_identifier'
    union all select v.person_id from events_change h join profile_fieldvalue v on v.id = h.key
              where h.id > %(change)s and h."table" = 'profile_fieldvalue'
"""
OF_CIRCLE = "select n.person_id from ({}) n join identity_person w on w.id = n.person_id where w.circle_id = %(circle)s"


class StandsAlready(Refusal):
    message = gettext_lazy("This repair goes on already.")


class NeverEnds(Refusal):
    message = gettext_lazy("“%(put)s” holds “%(find)s” itself, so this would be replaced again and again. Do it once.")
    status = 422


class HasStopped(Refusal):
    message = gettext_lazy("This repair has been stopped already.")


def keep(
    circle: Circle, name: str, options: Options, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM
) -> StandingRepair:
    """
    Let a repair go on with all that arrives from now on.

    :raises StandsAlready: if it does so with the same options.
    :raises NeverEnds: if it would find again what it has put there.
    :raises Refusal: if there is no such repair, or its options do not fit it.
    """
    repairs.of(circle, name, options)
    if options.find and options.find.lower() in options.put.lower():
        raise NeverEnds(put=options.put, find=options.find)
    with acts.doing("keep_repair", circle, by=by, actor=actor, at=at):
        kept = {"circle": circle, "repair": name, "options": options.as_json()}
        if StandingRepair.objects.at_work().filter(**kept).exists():
            raise StandsAlready
        QualityMark.objects.get_or_create(circle=circle, defaults=dict(zip(MARKS, query.row(NEWEST), strict=True)))
        return StandingRepair.objects.create(**kept, made_by=by, made_at=at)


def stop(standing: StandingRepair, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> StandingRepair:
    """
    Let a repair stop; what it has repaired stays so, unless its runs are undone.

    :raises HasStopped: if it has.
    """
    with acts.doing("stop_repair", standing.circle, by=by, actor=actor, at=at):
        if not StandingRepair.objects.at_work().filter(id=standing.id).exists():
            raise HasStopped
        standing.stopped_at = at
        standing.save(update_fields=["stopped_at"])
    return standing


def follow_all(*, at: datetime) -> list[Done]:
    """What `follow` does, in every circle."""
    return [done for circle in Circle.objects.order_by("id") for done in follow(circle, at=at)]


def follow(circle: Circle, *, at: datetime) -> list[Done]:
    """Repair and look at those of whom something was written since the last time; nothing is done where nothing was."""
    mark, _ = QualityMark.objects.get_or_create(circle=circle)
    if mark.checked_at is None:
        checking.check(circle, at=at)
    if tuple(query.row(NEWEST)) == marks(mark):
        return []
    with acts.undisturbed(circle):
        mark = QualityMark.objects.select_for_update().get(circle=circle)
        done = mend(circle, at=at) if gather(circle, mark) else []
        # What others have written in another circle meanwhile is told by the mark of that one.
        for name, newest in zip(MARKS, query.row(NEWEST), strict=True):
            setattr(mark, name, newest)
        mark.save(update_fields=MARKS)
    return done


def marks(mark: QualityMark) -> tuple[int, ...]:
    return tuple(getattr(mark, name) for name in MARKS)


def gather(circle: Circle, mark: QualityMark) -> int:
    """Those of whom something was written, in `touched_person`; how many there are."""
    return facts.touch(OF_CIRCLE.format(NEW), circle=circle.id, **dict(zip(MARKS, marks(mark), strict=True)))


def mend(circle: Circle, *, at: datetime) -> list[Done]:
    done: list[Done] = []
    for standing in StandingRepair.objects.at_work().filter(circle=circle).order_by("id"):
        options = Options.of(standing.options)
        found = repairing.run_standing(circle, standing.repair, options, rule=standing.public_id, at=at)
        if found.operation is not None:
            done.append(found)
    checking.look_again(circle, day=checking.today(circle, at=at))
    return done
