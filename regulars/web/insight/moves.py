"""Where customers stood a month ago, and where they stand now."""

from collections.abc import Callable, Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.insight import behind, sentences
from regulars.insight.kinds import MOVED_WITHIN, Stage
from regulars.web.components import show
from regulars.web.insight.exhibits import Answer, Column, Exhibit, Picture, Row, number, people
from regulars.web.insight.source import Source

ORDER = (
    Stage.VISITOR, Stage.PROSPECT, Stage.TARGET, Stage.FIRST_TIME, Stage.REPEAT, Stage.LOYAL, Stage.AT_RISK, Stage.LOST,
)  # fmt: skip
BUYING = {Stage.FIRST_TIME, Stage.REPEAT, Stage.LOYAL}
AWAY = {Stage.AT_RISK, Stage.LOST}


def answer(source: Source) -> Answer:
    rows = [told(row) for row in source.rows("moves")]
    slipped = total(rows, lambda row: row["from"] in BUYING and row["to"] in AWAY)
    back = total(rows, lambda row: row["from"] in AWAY and row["to"] in BUYING)
    first = total(rows, lambda row: row["from"] not in BUYING | AWAY and row["to"] in BUYING | AWAY)
    sentence = ngettext(
        "In the last %(days)s days %(slipped)s customer fell behind their own rhythm, %(back)s came back, and "
        "%(first)s bought for the first time.",
        "In the last %(days)s days %(slipped)s customers fell behind their own rhythm, %(back)s came back, and "
        "%(first)s bought for the first time.",
        slipped,
    ) % {
        "days": show.number(MOVED_WITHIN), "slipped": show.number(slipped), "back": show.number(back),
        "first": show.number(first),
    }  # fmt: skip
    reckoned = [
        _("The stage of each customer on both days, by the same rules and the same models: those of today."),
        _("Somebody who was not known a month ago stands under “new here”."),
    ]
    return Answer(sentence, reckoned, [flow(rows, source)])


def flow(rows: Sequence[Row], source: Source) -> Exhibit:
    moved = sorted((row for row in rows if row["is_move"]), key=lambda row: -row["people"])
    return Exhibit(
        name="flow",
        title=_("Who moved from where to where"),
        lead=_(
            "Left: where people stood a month ago. Right: where they stand now. Those who fell back stand in "
            "orange. Press a band to see them."
        ),
        picture=Picture.FLOW,
        points=rows,
        rows=moved,
        columns=[
            Column("from_words", _("Stood a month ago"), is_figure=False),
            Column("to_words", _("Stands now"), is_figure=False),
            Column("people", _("People"), show.number, people="address"),
            Column("spent", _("Net sales so far"), source.worth),
            Column("value", _("Expected value, 12 months"), source.worth),
        ],
        x=_("A month ago"),
        y=_("Now"),
    )


def told(row: Row) -> Row:
    before, now = row["stage_before"] or behind.NOT_KNOWN_YET, row["stage"]
    return {
        "from": before,
        "to": now,
        "from_words": str(sentences.STAGES[before]) if row["stage_before"] else _("New here"),
        "to_words": str(sentences.STAGES[now]),
        "from_place": ORDER.index(before) if before in ORDER else len(ORDER),
        "to_place": ORDER.index(now) if now in ORDER else len(ORDER),
        "is_move": before != now,
        "is_worse": (before not in AWAY and now in AWAY) or (before, now) == (Stage.AT_RISK, Stage.LOST),
        "people": row["people"],
        "people_words": show.number(row["people"]),
        "spent": number(row["spent"]),
        "value": None if row["value_365"] is None else number(row["value_365"]),
        "address": people(moved_from=before, moved_to=now),
    }


def total(rows: Sequence[Row], holds: Callable[[Row], bool]) -> int:
    return sum(row["people"] for row in rows if holds(row))
