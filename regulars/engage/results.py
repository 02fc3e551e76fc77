"""What came of a form: answers per question, the NPS and the satisfaction with their intervals, and how they moved.

The interval of the NPS is the adjusted Wald interval of Rocks (2016), which holds for few answers as well: it adds
three answers, a half of them passive. That of the satisfaction is Wilson's (1927). Both are at 95 %.
"""

import math
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, datetime

from regulars.base.kit import query
from regulars.engage import content
from regulars.engage.content import Content, Question
from regulars.engage.kinds import NUMBERS, SCORED, QuestionKind
from regulars.engage.models import Form

SURE = 1.959964
MOST_TEXTS = 20
PROMOTERS, DETRACTORS = (9, 10), tuple(range(7))
SATISFIED = (4, 5)
# Of all who answered, or of those who stand at a stage of the current scores.
CHOSEN = """
    with chosen as (
        select a.id, a.answered_at, a.person_id from engage_answer a
        where a.form_id = %(form)s and (%(stage)s::text is null or exists (
            select from identity_person p join insight_score s on s.person_id = p.canonical_id
            where p.id = a.person_id and s.run_id = %(run)s and s.stage = %(stage)s))
    )
"""
TOTALS = f"""
    {CHOSEN} select count(*), count(distinct c.person_id), max(c.answered_at) from chosen c
"""
COUNTS = f"""
    {CHOSEN}
    select r.question, coalesce(r.number::text, w.word), count(*)
    from chosen c join engage_reply r on r.answer_id = c.id
    left join lateral unnest(r.words) as w (word) on true
    where num_nonnulls(r.number, w.word) > 0
    group by 1, 2
"""
ANSWERED = f"""
    {CHOSEN}
    select r.question, count(*) from chosen c join engage_reply r on r.answer_id = c.id group by 1
"""
TREND = f"""
    {CHOSEN}
    select r.question, date_trunc('month', c.answered_at at time zone %(zone)s)::date, r.number, count(*)
    from chosen c join engage_reply r on r.answer_id = c.id
    where r.number is not null and c.answered_at > %(at)s::timestamptz - interval '12 months'
    group by 1, 2, 3 order by 2
"""
TEXTS = f"""
    {CHOSEN},
    ranked as (
        select r.question, r.text, c.answered_at, p.canonical_id,
               row_number() over (partition by r.question order by c.answered_at desc, c.id desc) as place
        from chosen c join engage_reply r on r.answer_id = c.id left join identity_person p on p.id = c.person_id
        where r.text <> ''
    )
    select question, text, answered_at, canonical_id from ranked where place <= %(most)s order by question, place
"""


@dataclass(frozen=True, slots=True)
class Scope:
    """Whose answers are counted, and up to when: all, or those who stand at a stage in a run of learning."""

    at: datetime
    zone: str
    stage: str | None = None
    run: int | None = None


@dataclass(frozen=True, slots=True)
class Bar:
    """One answer, how many gave it, and their share of those who answered the question."""

    key: str
    words: str
    count: int
    share: float


@dataclass(frozen=True, slots=True)
class Score:
    """A score with the interval in which it lies at 95 %."""

    value: float
    low: float
    high: float


@dataclass(frozen=True, slots=True)
class Said:
    """A text, when it was written, and by whom (canonical), if that is known."""

    text: str
    at: datetime
    person: int | None


@dataclass(slots=True)
class Outcome:
    """What came of one question."""

    question: Question
    words: str
    answered: int = 0
    bars: list[Bar] = field(default_factory=list)
    nps: Score | None = None
    csat: Score | None = None
    months: list[tuple[date, float, int]] = field(default_factory=list)
    texts: list[Said] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Results:
    answers: int
    people: int
    last_at: datetime | None
    outcomes: Sequence[Outcome]


