"""What was learned: runs, one row of scores per person, the results of each technique, and the findings."""

from collections.abc import Mapping
from datetime import date
from typing import Any, ClassVar, Self

from django.core.serializers.json import DjangoJSONEncoder
from django.db import models
from django.db.models import F, Q

from regulars.base.events.models import operation_column
from regulars.base.workspace.models import Staff, Store
from regulars.insight.kinds import LookKind

BIT = "__bit"  # the lookup of numbers that are sets: whether so many a bit is set


class RunQuerySet(models.QuerySet["Run"]):
    def visible_to(self, staff: Staff) -> Self:
        return self.filter(store__in=Store.objects.visible_to(staff))

    def published(self) -> Self:
        return self.filter(published_at__isnull=False)

    def current(self, store: Store | int) -> "Run | None":
        """The run whose numbers the screens show."""
        return self.published().filter(store=store).order_by("-published_at", "-id").first()


class Run(models.Model):
    """One time that a store's history was learned from, with what it was learned from and by which code."""

    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+")
    as_of = models.DateField()
    code_version = models.CharField(max_length=40)
    snapshot = models.JSONField(default=dict)
    started_at = models.DateTimeField()
    published_at = models.DateTimeField(null=True)
    facts = models.JSONField(default=dict, encoder=DjangoJSONEncoder)

    objects = RunQuerySet.as_manager()

    class Meta:
        indexes: ClassVar = [
            models.Index(
                fields=["store", "-published_at"], condition=Q(published_at__isnull=False), name="run_current"
            ),
        ]

    def __str__(self) -> str:
        return f"run {self.id} of store {self.store_id} as of {self.as_of}"

    @property
    def is_published(self) -> bool:
        return self.published_at is not None


class LifecycleRules(models.Model):
    """
    A store's own limits between the stages, from a moment on: the newest row counts.

    A store without a row keeps the limits that `lifecycle` has.
    """

    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+")
    set_at = models.DateTimeField()
    loyal_purchases = models.IntegerField()
    at_risk_share = models.FloatField()
    lost_share = models.FloatField()
    lost_alive = models.FloatField()
    lost_chance = models.FloatField()
    at_risk_days = models.IntegerField()
    lost_days = models.IntegerField()
    target_days = models.IntegerField()
    operation = operation_column()

    class Meta:
        constraints: ClassVar = [
            models.CheckConstraint(
                condition=Q(at_risk_share__gt=0, at_risk_share__lte=F("lost_share"), lost_share__lt=1)
                & Q(lost_alive__gte=0, lost_alive__lte=1, lost_chance__gte=0, lost_chance__lte=1),
                name="lifecycle_shares_are_in_order",
            ),
            models.CheckConstraint(
                condition=Q(loyal_purchases__gte=2, target_days__gte=1, at_risk_days__gte=1)
                & Q(at_risk_days__lte=F("lost_days")),
                name="lifecycle_counts_are_in_order",
            ),
        ]

    def __str__(self) -> str:
        return f"lifecycle of store {self.store_id}"


class ScoreQuerySet(models.QuerySet["Score"]):
    def matching(self, people: Mapping[str, Any]) -> Self:
        """The people behind a finding, a bar or a cell: the filter speaks of columns of this table alone."""
        columns = {field.name for field in self.model._meta.get_fields()}
        strange = [key for key in people if key.split("__")[0] not in columns or key.count("__") > 1]
        if strange:
            raise ValueError(f"No score is named {strange[0]}")
        plain = {key: _day(value) for key, value in people.items() if not key.endswith(BIT)}
        found = self.filter(**plain)
        for key in people.keys() - plain.keys():
            column = key.removesuffix(BIT)
            found = found.annotate(**{f"{column}_bit": F(column).bitand(1 << int(people[key]))})
            found = found.filter(**{f"{column}_bit__gt": 0})
        return found


