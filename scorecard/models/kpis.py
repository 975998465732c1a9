"""KPIs, what is aimed at, and who reports them."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from core.fields import ExactDecimalField
from organization.models import Unit
from scorecard.models.dated import Dated
from scorecard.querysets import KpiQuerySet, ReporterQuerySet, TargetQuerySet


class Kpi(models.Model):
    """A defined measure; `current` is the version of its definition valid at present."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    current = models.OneToOneField(
        "KpiVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[KpiQuerySet] = KpiQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.current.name if self.current else self.code

    @property
    def definition(self) -> "KpiVersion":
        """The version valid at present; every KPI has one once its import is committed."""
        assert self.current is not None, f"KPI {self.code} has no definition"  # noqa: S101
        return self.current


class KpiVersion(Dated):
    """What a KPI means from a day on: name, rules over units and over time, unit of measure."""

    UNIT_RULES = [
        ("sum", _("sum of the units")),
        ("mean", _("mean of the reporting units")),
        ("weighted_mean", _("mean weighted by another KPI")),
        ("ratio", _("sum of numerators over sum of denominators")),
        ("min", _("lowest unit")),
        ("max", _("highest unit")),
        ("mean_of_children", _("mean of the units directly below")),
        ("none", _("not rolled up")),
    ]
    TIME_RULES = [
        ("sum", _("sum of the periods")),
        ("mean", _("mean of the periods")),
        ("last", _("last period with a value")),
        ("min", _("lowest period")),
        ("max", _("highest period")),
    ]
    FREQUENCIES = [
        ("monthly", _("monthly")),
        ("quarterly", _("quarterly")),
        ("yearly", _("yearly")),
        ("weekly", _("weekly")),
    ]
    SCORINGS = [
        ("goal_red_flag", _("goal and red flag")),
        ("band", _("band")),
        ("progress", _("progress from a baseline")),
        ("yes_no", _("yes or no")),
    ]
    DIRECTIONS = [("higher", _("higher is better")), ("lower", _("lower is better"))]
    KINDS = [("leading", _("leading")), ("lagging", _("lagging"))]

    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="versions")

    name = models.CharField(_("name"), max_length=200)
    definition = models.TextField(_("definition"), blank=True)
    source = models.CharField(_("source"), max_length=300, blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="kpi_versions"
    )
    owner_name = models.CharField(_("owner"), max_length=200, blank=True)
    kind = models.CharField(_("kind"), max_length=10, choices=KINDS, blank=True)

    unit_rule = models.CharField(_("over units"), max_length=20, choices=UNIT_RULES)
    time_rule = models.CharField(_("over time"), max_length=10, choices=TIME_RULES)
    frequency = models.CharField(_("frequency"), max_length=10, choices=FREQUENCIES)
    weight_kpi = models.ForeignKey(
        Kpi, null=True, on_delete=models.PROTECT, related_name="weighs_versions"
    )
    target_profile = models.JSONField(_("target profile"), null=True)
    min_coverage = models.FloatField(_("least coverage"), default=0.6)
    carry_forward_periods = models.PositiveSmallIntegerField(
        _("periods that a value is carried forward"), default=0
    )
    formula = models.TextField(_("formula"), blank=True)
    approved_only = models.BooleanField(_("approved values only"), default=False)
    scoring = models.CharField(
        _("scored by"), max_length=20, choices=SCORINGS, default="goal_red_flag"
    )

    unit_of_measure = models.CharField(_("unit of measure"), max_length=60, blank=True)
    decimals = models.PositiveSmallIntegerField(_("decimals"), default=0)
    direction = models.CharField(_("direction"), max_length=10, choices=DIRECTIONS, blank=True)
    minimum = ExactDecimalField(_("lowest possible value"), null=True)
    maximum = ExactDecimalField(_("highest possible value"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="kpiversion_weight_kpi",
                condition=Q(unit_rule="weighted_mean", weight_kpi__isnull=False)
                | (~Q(unit_rule="weighted_mean") & Q(weight_kpi__isnull=True)),
            ),
            models.CheckConstraint(
                name="kpiversion_min_coverage", condition=Q(min_coverage__range=(0, 1))
            ),
            models.CheckConstraint(
                name="kpiversion_a_formula_is_not_rolled_up",
                condition=Q(formula="") | Q(unit_rule="none", carry_forward_periods=0),
            ),
            models.CheckConstraint(
                name="kpiversion_a_sum_carries_nothing",
                condition=Q(carry_forward_periods=0) | ~Q(time_rule="sum"),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} from {self.valid_from}"

    @property
    def is_ratio(self) -> bool:
        """Whether an entry is a pair of numerator and denominator."""
        return self.unit_rule == "ratio"

    @property
    def is_percentage(self) -> bool:
        """Whether figures are stored as fractions and shown times 100."""
        return self.unit_of_measure == "%"


class Target(models.Model):
    """One revision of what a unit aims at for a KPI in a period, which may be a longer one."""

    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="targets")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="targets")
    frequency = models.CharField(max_length=10)
    period = models.IntegerField(_("period"))
    goal = ExactDecimalField(_("goal"), null=True)
    red_flag = ExactDecimalField(_("red flag"), null=True)
    baseline = ExactDecimalField(_("baseline"), null=True)
    stretch = ExactDecimalField(_("stretch"), null=True)
    lower = ExactDecimalField(_("lower bound"), null=True)
    upper = ExactDecimalField(_("upper bound"), null=True)
    lower_zero = ExactDecimalField(_("lower zero"), null=True)
    upper_zero = ExactDecimalField(_("upper zero"), null=True)
    recorded_at = models.DateTimeField()

    objects: ClassVar[TargetQuerySet] = TargetQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(fields=["kpi", "period", "unit", "id"], name="target_by_kpi"),
        ]
        constraints = [
            models.CheckConstraint(
                name="target_goal_is_not_red_flag",
                condition=Q(goal=None) | Q(red_flag=None) | ~Q(goal=F("red_flag")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.kpi.code} at {self.unit.code}"


class Reporter(models.Model):
    """One revision of: a unit is expected to enter a KPI from one period to another, and who does.

    Without a person it is the manager's to enter, without an approver the manager's to approve.
    `inferred` marks windows read off the values of an import without reporters.csv.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="reporters")
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="reporters")
    first_period = models.IntegerField(_("first period"), null=True)
    last_period = models.IntegerField(_("last period"), null=True)
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="reports"
    )
    approver = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="approves"
    )
    inferred = models.BooleanField(default=False)
    recorded_at = models.DateTimeField()

    objects: ClassVar[ReporterQuerySet] = ReporterQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["kpi", "unit", "id"], name="reporter_by_kpi")]
        constraints = [
            models.CheckConstraint(
                name="reporter_window",
                condition=Q(first_period=None)
                | Q(last_period=None)
                | Q(first_period__lte=F("last_period")),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.code} reports {self.kpi.code}"

    def includes(self, period: int) -> bool:
        """Say whether a base period lies in the window."""
        return (self.first_period is None or self.first_period <= period) and (
            self.last_period is None or period <= self.last_period
        )
