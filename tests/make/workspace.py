"""Circles, stores and staff."""

from datetime import UTC, datetime

from regulars.base.workspace import stores
from regulars.base.workspace.kinds import Role
from regulars.base.workspace.models import Account, Branch, Circle, Staff, Store

OPENED = datetime(2024, 1, 1, tzinfo=UTC)


def store(
    name: str = "Teahouse", *, circle: str = "Main", currency: str = "GBP", timezone: str = "Europe/London"
) -> Store:
    return stores.open_store(name, currency=currency, timezone=timezone, at=OPENED, circle=circle)


def staff(circle: Circle, role: Role, *, name: str, branch: Branch | None = None) -> Staff:
    account = Account.objects.create_user(f"{name.lower()}@teahouse.example", "a long passphrase", name=name)
    return Staff.objects.create(account=account, circle=circle, branch=branch, role=role, joined_at=OPENED)