class Score(models.Model):
    """
    All that a run knows of one canonical person.

    The table is partitioned by run: a run fills a partition of its own, which is attached when it is whole, so readers
    never see half a run and old runs go by dropping a table.
    """

    pk = models.CompositePrimaryKey("run_id", "person_id")
    run = models.ForeignKey(Run, models.DO_NOTHING, db_constraint=False, related_name="+")
    person = models.ForeignKey("identity.Person", models.DO_NOTHING, db_constraint=False, related_name="+")
    stage = models.TextField()
    stage_reason = models.TextField()
    stage_before = models.TextField(null=True)
    seen_on = models.DateField(null=True)
    unknown = models.TextField(null=True)
    first_on = models.DateField(null=True)
    last_on = models.DateField(null=True)
    days_away = models.IntegerField(null=True)
    orders = models.IntegerField(null=True)
    occasions = models.IntegerField(null=True)
    spent = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    margin = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    discount = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    returned = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    return_rate = models.FloatField(null=True)
    discounted_share = models.FloatField(null=True)
    order_value = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    active_months = models.BigIntegerField(null=True)
    second_after = models.IntegerField(null=True)
    occasions_before = models.IntegerField(null=True)
    recency = models.SmallIntegerField(null=True)
    frequency = models.SmallIntegerField(null=True)
    money = models.SmallIntegerField(null=True)
    rfm_group = models.TextField(null=True)
    sales_share = models.FloatField(null=True)
    share_before = models.FloatField(null=True)
    alive = models.FloatField(null=True)
    overdue = models.FloatField(null=True)
    gap_days = models.FloatField(null=True)
    chance_90 = models.FloatField(null=True)
    chance_365 = models.FloatField(null=True)
    purchases_90 = models.FloatField(null=True)
    purchases_365 = models.FloatField(null=True)
    value_90 = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    value_90_low = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    value_90_high = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    value_365 = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    value_365_low = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    value_365_high = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    margin_365 = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    next_from = models.DateField(null=True)
    next_on = models.DateField(null=True)
    next_to = models.DateField(null=True)

    objects = ScoreQuerySet.as_manager()

    class Meta:
        managed = False
        db_table = "insight_score"

    def __str__(self) -> str:
        return f"scores of person {self.person_id} in run {self.run_id}"


class ProductScore(models.Model):
    """
    All that a run knows of one product that ever sold; what it was learned from is in `assortment`.

    `months` are the net sales of 24 months, the oldest first; `stages` says how many of the year's buyers stand where,
    `best` names those who spent most as [person, net, orders], `partners` what goes with it as
    [product, orders together, share of its orders, lift].
    """

    pk = models.CompositePrimaryKey("run_id", "product_id")
    run = models.ForeignKey(Run, models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False)
    product = models.ForeignKey(
        "commerce.Product", models.DO_NOTHING, db_constraint=False, related_name="+", db_index=False
    )
    first_on = models.DateField()
    last_on = models.DateField()
    net = models.DecimalField(max_digits=20, decimal_places=6)
    net_year = models.DecimalField(max_digits=20, decimal_places=6)
    net_before = models.DecimalField(max_digits=20, decimal_places=6)
    net_90 = models.DecimalField(max_digits=20, decimal_places=6)
    net_90_before = models.DecimalField(max_digits=20, decimal_places=6)
    units_year = models.FloatField()
    lines_year = models.IntegerField()
    lines_returned = models.IntegerField()
    lost_year = models.FloatField()
    back = models.FloatField(null=True)
    back_low = models.FloatField(null=True)
    back_high = models.FloatField(null=True)
    buyers = models.IntegerField()
    buyers_again = models.IntegerField()
    buyers_new = models.IntegerField()
    months = models.JSONField()
    stages = models.JSONField()
    best = models.JSONField()
    partners = models.JSONField()

    class Meta:
        indexes: ClassVar = [
            models.Index("run", F("net_year").desc(), "product", name="product_score_by_year"),
        ]

    def __str__(self) -> str:
        return f"product {self.product_id} in run {self.run_id}"


class Result(models.Model):
    """The rows of one technique: a curve, a table, the parameters of a model."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="results")
    technique = models.CharField(max_length=40)
    rows = models.JSONField(encoder=DjangoJSONEncoder)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "technique"], name="result_one_per_technique"),
        ]

    def __str__(self) -> str:
        return f"{self.technique} of run {self.run_id}"


class Chart(models.Model):
    """A picture of a run's results, drawn ahead in a language by the code of a version; any row may be deleted."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="charts")
    name = models.CharField(max_length=40)
    language = models.CharField(max_length=8)
    code = models.CharField(max_length=40)
    svg = models.TextField()
    narrow = models.TextField(default="")
    png = models.BinaryField(null=True)

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "name", "language"], name="chart_one_per_name_and_language"),
        ]

    def __str__(self) -> str:
        return f"{self.name} of run {self.run_id} in {self.language}"


