"""What every stage holds of people, in the order in which it can go: for pages that count it, and for `flow`."""

from regulars.base.events import holdings as events
from regulars.base.lake import holdings as lake
from regulars.base.workspace import holdings as workspace
from regulars.collect import holdings as collect
from regulars.commerce import holdings as commerce
from regulars.contact import holdings as contact
from regulars.engage import holdings as engage
from regulars.identity import holdings as identity
from regulars.insight import holdings as insight
from regulars.profile import holdings as profile

HOLDINGS = (
    *engage.HOLDINGS,
    *contact.HOLDINGS,
    *insight.HOLDINGS,
    *profile.HOLDINGS,
    *commerce.HOLDINGS,
    *identity.HOLDINGS,
    *collect.HOLDINGS,
    *lake.HOLDINGS,
    *events.HOLDINGS,
    *workspace.HOLDINGS,
)
