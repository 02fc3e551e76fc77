"""Circles, stores, branches, accounts, staff, keys, one-time links, and what each has on the desk."""

from datetime import datetime
from typing import Any, ClassVar, Self
from zoneinfo import ZoneInfo

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager, PermissionsMixin
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower

from regulars.base.kit import clock, ids
from regulars.base.workspace import access
from regulars.base.workspace.kinds import (
    Act,
    AuditKind,
    Language,
    LinkPurpose,
    NetSales,
    Role,
    Scope,
    Theme,
    Thing,
)


def circle_id() -> str:
    return ids.public("cir")


def store_id() -> str:
    return ids.public("sto")


def branch_id() -> str:
    return ids.public("bra")


def staff_id() -> str:
    return ids.public("stf")


def key_id() -> str:
    return ids.public("key")


def view_id() -> str:
    return ids.public("vie")


def every_language() -> list[str]:
    return list(Language.values)


class Circle(models.Model):
    """Stores that share their people, and the languages they offer; nothing of one is ever seen in another."""

    public_id = models.CharField(max_length=40, unique=True, default=circle_id)
    name = models.CharField(max_length=120, unique=True)
    languages = ArrayField(models.CharField(max_length=8, choices=Language), default=every_language)
    created_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.name


class StoreQuerySet(models.QuerySet["Store"]):
    def visible_to(self, staff: "Staff") -> Self:
        mine = self.filter(circle=staff.circle_id)
        return mine.filter(id__in=staff.only_stores.values("id")) if staff.is_limited else mine


class Store(models.Model):
    """
    One brand or web shop, with its own currency, time zone and language.

    A cart that nobody has touched for `cart_hours` is one that was left behind.
    """

    circle = models.ForeignKey(Circle, models.PROTECT, related_name="stores")
    public_id = models.CharField(max_length=40, unique=True, default=store_id)
    name = models.CharField(max_length=120)
    currency = models.CharField(max_length=3)
    timezone = models.CharField(max_length=64)
    language = models.CharField(max_length=8, choices=Language, default=Language.ENGLISH)
    net_sales = models.CharField(max_length=16, choices=NetSales, default=NetSales.GOODS)
    assumed_margin = models.DecimalField(max_digits=4, decimal_places=3, null=True)
    cart_hours = models.PositiveSmallIntegerField(default=4)
    is_demo = models.BooleanField(default=False)
    created_at = models.DateTimeField()

    objects = StoreQuerySet.as_manager()

    class Meta:
        constraints = [
            models.UniqueConstraint("circle", Lower("name"), name="store_name_is_unique_in_its_circle"),
            models.CheckConstraint(condition=Q(currency__regex=r"^[A-Z]{3}$"), name="store_currency_is_iso"),
            models.CheckConstraint(
                condition=Q(assumed_margin=None) | Q(assumed_margin__gte=0, assumed_margin__lte=1),
                name="store_assumed_margin_is_a_share",
            ),
            models.CheckConstraint(
                condition=Q(cart_hours__gte=1, cart_hours__lte=720), name="store_cart_hours_are_a_month_at_most"
            ),
        ]

    def __str__(self) -> str:
        return self.name

    @property
    def zone(self) -> ZoneInfo:
        return clock.zone(self.timezone)


class BranchQuerySet(models.QuerySet["Branch"]):
    def open(self) -> Self:
        return self.filter(closed_at=None)


