"""The scores of one person as figures, each with how it was reckoned, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.functional import Promise
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from regulars.insight.models import Score
from regulars.web.components import show
from regulars.web.customers import labels


@dataclass(frozen=True, slots=True)
class Fact:
    """A figure, what stands small below it, and the lines of its card."""

    label: str
    value: str
    below: str
    lines: list[str | Promise]


def of(score: Score, currency: str) -> list[Fact]:
    """Stage, value, outlook, groups and history, as far as they are known."""
    return [_stage(score), _value(score, currency), _outlook(score), _rfm(score), *_history(score, currency)]


def _stage(score: Score) -> Fact:
    label = labels.stage(score.stage)
    assert label is not None
    lines: list[str | Promise] = [label.meaning, labels.reason(score.stage_reason), *_rhythm(score)]
    return Fact(_("Lifecycle stage"), str(label.words), "", lines)


def _rhythm(score: Score) -> Iterator[str]:
    if score.days_away is not None:
        yield ngettext("%(days)s day since the last order.", "%(days)s days since the last order.", score.days_away) % {
            "days": show.number(score.days_away)
        }
    if score.gap_days is not None:
        yield _("Usual time between orders: %(days)s days.") % {"days": show.number(round(score.gap_days))}
    if score.overdue is not None:
        yield _("%(share)s of comparable buyers who still buy here would have ordered again by now.") % {
            "share": show.share(score.overdue)
        }


def _value(score: Score, currency: str) -> Fact:
    label = _("Expected value, 12 months")
    if score.value_365 is None:
        return Fact(label, _("unknown"), "", [labels.unknown(score.unknown)])
    lines: list[str | Promise] = [
        _("What this person will probably buy in the next 12 months, less what they usually send back."),
        _(
            "Reckoned from the rhythm and the size of their orders,"
            " and drawn towards the store's average while these are few."
        ),
        _("Four times in five it lies between %(low)s and %(high)s.")
        % {"low": show.worth(score.value_365_low, currency), "high": show.worth(score.value_365_high, currency)},
    ]
    if score.margin_365 is not None:
        lines.append(_("Margin in it: %(money)s.") % {"money": show.worth(score.margin_365, currency)})
    between = f"{show.worth(score.value_365_low, currency)} – {show.worth(score.value_365_high, currency)}"
    return Fact(label, show.worth(score.value_365, currency), between, lines)


def _outlook(score: Score) -> Fact:
    label = _("Likely to buy in 90 days")
    if score.chance_90 is None:
        return Fact(label, _("unknown"), "", [labels.unknown(score.unknown)])
    if score.orders == 1:
        how = _("How many of the store's one-time buyers, after the same silence, came back within 90 days.")
    else:
        how = _("From this person's own rhythm, and the chance that they still buy here.")
    window = ""
    if score.next_from and score.next_to:
        window = _("next order %(first)s to %(last)s") % {
            "first": show.day(score.next_from), "last": show.day(score.next_to)
        }  # fmt: skip
    return Fact(label, show.share(score.chance_90), window, [how, *_rhythm(score)])


def _rfm(score: Score) -> Fact:
    if score.recency is None:
        return Fact(_("RFM"), "–", "", [labels.unknown(score.unknown)])
    lines: list[str | Promise] = [
        _("Recency %(score)s of 5: how lately they bought, beside all buyers.") % {"score": score.recency},
        _("Frequency %(score)s of 5: how often they bought.") % {"score": score.frequency},
        _("Money %(score)s of 5: how much they spent.") % {"score": score.money},
        _("5 is the best fifth; equal facts give equal scores."),
    ]
    return Fact(
        _("RFM"), f"{score.recency} · {score.frequency} · {score.money}", str(labels.group(score.rfm_group)), lines
    )


def _history(score: Score, currency: str) -> Iterator[Fact]:
    if score.orders is None:
        return
    since = _("since %(day)s") % {"day": show.day(score.first_on)}
    yield Fact(_("Orders"), show.number(score.orders), since, [_("Sales with an amount above zero.")])
    lines: list[str | Promise] = [_("Net sales of these orders, before returns.")]
    if score.share_before is not None and score.sales_share is not None:
        lines.append(_("%(share)s of the store's sales.") % {"share": show.share(score.sales_share)})
    below = ""
    if score.returned:
        below = _("%(money)s came back") % {"money": show.as_money(score.returned, currency)}
    yield Fact(_("Net sales"), show.as_money(score.spent, currency), below, lines)
