"""The findings as Home tells them: new or changed ones first, each with the way to its people and one act."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from regulars.base.workspace.kinds import Act, Thing
from regulars.base.workspace.models import Staff, Store
from regulars.insight import sentences
from regulars.insight.kinds import News
from regulars.insight.models import Finding, Run
from regulars.web.home import acts, evidence, snoozes
from regulars.web.home.acts import Offer, Reader

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
    act: Offer | None


@dataclass(frozen=True, slots=True)
class Findings:
    """What is shown, and how many more were put off."""

    all: Sequence[Told]
    put_off: int = 0

    @property
    def fresh(self) -> int:
        return sum(1 for told in self.all if told.news)


def of(run: Run, store: Store, staff: Staff, snoozed: Mapping[str, date]) -> Findings:
    """The dozen findings with most at stake, without those that the reader has put off."""
    found = list(Finding.objects.filter(run=run).in_order())
    shown = [finding for finding in found if snoozes.subject(finding) not in snoozed]
    reader = acts.reader(staff, shown[:MOST])
    return Findings([told(finding, store, reader) for finding in shown[:MOST]], len(found) - len(shown))


def told(finding: Finding, store: Store, reader: Reader) -> Told:
    people = "people" in finding.behind and finding.people and reader.may(Act.SEE, Thing.PEOPLE)
    return Told(
        id=finding.id,
        sentence=sentences.told(finding, currency=store.currency),
        evidence=list(evidence.of(finding)),
        news=BADGES.get(News(finding.news), ""),
        people=finding.people,
        people_address=acts.address("customers", finding=finding.id) if people else "",
        act=acts.of(finding, reader),
    )
