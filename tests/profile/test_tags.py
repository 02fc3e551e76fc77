"""Tags are put on sets of people and undone with the operation that did it."""

import pytest

from regulars.base.events import undo
from regulars.base.events.models import Operation
from regulars.base.kit import query
from regulars.identity import crowds
from regulars.identity.models import Person
from regulars.profile import intake, tags
from regulars.profile.kinds import TagColor
from regulars.profile.models import Tag
from tests.make import identity, profile
from tests.make.profile import tags_of
from tests.make.staging import staged

pytestmark = pytest.mark.django_db


def last() -> Operation:
    return Operation.objects.order_by("-id")[0]


def events_of(person: Person) -> list[str]:
    return [name for (name,) in query.rows("select name from events where person = %s order by seq", [person.id])]


def test_a_set_is_tagged_once_and_each_is_told(circle, mei, li, wu, at):
    profile.tagged(wu, "vip")

    given = tags.put(Person.objects.visible_to(mei), name=" VIP ", circle=circle, by=mei, at=at("2026-03-01"))

    assert given == 1
    assert (tags_of(li), tags_of(wu)) == (["vip"], ["vip"])
    assert events_of(li) == ["person.tagged"]
    assert last().facts == {"act": "tag", "tag": "VIP", "people": 2}


def test_undoing_a_bulk_tag_leaves_what_was_there_before(circle, mei, li, wu, at):
    profile.tagged(wu, "vip")
    tags.put(Person.objects.visible_to(mei), name="vip", circle=circle, by=mei, at=at("2026-03-01"))

    undo.undo(last(), by=mei, at=at("2026-03-02"))

    assert (tags_of(li), tags_of(wu)) == ([], ["vip"])


def test_undoing_an_untagging_brings_the_tags_back(circle, mei, li, wu, at):
    profile.tagged(li, "vip")
    profile.tagged(wu, "vip")

    taken = tags.take(crowds.one(li), tag=Tag.objects.get(), by=mei, at=at("2026-03-01"))
    assert (taken, tags_of(li), tags_of(wu)) == (1, [], ["vip"])
    undo.undo(last(), by=mei, at=at("2026-03-02"))

    assert tags_of(li) == ["vip"]
    assert events_of(li) == ["person.tagged", "person.untagged", "event.undone"]


def test_the_tag_of_somebody_merged_in_counts_and_goes_with_them(circle, mei, li, wu, at):
    profile.tagged(wu, "vip")
    identity.merge(li, wu)

    given = tags.put(crowds.one(li), name="vip", circle=circle, by=mei, at=at("2026-03-01"))
    shown = tags.of([li.id])
    tags.take(crowds.one(li), tag=Tag.objects.get(), by=mei, at=at("2026-03-01"))

    assert given == 0
    assert [tag.name for tag in shown[li.id]] == ["vip"]
    assert tags_of(wu) == []


def test_a_tag_takes_the_place_of_another(circle, mei, li, wu, at):
    profile.tagged(li, "vip")
    profile.tagged(li, "VIPs")
    profile.tagged(wu, "VIPs")

    moved = tags.merge(tags.named(circle, "vips"), into=tags.named(circle, "vip"), by=mei, at=at("2026-03-01"))

    assert (moved, tags_of(li), tags_of(wu)) == (1, ["vip"], ["vip"])
    undo.undo(last(), by=mei, at=at("2026-03-02"))
    assert (tags_of(li), tags_of(wu)) == (["VIPs", "vip"], ["VIPs"])


def test_files_that_say_the_name_of_a_tag_that_was_merged_mean_the_other_until_that_is_undone(
    circle, teahouse, mei, li, at
):
    profile.tagged(li, "vip")
    profile.tagged(li, "Patron")
    tags.change(tags.named(circle, "patron"), name="VIPs", color=TagColor.GREEN, by=mei, at=at("2026-03-01"))
    tags.merge(tags.named(circle, "vips"), into=tags.named(circle, "vip"), by=mei, at=at("2026-03-01"))
    merging = last()
    rows = [{"user_id": "1", "tags": ["VIPS", "Patron"]}]

    intake.merge(staged(1, teahouse, rows, kind="customers"), at=at("2026-03-02"))

    assert [tag.name for tag in Tag.objects.all()] == ["vip"]
    undo.undo(merging, by=mei, at=at("2026-03-03"))
    assert tags.named(circle, "vips").name == "VIPs"
    assert tags.named(circle, "patron").name == "VIPs"