class Branch(models.Model):
    """A region or office; staff and customers belong to one. A closed one takes nobody in, and keeps its customers."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="branches")
    public_id = models.CharField(max_length=40, unique=True, default=branch_id)
    name = models.CharField(max_length=120)
    closed_at = models.DateTimeField(null=True)

    objects = BranchQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("circle", Lower("name"), name="branch_name_is_unique_in_its_circle")]

    def __str__(self) -> str:
        return self.name


class AccountManager(BaseUserManager["Account"]):
    def create_user(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        account = self.model(email=self.normalize_email(email).lower(), **fields)
        account.set_password(password)
        account.save(using=self._db)
        return account

    def create_superuser(self, email: str, password: str | None = None, **fields: Any) -> "Account":
        return self.create_user(email, password, is_staff=True, is_superuser=True, **fields)


class Account(AbstractBaseUser, PermissionsMixin):
    """Somebody who can sign in to the staff pages; shop customers never have one."""

    email = models.EmailField(unique=True)
    name = models.CharField(max_length=120, blank=True)
    is_active = models.BooleanField(default=True)
    is_staff = models.BooleanField(default=False)
    language = models.CharField(max_length=8, choices=Language, blank=True)
    theme = models.CharField(max_length=8, choices=Theme, default=Theme.SYSTEM)
    created_at = models.DateTimeField(auto_now_add=True)

    USERNAME_FIELD = "email"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS: ClassVar[list[str]] = []

    objects = AccountManager()

    class Meta:
        constraints = [models.UniqueConstraint(Lower("email"), name="account_email_is_unique")]

    def __str__(self) -> str:
        return self.name or self.email


class Staff(models.Model):
    """An account's role in a circle; rights are asked of this row."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="staff")
    circle = models.ForeignKey(Circle, models.CASCADE, related_name="staff")
    branch = models.ForeignKey(Branch, models.SET_NULL, null=True, related_name="staff")
    public_id = models.CharField(max_length=40, unique=True, default=staff_id)
    role = models.CharField(max_length=16, choices=Role)
    only_stores = models.ManyToManyField(Store, related_name="+")
    is_limited = models.BooleanField(default=False)
    preferences = models.JSONField(default=dict)
    joined_at = models.DateTimeField()
    left_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["account", "circle"], condition=Q(left_at=None), name="staff_has_one_role_in_a_circle"
            )
        ]

    def __str__(self) -> str:
        return f"{self.account} ({self.role})"

    def reach(self, act: Act, thing: Thing) -> Scope:
        """How far this person may do something."""
        return access.reach(Role(self.role), act, thing)

    def may(self, act: Act, thing: Thing) -> bool:
        return self.reach(act, thing) != Scope.NONE

    @property
    def sees_contact_details(self) -> bool:
        """Whether e-mail, phone and street are shown in full."""
        return not access.is_masked(Role(self.role))


class OneTimeLink(models.Model):
    """A link that signs in, invites or resets once; only the hash of its token is kept."""

    account = models.ForeignKey(Account, models.CASCADE, related_name="+")
    purpose = models.CharField(max_length=16, choices=LinkPurpose)
    token_hash = models.CharField(max_length=64, unique=True)
    made_at = models.DateTimeField()
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self) -> str:
        return f"{self.purpose} for {self.account_id}"

    def is_open(self, at: datetime) -> bool:
        return self.used_at is None and at < self.expires_at


class ApiKeyQuerySet(models.QuerySet["ApiKey"]):
    def live(self) -> Self:
        return self.filter(revoked_at=None)


class ApiKey(models.Model):
    """A machine's right to act: hashed, limited to scopes such as `people:see`."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="keys")
    made_by = models.ForeignKey(Staff, models.SET_NULL, null=True, related_name="+")
    public_id = models.CharField(max_length=40, unique=True, default=key_id)
    name = models.CharField(max_length=120)
    token_hash = models.CharField(max_length=64, unique=True)
    scopes = ArrayField(models.CharField(max_length=40))
    made_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)
    revoked_at = models.DateTimeField(null=True)

    objects = ApiKeyQuerySet.as_manager()

    def __str__(self) -> str:
        return f"{self.name} ({self.public_id})"

    def may(self, act: Act, thing: Thing) -> bool:
        return f"{thing}:{act}" in self.scopes


class KeyPace(models.Model):
    """When a key's allowance will be whole again; one unlogged row per key, written at each call."""

    key = models.OneToOneField(ApiKey, models.CASCADE, primary_key=True, related_name="+")
    whole_at = models.DateTimeField()

    def __str__(self) -> str:
        return f"{self.key_id} until {self.whole_at}"


