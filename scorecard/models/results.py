"""What the roll-up made of the entries; derived, and rebuilt identically at any time.

Without foreign key constraints: they would cost as much as the writing itself, and every row
comes out of rows that have them.
"""

from typing import ClassVar

from django.db import models

from organization.models import Unit
from scorecard.models.kpis import Kpi
from scorecard.querysets import ResultQuerySet, ScoreQuerySet


class Result(models.Model):
    """The figure of a KPI at a unit in a base period, with its partial state `a`, `b`.

    `computed` is what came from below where the figure is an override. Of the targets, those
    are known that the KPI is scored by.
    """

    pk = models.CompositePrimaryKey("kpi_id", "period", "unit_id")
    kpi = models.ForeignKey(
        Kpi, on_delete=models.CASCADE, related_name="results", db_index=False, db_constraint=False
    )
    period = models.IntegerField()
    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="results", db_index=False, db_constraint=False
    )
    a = models.FloatField(null=True)
    b = models.FloatField(null=True)
    value = models.FloatField(null=True)
    reported = models.IntegerField()
    carried = models.IntegerField(default=0)
    expected = models.IntegerField()
    overridden = models.BooleanField(default=False)
    computed = models.FloatField(null=True)
    goal = models.FloatField(null=True)
    red_flag = models.FloatField(null=True)
    baseline = models.FloatField(null=True)
    lower = models.FloatField(null=True)
    upper = models.FloatField(null=True)
    lower_zero = models.FloatField(null=True)
    upper_zero = models.FloatField(null=True)
    score = models.FloatField(null=True)
    status = models.SmallIntegerField()

    objects: ClassVar[ResultQuerySet] = ResultQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.kpi_id} {self.period} {self.unit_id}"


class Score(models.Model):
    """The score of a node of a unit's scorecard in a month, and what it is made of.

    `node` is the id of the unit (scorecard), perspective, theme or objective; `worst` and `cap`
    are ids of children: perspective, objective or KPI, by the kind of the node. Where that child
    of an objective is an objective that contributes to it, its id is in `worst_objective` or
    `cap_objective` and the other is empty.
    """

    SCORECARD, PERSPECTIVE, THEME, OBJECTIVE = range(4)

    pk = models.CompositePrimaryKey("period", "unit_id", "node_kind", "node")
    period = models.IntegerField()
    unit = models.ForeignKey(
        Unit, on_delete=models.CASCADE, related_name="scores", db_index=False, db_constraint=False
    )
    node_kind = models.SmallIntegerField()
    node = models.BigIntegerField()
    score = models.FloatField(null=True)
    status = models.SmallIntegerField()
    status_uncapped = models.SmallIntegerField()
    coverage = models.FloatField(null=True)
    green = models.IntegerField()
    amber = models.IntegerField()
    red = models.IntegerField()
    no_data = models.IntegerField()
    insufficient = models.IntegerField()
    not_scored = models.IntegerField()
    worst = models.BigIntegerField(null=True)
    worst_objective = models.BigIntegerField(null=True)
    cap = models.BigIntegerField(null=True)
    cap_objective = models.BigIntegerField(null=True)

    objects: ClassVar[ScoreQuerySet] = ScoreQuerySet.as_manager()  # type: ignore[assignment]

    def __str__(self) -> str:
        return f"{self.period} {self.unit_id} {self.node_kind} {self.node}"