def test_a_tag_is_renamed_for_all_who_bear_it(circle, mei, li, at):
    profile.tagged(li, "vip")

    tags.change(tags.named(circle, "vip"), name="Regular", color=TagColor.GREEN, by=mei, at=at("2026-03-01"))

    assert tags_of(li) == ["Regular"]


def test_files_that_say_the_old_name_of_a_tag_mean_it(circle, teahouse, mei, at):
    def merged(number, *names):
        row = {"user_id": f"u{number}", "tags": list(names)}
        intake.merge(staged(number, teahouse, [row], kind="customers"), at=at("2026-03-01"))

    merged(1, "vip")
    renamed = {"color": TagColor.GREEN, "by": mei, "at": at("2026-03-01")}
    tags.change(tags.named(circle, "vip"), name="Patron", **renamed)
    tags.change(tags.named(circle, "patron"), name="Regular", **renamed)
    merged(2, "VIP", "regular", "Patron")

    assert [tags_of(person) for person in Person.objects.order_by("id")] == [["Regular"], ["Regular"]]
    assert Tag.objects.count() == 1


def test_a_tag_can_be_called_as_another_was_called_before(circle, mei, li, wu, at):
    profile.tagged(li, "vip")
    tags.change(tags.named(circle, "vip"), name="Regular", color=TagColor.GREEN, by=mei, at=at("2026-03-01"))
    profile.tagged(wu, "vip")
    assert tags_of(wu) == ["Regular"]

    tags.define(circle, name="VIP", color=TagColor.RED, by=mei, at=at("2026-03-01"))
    profile.tagged(wu, "vip")

    assert (tags_of(li), tags_of(wu)) == (["Regular"], ["Regular", "VIP"])


def test_an_undone_renaming_leaves_no_former_name(circle, mei, li, wu, at):
    profile.tagged(li, "vip")
    tags.change(tags.named(circle, "vip"), name="Regular", color=TagColor.GREEN, by=mei, at=at("2026-03-01"))

    undo.undo(last(), by=mei, at=at("2026-03-02"))
    profile.tagged(wu, "vip")
    profile.tagged(wu, "regular")

    assert (tags_of(li), tags_of(wu)) == (["vip"], ["regular", "vip"])


def test_a_removed_tag_comes_back_with_its_former_names(circle, mei, li, wu, at):
    profile.tagged(li, "vip")
    tags.change(tags.named(circle, "vip"), name="Regular", color=TagColor.GREEN, by=mei, at=at("2026-03-01"))
    tags.remove(Tag.objects.get(), by=mei, at=at("2026-03-01"))

    undo.undo(last(), by=mei, at=at("2026-03-02"))
    profile.tagged(wu, "vip")

    assert (tags_of(li), tags_of(wu)) == (["Regular"], ["Regular"])


def test_two_tags_never_have_one_name(circle, mei, at):
    tags.define(circle, name="vip", color=TagColor.RED, by=mei, at=at("2026-03-01"))
    other = tags.define(circle, name="tea", color=TagColor.RED, by=mei, at=at("2026-03-01"))

    with pytest.raises(tags.TagExists):
        tags.define(circle, name="VIP", color=TagColor.RED, by=mei, at=at("2026-03-01"))
    with pytest.raises(tags.TagExists):
        tags.change(other, name="Vip", color=TagColor.RED, by=mei, at=at("2026-03-01"))


def test_an_empty_tag_is_refused(circle, mei, at):
    with pytest.raises(tags.NoSuchTag):
        tags.put(Person.objects.none(), name="  ", circle=circle, by=mei, at=at("2026-03-01"))


def test_a_set_is_tagged_in_as_many_statements_as_one_person(circle, mei, django_assert_max_num_queries, at):
    for number in range(30):
        identity.person(circle, email=f"{number}@teahouse.example")

    with django_assert_max_num_queries(25):
        tags.put(Person.objects.visible_to(mei), name="vip", circle=circle, by=mei, at=at("2026-03-01"))