class KeptAnswer(models.Model):
    """What a key was answered under an `Idempotency-Key`; `status` is null while the work goes on."""

    key = models.ForeignKey(ApiKey, models.CASCADE, related_name="+", db_index=False)
    token = models.CharField(max_length=200)
    request = models.CharField(max_length=64)
    status = models.SmallIntegerField(null=True)
    body = models.TextField(null=True)
    asked_at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["key", "token"], name="answer_is_kept_once")]
        indexes = [models.Index(fields=["key", "asked_at"], name="answer_by_age")]

    def __str__(self) -> str:
        return f"{self.key_id}: {self.token}"


class SavedViewQuerySet(models.QuerySet["SavedView"]):
    def visible_to(self, staff: Staff) -> Self:
        """One's own, and those that colleagues share."""
        return self.filter(Q(staff=staff) | Q(is_shared=True), circle=staff.circle_id)


class SavedView(models.Model):
    """A list as somebody likes to see it: its filters and its order, kept as the query of its address."""

    circle = models.ForeignKey(Circle, models.CASCADE, related_name="+", db_index=False)
    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    public_id = models.CharField(max_length=40, unique=True, default=view_id)
    list = models.CharField(max_length=40)
    name = models.CharField(max_length=80)
    query = models.TextField(blank=True)
    is_shared = models.BooleanField(default=False)
    position = models.IntegerField(default=0)
    made_at = models.DateTimeField()

    objects = SavedViewQuerySet.as_manager()

    class Meta:
        constraints = [models.UniqueConstraint("staff", "list", Lower("name"), name="view_has_its_own_name")]
        indexes = [models.Index(fields=["circle", "list"], name="view_by_list")]

    def __str__(self) -> str:
        return f"{self.list}: {self.name}"


class Notice(models.Model):
    """Something that one member of staff should know; `message` is a msgid that is said in the reader's language."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    message = models.CharField(max_length=300)
    values = models.JSONField(default=dict)
    link = models.CharField(max_length=500, blank=True)
    made_at = models.DateTimeField()
    seen_at = models.DateTimeField(null=True)

    class Meta:
        indexes = [
            models.Index(fields=["staff", "-id"], name="notice_by_time"),
            models.Index(fields=["staff"], condition=Q(seen_at=None), name="notice_not_seen"),
        ]

    def __str__(self) -> str:
        return self.message


class Seen(models.Model):
    """A page that somebody has looked at lately; names are looked up when shown, so that rights hold."""

    staff = models.ForeignKey(Staff, models.CASCADE, related_name="+", db_index=False)
    kind = models.CharField(max_length=20)
    object_id = models.CharField(max_length=40)
    at = models.DateTimeField()

    class Meta:
        constraints = [models.UniqueConstraint(fields=["staff", "kind", "object_id"], name="seen_is_kept_once")]
        indexes = [models.Index(fields=["staff", "-at"], name="seen_by_time")]

    def __str__(self) -> str:
        return f"{self.kind} {self.object_id}"


class AuditEntry(models.Model):
    """
    Something that was done beside the operations: a log-in, a right, a key, a setting, an export; never changed.

    `by` did it, or `actor` where no member of staff did; `about` is whom it was done to. `personal` holds what an
    erasure empties; `address` and `program` say from where.
    """

    circle = models.ForeignKey(Circle, models.PROTECT, related_name="+", db_index=False)
    at = models.DateTimeField()
    kind = models.CharField(max_length=12, choices=AuditKind)
    act = models.CharField(max_length=40)
    by = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    actor = models.CharField(max_length=80)
    about = models.ForeignKey(Staff, models.PROTECT, null=True, related_name="+", db_index=False)
    facts = models.JSONField(default=dict)
    personal = models.JSONField(default=dict)
    address = models.CharField(max_length=45, blank=True)
    program = models.CharField(max_length=200, blank=True)

    class Meta:
        indexes = [
            models.Index(fields=["circle", "-at", "-id"], name="audit_by_time"),
            models.Index(fields=["circle", "kind", "-at", "-id"], name="audit_by_kind"),
            models.Index(fields=["by", "-at", "-id"], condition=Q(by__isnull=False), name="audit_by_author"),
            models.Index(fields=["about", "-at", "-id"], condition=Q(about__isnull=False), name="audit_by_member"),
        ]

    def __str__(self) -> str:
        return f"{self.at:%Y-%m-%d %H:%M} {self.act}"
