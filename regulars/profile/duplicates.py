"""Compare all people of a circle, and keep who may be one as suggestions; merge the surest if that is wanted."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any

from django.db import connection, transaction

from regulars.base.events import operations
from regulars.base.events.kinds import OperationKind
from regulars.base.events.models import Operation
from regulars.base.kit import clock, query
from regulars.base.workspace.models import Circle
from regulars.identity import links, rules
from regulars.identity.duplicates import deciding, matching
from regulars.identity.duplicates.comparisons import UNKNOWN
from regulars.identity.duplicates.learning import Weights
from regulars.identity.duplicates.matching import Before, Matched, Pair
from regulars.identity.links import SamePerson, TooManyInOne
from regulars.identity.models import DuplicateRules, DuplicateRun, Suggestion
from regulars.identity.resolve import LOCK
from regulars.profile import comparing

if TYPE_CHECKING:
    import pyarrow as pa

MOST_MERGES = 5_000
WHOLE_EVERY = timedelta(days=7)
"""What agreement is worth changes slowly; so often all are compared anew."""
MOST_CHANGED = 0.1
"""Where a larger share of people has changed, all are compared."""
FOUND = """
    create temp table found_pair (older bigint, newer bigint, probability float8, evidence jsonb) on commit drop
"""
STANDING = """
    from identity_suggestion s where s.circle_id = %(circle)s and s.probability is not null
      and s.older_id <> all(%(changed)s::bigint[]) and s.newer_id <> all(%(changed)s::bigint[])
"""
LINKS = f"select older_id, newer_id, probability {STANDING} and probability >= {matching.LINKED} order by 1, 2"
STAYS = f"insert into found_pair select older_id, newer_id, probability, evidence {STANDING}"
# As people are now: one row for two human beings, and none for those whom somebody has told apart.
WANTED = """
    create temp table wanted_pair on commit drop as
    with apart as (
        select least(a.canonical_id, b.canonical_id) as one, greatest(a.canonical_id, b.canonical_id) as other
        from identity_apart x join identity_person a on a.id = x.older_id join identity_person b on b.id = x.newer_id
        where x.circle_id = %(circle)s
    )
    select distinct on (one, other) f.older, f.newer, f.probability, f.evidence
    from (
        select f.*, least(a.canonical_id, b.canonical_id) as one, greatest(a.canonical_id, b.canonical_id) as other
        from found_pair f join identity_person a on a.id = f.older join identity_person b on b.id = f.newer
    ) f
    where one <> other and not exists (select from apart where apart.one = f.one and apart.other = f.other)
    order by one, other, f.probability desc, f.older, f.newer
"""
# What was suggested by its probability alone goes when that has fallen; a shared identifier stays a reason.
FALLEN = """
    identity_suggestion s where s.circle_id = %(circle)s and s.probability is not null
      and not exists (select from wanted_pair w where w.older = s.older_id and w.newer = s.newer_id)
"""
CHANGED = """
    from wanted_pair w left join identity_suggestion s on s.older_id = w.older and s.newer_id = w.newer
    where s.id is null or abs(coalesce(s.probability, 0) - w.probability) > 0.002
"""
COUNT = f"select (select count(*) {CHANGED}) + (select count(*) from {FALLEN})"
FORGET = f"delete from {FALLEN} and not s.evidence ? 'kind'"
WEAKEN = """
    update identity_suggestion s set probability = null, evidence = s.evidence - array['bits', 'reasons', 'through']
    where s.circle_id = %(circle)s and s.probability is not null and s.evidence ? 'kind'
      and not exists (select from wanted_pair w where w.older = s.older_id and w.newer = s.newer_id)
"""
KEEP = f"""
    insert into identity_suggestion (circle_id, older_id, newer_id, evidence, probability, made_at)
    select %(circle)s, w.older, w.newer, w.evidence, w.probability, %(at)s {CHANGED} order by w.older, w.newer
    on conflict (older_id, newer_id) do update
    set probability = excluded.probability, evidence = identity_suggestion.evidence || excluded.evidence
"""
# Two customer numbers of one store are two people until somebody says otherwise.
SURE = """
    select s.id from identity_suggestion s
    join identity_person a on a.id = s.older_id join identity_person b on b.id = s.newer_id
    where s.circle_id = %(circle)s and s.probability >= %(least)s and a.canonical_id <> b.canonical_id
      and not exists (
          select from identity_identifier i join identity_person io on io.id = i.person_id
          join identity_identifier j on j.kind = i.kind and j.scope = i.scope and j.circle_id = i.circle_id
              and j.value <> i.value and j.verified_at is not null
          join identity_person jo on jo.id = j.person_id
          where i.verified_at is not null and i.kind = 'user'
            and io.canonical_id = a.canonical_id and jo.canonical_id = b.canonical_id)
    order by s.probability desc, s.id limit %(most)s
"""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a comparison found, and what was learned and done by it."""

    run: DuplicateRun
    pairs: Sequence[Pair]