class FindingQuerySet(models.QuerySet["Finding"]):
    def in_order(self) -> Self:
        """New or changed ones first, each part by money at stake."""
        return self.order_by(models.Case(models.When(news="same", then=1), default=0), "place")


class Finding(models.Model):
    """A fact worth a decision; `sentences.told` says it in the reader's language."""

    run = models.ForeignKey(Run, models.CASCADE, related_name="findings")
    rule = models.CharField(max_length=60)
    key = models.CharField(max_length=120, blank=True)
    values = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    stake = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    stake_low = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    stake_high = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    people = models.IntegerField(null=True)
    behind = models.JSONField(default=dict, encoder=DjangoJSONEncoder)
    news = models.CharField(max_length=10)
    place = models.IntegerField()

    objects = FindingQuerySet.as_manager()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["run", "rule", "key"], name="finding_one_per_rule_and_key"),
            models.CheckConstraint(condition=Q(stake_low__lte=F("stake_high")), name="finding_range_is_in_order"),
        ]

    def __str__(self) -> str:
        return f"{self.rule} {self.key}".strip()


class Stake(models.Model):
    """
    What is at stake by a rule of data quality in a store, of which `money` is known for `known` of its `rows`.

    For people it is what they will probably buy in 12 months, for orders and products the net sales of the last 12.
    """

    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+", db_index=False)
    rule = models.CharField(max_length=40)
    rows = models.BigIntegerField()
    known = models.BigIntegerField()
    money = models.DecimalField(max_digits=20, decimal_places=6, null=True)
    reckoned_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [models.UniqueConstraint(fields=["store", "rule"], name="stake_of_a_rule_is_kept_once")]

    def __str__(self) -> str:
        return f"{self.rule}: {self.money}"


class Visit(models.Model):
    """
    One visit of a shop's site, from the first event to the last; programs, tests and staff make none.

    `in_vain` are searches without result, `last_act` is the last event that was no mere leaving.
    """

    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+", null=True, db_constraint=False)
    visitor = models.CharField(max_length=320)
    session = models.CharField(max_length=500)
    started_at = models.DateTimeField()
    ended_at = models.DateTimeField()
    entry = models.CharField(max_length=500, blank=True)
    exit = models.CharField(max_length=500, blank=True)
    campaign = models.CharField(max_length=500, blank=True)
    origin = models.CharField(max_length=500, blank=True)
    device = models.CharField(max_length=20, blank=True)
    last_act = models.CharField(max_length=120, blank=True)
    pages = models.IntegerField()
    seconds = models.BigIntegerField()
    products = models.IntegerField()
    searches = models.IntegerField()
    in_vain = models.IntegerField()
    carts = models.IntegerField()
    checkouts = models.IntegerField()
    purchases = models.IntegerField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "visitor", "session"], name="visit_is_kept_once")
        ]
        indexes: ClassVar = [models.Index(fields=["store", "-started_at"], name="visit_by_time")]

    def __str__(self) -> str:
        return f"visit of {self.started_at}"


class Look(models.Model):
    """How often, and on how many days, a person has looked at a product, or searched for something."""

    store = models.ForeignKey("workspace.Store", models.CASCADE, related_name="+", db_index=False)
    person = models.ForeignKey("identity.Person", models.CASCADE, related_name="+", db_constraint=False)
    kind = models.CharField(max_length=8, choices=[(kind.value, kind.value) for kind in LookKind])
    what = models.CharField(max_length=200)
    title = models.CharField(max_length=200, blank=True)
    times = models.IntegerField()
    days = models.IntegerField()
    in_vain = models.IntegerField()
    last_at = models.DateTimeField()

    class Meta:
        constraints: ClassVar = [
            models.UniqueConstraint(fields=["store", "person", "kind", "what"], name="look_is_kept_once")
        ]
        indexes: ClassVar = [models.Index(fields=["store", "kind", "what"], name="look_by_what")]

    def __str__(self) -> str:
        return f"{self.kind} {self.what}"


def _day(value: Any) -> Any:
    return date.fromisoformat(value) if isinstance(value, str) and value[:1].isdigit() and len(value) == 10 else value
