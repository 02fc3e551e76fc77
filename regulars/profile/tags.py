"""Tags: define, rename, merge; put them on people and take them off, one or a million at once."""

from collections.abc import Iterable
from datetime import datetime

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import Lower
from django.utils.translation import gettext_lazy
from psycopg import sql

from regulars.base.events import log, operations
from regulars.base.kit import query, text
from regulars.base.kit.refusal import Refusal
from regulars.base.workspace.models import Circle, Staff
from regulars.identity import acts, crowds
from regulars.identity.models import Person
from regulars.profile.events import PersonTagged, PersonUntagged
from regulars.profile.kinds import TagColor
from regulars.profile.models import FormerName, Tag, Tagging

LONGEST = 120

PUT = """
    insert into profile_tagging (person_id, tag_id)
    select c.id, %(tag)s from chosen_person c
    where not exists (select from profile_tagging t join identity_person o on o.id = t.person_id
                      where t.tag_id = %(tag)s and o.canonical_id = c.id)
    order by c.id
    on conflict do nothing
"""
TAKE = """
    delete from profile_tagging t using identity_person o join chosen_person c on c.id = o.canonical_id
    where o.id = t.person_id and t.tag_id = %(tag)s
"""
TOLD = """
    select 'record', null::bigint, {person}, %(name)s::text, %(at)s::timestamptz, %(at)s::timestamptz, 'regulars',
           %(actor)s::text, 'live', jsonb_build_object('tag', %(tag)s::text), '{{}}'::jsonb
    from {rows} order by 3
"""
PUT_ON = TOLD.format(
    person="t.person_id",
    rows="profile_tagging t where t.operation = current_operation() and t.tag_id = %(id)s",
)
TAKEN_OFF = TOLD.format(
    person="(h.old ->> 'person_id')::bigint",
    rows="events_change h where h.operation = current_operation() and h.\"table\" = 'profile_tagging'",
)
MOVE = """
    insert into profile_tagging (person_id, tag_id)
    select person_id, %(into)s from profile_tagging where tag_id = %(tag)s order by person_id
    on conflict do nothing
"""


class NoSuchTag(Refusal):
    message = gettext_lazy("A tag has 1 to 120 characters.")
    status = 422


class TagExists(Refusal):
    message = gettext_lazy("There is a tag “%(name)s” already. Merge the two instead.")


class SameTag(Refusal):
    message = gettext_lazy("A tag cannot be merged into itself.")


def named(circle: Circle, name: str) -> Tag | None:
    """The tag that is called so, whatever the case, or else the one that was."""
    is_called = Q(folded=checked(name).lower())
    former = FormerName.objects.alias(folded=Lower("name")).filter(is_called, circle=circle)
    found = Tag.objects.alias(folded=Lower("name"), is_called=is_called).filter(circle=circle)
    return found.filter(is_called | Q(id__in=former.values("tag"))).order_by("-is_called").first()


def called(circle: Circle, name: str) -> Tag | None:
    """The tag of a name, whatever its case."""
    return Tag.objects.alias(folded=Lower("name")).filter(circle=circle, folded=checked(name).lower()).first()


def with_people(tags: QuerySet[Tag]) -> QuerySet[Tag]:
    """Tags by name, each with how many bear it; one merged into another counts once for each original."""
    return tags.annotate(people=Count("taggings")).order_by(Lower("name"))


def define(
    circle: Circle, *, name: str, color: TagColor, by: Staff | None, at: datetime, actor: str = operations.SYSTEM
) -> Tag:
    """
    A tag that is offered everywhere; one that was made in passing becomes so.

    :raises TagExists: if it is defined already.
    :raises NoSuchTag: if the name is empty or too long.
    """
    with acts.doing("define_tag", circle, by=by, actor=actor, at=at, tag=name):
        tag = called(circle, name) or Tag.objects.create(circle=circle, name=checked(name))
        if tag.is_defined:
            raise TagExists(name=tag.name)
        forget(circle, name)
        tag.name, tag.color, tag.is_defined = checked(name), color, True
        tag.save(update_fields=["name", "color", "is_defined"])
    return tag