def find(circle: Circle, *, at: datetime, threshold: float | None = None, only_changed: bool = False) -> Outcome:
    """
    Compare everybody with whoever they may be, and keep what was found.

    :param threshold: also name pairs of a lower probability than is kept; they are not suggested.
    :param only_changed: compare only those who have changed since the last time, where that is enough.
    """
    limits, decisions = rules.of(circle), rules.decisions(circle)
    least = limits.suggest_from if threshold is None else min(threshold, limits.suggest_from)
    leaning = deciding.leaning(decisions)
    people = comparing.people(circle)
    before = standing(circle, people, decisions=len(decisions), at=at) if only_changed else None
    matched = matching.match(people, threshold=least, leaning=leaning, before=before)
    changed = [] if before is None else ids_of(before.changed)
    kept = [pair for pair in matched.pairs if pair.probability >= limits.suggest_from]
    keep(circle, kept, changed=None if before is None else changed, at=at)
    comparing.remember(circle, people if before is None else people.filter(people.column("is_new")))
    merged = merge_sure(circle, limits.merge_from, at=at) if limits.merges_alone else 0
    run = DuplicateRun.objects.create(
        circle=circle, version=matching.VERSION, weights=weights(matched) | {"leaning": asdict(leaning)},
        decisions=len(decisions), people=matched.people, compared=matched.compared, found=len(matched.pairs),
        is_whole=before is None, changed=len(changed), merged=merged, began_at=at, ended_at=clock.now(),
    )  # fmt: skip
    return Outcome(run, matched.pairs)


def standing(circle: Circle, people: "pa.Table", *, decisions: int, at: datetime) -> Before | None:
    """What the last comparison has left; None where all must be compared: something has changed that bears on all."""
    last = DuplicateRun.objects.filter(circle=circle, is_whole=True).order_by("-id").first()
    changed = people.filter(people.column("is_new")).select(["id"])
    if (
        last is None
        or (last.version, last.decisions) != (matching.VERSION, decisions)
        or last.began_at < at - WHOLE_EVERY
        or len(changed) > MOST_CHANGED * len(people)
        or DuplicateRules.objects.filter(circle=circle, set_at__gt=last.began_at).exists()
    ):
        return None
    learned = {name: last.weights[name] for name in ("prior", "shares", "chances", "following")}
    links = query.rows(LINKS, circle=circle.id, changed=ids_of(changed))
    return Before(Weights(**learned), [(older, newer, probability) for older, newer, probability in links], changed)


def ids_of(people: "pa.Table") -> list[int]:
    return [int(id) for id in people.column("id").to_pylist()]


def is_current(circle: Circle) -> bool:
    """Whether nothing has been done since people were compared last."""
    last = DuplicateRun.objects.filter(circle=circle).order_by("-id").first()
    if last is None:
        return False
    since = Operation.objects.filter(circle=circle, begun_at__gt=last.began_at)
    return not since.exclude(facts__act="find_duplicates").exists()


def weights(matched: Matched) -> dict[str, Any]:
    return asdict(matched.weights)


@transaction.atomic
def keep(circle: Circle, pairs: Sequence[Pair], *, at: datetime, changed: Sequence[int] | None = None) -> int:
    """
    Let the suggestions be those of these pairs, and say how many changed; nothing is written where none did.

    :param changed: the people whom these pairs are of; what was found of others stays. All, if not given.
    """
    query.lock(LOCK, circle.id)
    query.run("drop table if exists found_pair, wanted_pair")
    query.run(FOUND)
    with connection.cursor() as cursor, cursor.copy("copy found_pair from stdin") as copy:
        for row in told(pairs):
            copy.write_row(row)
    if changed is not None:
        query.run(STAYS, circle=circle.id, changed=changed)
    query.run(WANTED, circle=circle.id)
    query.run("create index on wanted_pair (older, newer)")
    query.run("analyze wanted_pair")
    moved = int(query.value(COUNT, circle=circle.id))
    if moved:
        facts = {"act": "find_duplicates", "pairs": moved}
        with operations.doing(OperationKind.RULE, circle=circle, at=at, facts=facts):
            query.run(FORGET, circle=circle.id)
            query.run(WEAKEN, circle=circle.id)
            query.run(KEEP, circle=circle.id, at=at)
    return moved


def told(pairs: Sequence[Pair]) -> Iterator[tuple[int, int, float, str]]:
    for pair in pairs:
        reasons = [asdict(reason) for reason in pair.reasons if reason.level != UNKNOWN]
        found = {"bits": pair.bits, "reasons": reasons} | ({"through": pair.through} if pair.through else {})
        yield pair.older, pair.newer, pair.probability, json.dumps(found)


def merge_sure(circle: Circle, least: float, *, at: datetime) -> int:
    """Merge the pairs that are at least so likely, each by an operation of its own; how many became one."""
    merged = 0
    sure = [row[0] for row in query.rows(SURE, circle=circle.id, least=least, most=MOST_MERGES)]
    for suggestion in Suggestion.objects.filter(id__in=sure).in_order().select_related("older", "newer"):
        evidence = suggestion.evidence | {"probability": suggestion.probability, "by_itself": True}
        try:
            links.link(suggestion.older, suggestion.newer, evidence=evidence, by=None, at=at)
        except (SamePerson, TooManyInOne):
            continue
        merged += 1
    return merged
