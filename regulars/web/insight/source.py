"""What the pages of Insight are made from: the results of a run, and the store they are of."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any, Self

from regulars.base.workspace.models import Store
from regulars.insight import sentences
from regulars.insight.models import Result, Run
from regulars.web.components import show


@dataclass(frozen=True, slots=True)
class Source:
    run: Run
    store: Store
    results: Mapping[str, Sequence[Mapping[str, Any]]]

    @classmethod
    def of(cls, run: Run, store: Store, techniques: Iterable[str] | None = None) -> Self:
        """One statement; all results where no technique is named."""
        stored = Result.objects.filter(run=run)
        if techniques is not None:
            stored = stored.filter(technique__in=list(techniques))
        return cls(run, store, {result.technique: result.rows for result in stored})

    def rows(self, technique: str) -> Sequence[Mapping[str, Any]]:
        """Nothing where an older version of the program has learned."""
        return self.results.get(technique, ())

    def first(self, technique: str) -> Mapping[str, Any]:
        rows = self.rows(technique)
        return rows[0] if rows else {}

    def worth(self, amount: Any) -> str:
        """An amount in the store's currency, to judge by."""
        return show.worth(amount, self.store.currency)

    def about(self, amount: float) -> str:
        """An estimate, to three digits."""
        return sentences.rounded(amount, self.store.currency, show.locale())

    def whole(self, amount: Any) -> str:
        """A round amount in the store's currency."""
        return show.whole(amount, self.store.currency)
