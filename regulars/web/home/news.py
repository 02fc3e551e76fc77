"""The findings as Home tells them: new or changed ones first, each with the way to its people."""

from collections.abc import Sequence
from dataclasses import dataclass
from urllib.parse import urlencode

from django.urls import reverse
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.base.workspace.models import Store
from regulars.insight import sentences
from regulars.insight.kinds import News
from regulars.insight.models import Finding, Run
from regulars.web.home import evidence

MOST = 12
BADGES = {News.NEW: gettext_lazy("New"), News.CHANGED: gettext_lazy("Changed")}


@dataclass(frozen=True, slots=True)
class Told:
    """A finding in words; `evidence` says line by line how it was reckoned."""

    id: int
    sentence: str
    evidence: Sequence[str | Promise]
    news: str | Promise
    people: int | None
    people_address: str


@dataclass(frozen=True, slots=True)
class Findings:
    all: Sequence[Told]

    @property
    def fresh(self) -> int:
        return sum(1 for told in self.all if told.news)


def of(run: Run, store: Store) -> Findings:
    """The dozen findings with most at stake."""
    return Findings([told(finding, store) for finding in Finding.objects.filter(run=run).in_order()[:MOST]])


def told(finding: Finding, store: Store) -> Told:
    people = "people" in finding.behind and finding.people
    return Told(
        id=finding.id,
        sentence=sentences.told(finding, currency=store.currency),
        evidence=list(evidence.of(finding)),
        news=BADGES.get(News(finding.news), ""),
        people=finding.people,
        people_address=f"{reverse('customers')}?{urlencode({'finding': finding.id})}" if people else "",
    )
