"""Perspectives, themes, objectives, and the lines that say which KPIs make an objective."""

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from organization.models import Unit
from organization.querysets import UnitScopedQuerySet
from scorecard.models.dated import Dated
from scorecard.models.kpis import Kpi


class Perspective(models.Model):
    """A row of the strategy map: mission, processes, people and learning, resources."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    position = models.IntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class PerspectiveVersion(Dated):
    """The weight of a perspective in the scorecard, and whether it is critical."""

    perspective = models.ForeignKey(Perspective, on_delete=models.PROTECT, related_name="versions")
    weight = models.FloatField(_("weight"), default=1)
    critical = models.BooleanField(_("critical"), default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="perspectiveversion_weight", condition=Q(weight__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.perspective} weighs {self.weight} from {self.valid_from}"


class Theme(models.Model):
    """A strategic theme: a column of the strategy map."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    name = models.CharField(_("name"), max_length=200)
    position = models.IntegerField(_("position"), default=0)

    class Meta:
        ordering = ["position", "code"]

    def __str__(self) -> str:
        return self.name


class Objective(models.Model):
    """A strategic objective of one unit; `current` is the version valid at present."""

    code = models.CharField(_("code"), max_length=60, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="objectives")
    current = models.OneToOneField(
        "ObjectiveVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.current.name if self.current else self.code


class ObjectiveVersion(Dated):
    """What an objective says, where it belongs and what it weighs; retired, it is no more."""

    ROLL_UPS = [
        ("weighted_mean", _("weighted mean of its KPIs")),
        ("mean", _("plain mean of its KPIs")),
        ("worst", _("its worst KPI")),
        ("best", _("its best KPI")),
        ("manual", _("given by hand")),
    ]

    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="versions")
    name = models.CharField(_("name"), max_length=200)
    perspective = models.ForeignKey(
        Perspective, on_delete=models.PROTECT, related_name="objective_versions"
    )
    theme = models.ForeignKey(
        Theme, null=True, on_delete=models.PROTECT, related_name="objective_versions"
    )
    description = models.TextField(_("description"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="objective_versions",
    )
    owner_name = models.CharField(_("owner"), max_length=200, blank=True)
    weight = models.FloatField(_("weight"), default=1)
    critical = models.BooleanField(_("critical"), default=False)
    roll_up = models.CharField(_("score"), max_length=15, choices=ROLL_UPS, default="weighted_mean")
    retired = models.BooleanField(_("retired"), default=False, db_default=False)
    # From 1, counted from the left; NULL where the map places it by itself.
    place = models.PositiveSmallIntegerField(_("place in its lane and column"), null=True)

    class Meta:
        constraints = [
            models.CheckConstraint(name="objectiveversion_weight", condition=Q(weight__gte=0)),
            models.CheckConstraint(
                name="objectiveversion_place", condition=Q(place=None) | Q(place__gte=1)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name} from {self.valid_from}"


class ObjectiveLink(Dated):
    """What one objective has to do with another, lower one first.

    A contributory link adds the score that the lower objective has at its own unit to the
    children of the higher one; the other kinds carry no number.
    """

    CAUSES, CONTRIBUTORY = "causes", "contributory"
    KINDS = [
        (CAUSES, _("causes")),
        (CONTRIBUTORY, _("contributes its score")),
        ("identical", _("is the same")),
        ("shared", _("is shared")),
    ]

    source = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="links_up")
    target = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="links_down")
    kind = models.CharField(_("kind"), max_length=15, choices=KINDS)
    weight = models.FloatField(_("weight"), default=1)
    ended = models.BooleanField(_("ended"), default=False, db_default=False)

    class Meta:
        constraints = [
            models.CheckConstraint(name="objectivelink_weight", condition=Q(weight__gte=0)),
            models.CheckConstraint(
                name="objectivelink_two_objectives", condition=~Q(source=F("target"))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.source.code} {self.kind} {self.target.code}"


class ManualScore(models.Model):
    """One revision of the score of an objective at a unit in a month, given by hand with a reason.

    Counts where the objective's score is given by hand; the newest revision holds.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="manual_scores")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="manual_scores")
    period = models.IntegerField()
    score = models.FloatField(_("score"), null=True)
    comment = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="manual_scores"
    )
    recorded_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["period", "unit", "objective", "id"], name="manualscore_by_month")
        ]
        constraints = [
            models.CheckConstraint(
                name="manualscore_0_to_100", condition=Q(score=None) | Q(score__range=(0, 100))
            ),
        ]

    def __str__(self) -> str:
        return f"{self.objective.code} at {self.unit.code}: {self.score}"


class CapSwitch(Dated):
    """From a day on, whether critical children cap one node of a unit's scorecard.

    The node is a perspective, a theme, an objective, or without one of them the scorecard itself.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="cap_switches")
    perspective = models.ForeignKey(
        Perspective, null=True, on_delete=models.PROTECT, related_name="cap_switches"
    )
    theme = models.ForeignKey(
        Theme, null=True, on_delete=models.PROTECT, related_name="cap_switches"
    )
    objective = models.ForeignKey(
        Objective, null=True, on_delete=models.PROTECT, related_name="cap_switches"
    )
    caps = models.BooleanField(_("critical children cap it"))
    reason = models.TextField(_("reason"))
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="cap_switches"
    )

    objects = UnitScopedQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="capswitch_one_node",
                condition=Q(perspective=None, theme=None)
                | Q(perspective=None, objective=None)
                | Q(theme=None, objective=None),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.unit.code} from {self.valid_from}: {self.caps}"

    @property
    def kind(self) -> int:
        """The kind of its node, as `Score` numbers them."""
        kinds = (None, self.perspective_id, self.theme_id, self.objective_id)
        return next((kind for kind, node in enumerate(kinds) if node is not None), 0)

    @property
    def node(self) -> int:
        """The id of its node: of the unit for a scorecard."""
        return self.perspective_id or self.theme_id or self.objective_id or self.unit_id

    @property
    def node_code(self) -> str:
        """The code of its node: of the unit for a scorecard."""
        named = self.perspective or self.theme or self.objective or self.unit
        return named.code


class Line(Dated):
    """A KPI that makes an objective at a unit, with its weight: one revision of a scorecard line.

    The lines of the nearest unit at or above count for a unit; its own replace inherited ones.
    """

    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="lines")
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="lines")
    kpi = models.ForeignKey(Kpi, on_delete=models.PROTECT, related_name="lines")
    weight = models.FloatField(_("weight"), default=1)
    critical = models.BooleanField(_("critical"), default=False)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="lines"
    )
    owner_name = models.CharField(_("owner"), max_length=200, blank=True)

    class Meta:
        indexes = [models.Index(fields=["unit", "objective", "kpi", "id"], name="line_by_unit")]
        constraints = [
            models.CheckConstraint(name="line_weight", condition=Q(weight__gte=0)),
        ]

    def __str__(self) -> str:
        return f"{self.objective.code} {self.kpi.code} at {self.unit.code}"
