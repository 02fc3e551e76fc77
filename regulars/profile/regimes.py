"""On what law a store stands when it writes to people: set it, and see who set what."""

from collections.abc import Sequence
from datetime import datetime

from regulars.base.events import log, operations
from regulars.base.events.kinds import OperationKind
from regulars.base.workspace.models import Staff, Store
from regulars.profile.events import ConsentRulesChanged
from regulars.profile.kinds import Purpose, Regime
from regulars.profile.models import ConsentRules


def change(
    store: Store,
    *,
    regime: Regime,
    purposes: Sequence[Purpose],
    asks_twice: bool,
    valid_months: int | None,
    by: Staff | None,
    at: datetime,
    actor: str = operations.SYSTEM,
) -> ConsentRules:
    """Let a store stand on another law from now on; what was said stays said."""
    facts = {"act": "set_consent_rules", "regime": regime.value}
    wanted = [purpose.value for purpose in Purpose if purpose == Purpose.MARKETING or purpose in purposes]
    with operations.doing(OperationKind.RULE, store=store, by=by, actor=actor, at=at, facts=facts) as operation:
        made = ConsentRules.objects.create(
            store=store, regime=regime, purposes=wanted, asks_twice=asks_twice, valid_months=valid_months, set_at=at
        )
        log.append(ConsentRulesChanged(store=store.id, regime=regime.value), by=operation.actor, at=at)
    return made