def of(form: Form, scope: Scope, *, language: str) -> Results:
    """The results of a form, in five statements; questions that are asked no longer stand last."""
    given = {"form": form.id, "stage": scope.stage, "run": scope.run}
    answers, people, last_at = query.row(TOTALS, given)
    asked = questions(form)
    counts: dict[str, dict[str, int]] = defaultdict(dict)
    for key, answer, number in query.rows(COUNTS, given):
        counts[key][answer] = number
    answered = dict(query.rows(ANSWERED, given))
    months: dict[str, dict[date, dict[int, int]]] = defaultdict(lambda: defaultdict(dict))
    for key, month, number, count in query.rows(TREND, given | {"zone": scope.zone, "at": scope.at}):
        months[key][month][number] = count
    texts: dict[str, list[Said]] = defaultdict(list)
    for key, text, at, person in query.rows(TEXTS, given | {"most": MOST_TEXTS}):
        texts[key].append(Said(text, at, person))
    outcomes = [
        outcome(each, language, answered.get(each.key, 0), counts[each.key], months[each.key], texts[each.key])
        for each in asked
        if each.kind in SCORED or each.kind == QuestionKind.TEXT
    ]
    return Results(answers, people, last_at, outcomes)


def questions(form: Form) -> list[Question]:
    """The questions of the last version, then those of earlier ones that it asks no longer."""
    found: dict[str, Question] = {}
    for stored in form.versions.order_by("-number").values_list("content", flat=True):
        shown: Content = content.read(stored)
        for question in shown.questions:
            found.setdefault(question.key, question)
    return list(found.values())


def outcome(
    question: Question, language: str, answered: int, counts: dict[str, int],
    months: dict[date, dict[int, int]], texts: list[Said],
) -> Outcome:  # fmt: skip
    made = Outcome(question, question.words(language), answered, texts=texts)
    if not answered:
        return made
    made.bars = [
        Bar(key, words, counts.get(key, 0), counts.get(key, 0) / answered)
        for key, words in options(question, language, counts)
    ]
    numbers = {int(key): count for key, count in counts.items()} if question.kind in NUMBERS else {}
    if question.kind == QuestionKind.NPS:
        made.nps = nps(numbers)
        made.months = [(month, nps(each).value, sum(each.values())) for month, each in sorted(months.items())]
    elif question.kind == QuestionKind.RATING:
        made.csat = csat(numbers)
        made.months = [(month, csat(each).value, sum(each.values())) for month, each in sorted(months.items())]
    return made


def options(question: Question, language: str, counts: dict[str, int]) -> list[tuple[str, str]]:
    """The answers that a question has, and those that it had and somebody gave."""
    if question.kind in NUMBERS:
        return [(str(number), str(number)) for number in NUMBERS[question.kind]]
    known = [each.key for each in question.options]
    return [(key, question.option(key, language)) for key in [*known, *sorted(counts.keys() - set(known))]]


def nps(counts: dict[int, int]) -> Score:
    """Promoters less detractors, from −100 to 100."""
    total = sum(counts.values())
    up = sum(counts.get(each, 0) for each in PROMOTERS)
    down = sum(counts.get(each, 0) for each in DETRACTORS)
    more, many, few = total + 3, up + 0.75, down + 0.75
    middle = (many - few) / more
    spread = SURE * math.sqrt(max(0.0, (many + few) / more - middle**2) / more)
    value = (up - down) / total
    return Score(100 * value, 100 * max(-1.0, min(value, middle - spread)), 100 * min(1.0, max(value, middle + spread)))


def csat(counts: dict[int, int]) -> Score:
    """The share of those who gave four or five stars."""
    total = sum(counts.values())
    share = sum(counts.get(each, 0) for each in SATISFIED) / total
    middle = (share + SURE**2 / (2 * total)) / (1 + SURE**2 / total)
    spread = SURE / (1 + SURE**2 / total) * math.sqrt(share * (1 - share) / total + SURE**2 / (4 * total**2))
    return Score(share, max(0.0, middle - spread), min(1.0, middle + spread))