def change(
    tag: Tag, *, name: str, color: TagColor, by: Staff | None, at: datetime, actor: str = operations.SYSTEM
) -> Tag:
    """
    Give a tag another name or color; whoever bears it, bears it still, and files that say the old name mean it.

    :raises TagExists: if another tag has the name.
    :raises NoSuchTag: if the name is empty or too long.
    """
    other = called(tag.circle, name)
    if other is not None and other.id != tag.id:
        raise TagExists(name=other.name)
    with acts.doing("change_tag", tag.circle, by=by, actor=actor, at=at, tag=tag.name):
        forget(tag.circle, name)
        if checked(name).lower() != tag.name.lower():
            FormerName.objects.create(circle=tag.circle, tag=tag, name=tag.name)
        tag.name, tag.color, tag.is_defined = checked(name), color, True
        tag.save(update_fields=["name", "color", "is_defined"])
    return tag


def forget(circle: Circle, name: str) -> None:
    """Let a name lead nowhere but to the tag that is about to be called so."""
    FormerName.objects.alias(folded=Lower("name")).filter(circle=circle, folded=checked(name).lower()).delete()


def merge(tag: Tag, *, into: Tag, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> int:
    """
    Let one tag take the place of another, which goes; how many people were given it by that.

    Files that still name the other mean this one.

    :raises SameTag: if the two are one.
    """
    if tag.id == into.id:
        raise SameTag
    with acts.doing("merge_tags", tag.circle, by=by, actor=actor, at=at, tag=tag.name, into=into.name):
        moved = query.run(MOVE, tag=tag.id, into=into.id)
        query.run("delete from profile_tagging where tag_id = %(tag)s", tag=tag.id)
        FormerName.objects.filter(tag=tag).update(tag=into)
        FormerName.objects.create(circle=tag.circle, tag=into, name=tag.name)
        tag.delete()
    return moved


def remove(tag: Tag, *, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> int:
    """Take a tag off everybody and away; how many bore it."""
    with acts.doing("remove_tag", tag.circle, by=by, actor=actor, at=at, tag=tag.name):
        taken = query.run("delete from profile_tagging where tag_id = %(tag)s", tag=tag.id)
        tag.delete()
    return taken


def put(
    people: QuerySet[Person],
    *,
    name: str,
    circle: Circle,
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
) -> int:
    """
    Tag people, making the tag if there is none of that name; how many did not bear it before.

    :raises NoSuchTag: if the name is empty or too long.
    """
    with acts.undisturbed(circle):
        count = crowds.gather(people.filter(circle=circle))
        with acts.doing("tag", circle, by=by, actor=actor, at=at, tag=checked(name), people=count) as operation:
            tag = made(circle, name)
            given = query.run(PUT, tag=tag.id)
            told = {"name": PersonTagged.name, "at": at, "actor": operation.actor, "tag": tag.name, "id": tag.id}
            log.append_select(sql.SQL(PUT_ON), told)
    return given


def take(people: QuerySet[Person], *, tag: Tag, by: Staff | None, at: datetime, actor: str = operations.SYSTEM) -> int:
    """Take a tag off people, over all who were merged into them; how many taggings went."""
    with acts.undisturbed(tag.circle):
        count = crowds.gather(people.filter(circle=tag.circle))
        with acts.doing("untag", tag.circle, by=by, actor=actor, at=at, tag=tag.name, people=count) as operation:
            taken = query.run(TAKE, tag=tag.id)
            told = {"name": PersonUntagged.name, "at": at, "actor": operation.actor, "tag": tag.name}
            log.append_select(sql.SQL(TAKEN_OFF), told)
    return taken


def of(people: Iterable[int]) -> dict[int, list[Tag]]:
    """The tags of canonical people by name, in one statement."""
    borne: dict[int, dict[int, Tag]] = {}
    found = Tagging.objects.filter(person__canonical__in=list(people)).select_related("tag", "person")
    for tagging in found.order_by(Lower("tag__name")):
        borne.setdefault(tagging.person.canonical_id, {})[tagging.tag_id] = tagging.tag
    return {person: list(tags.values()) for person, tags in borne.items()}


def made(circle: Circle, name: str) -> Tag:
    """The tag of a name, made now if there is none; in the caller's operation."""
    return named(circle, name) or Tag.objects.create(circle=circle, name=checked(name))


def checked(name: str) -> str:
    plain = text.squeeze(name)
    if not plain or len(plain) > LONGEST:
        raise NoSuchTag
    return plain
