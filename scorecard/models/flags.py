"""Flags: an owner says that something is at risk, before a figure turns red."""

from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from scorecard.models.matters import AboutMatter
from scorecard.querysets import FlagQuerySet


class Flag(AboutMatter):
    """A KPI or objective at a unit is at risk: what is feared, and which help is asked for.

    It stays as it was raised; `ending` says that it is over.
    """

    fear = models.TextField(_("what is feared"))
    help_asked = models.TextField(_("help asked for"), blank=True)
    raised_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="flags"
    )
    recorded_at = models.DateTimeField(_("raised"))

    objects: ClassVar[FlagQuerySet] = FlagQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(AboutMatter.Meta):
        indexes = [models.Index(fields=["unit", "kpi", "id"], name="flag_by_unit")]
        constraints = [
            *AboutMatter.Meta.constraints,
            models.CheckConstraint(name="flag_says_something", condition=~Q(fear="")),
        ]

    def __str__(self) -> str:
        return f"{self.matter.code} at {self.unit.code}: {self.fear[:60]}"


class FlagEnding(models.Model):
    """How a flag ended: it was dealt with, or there was nothing to fear."""

    CLOSED, WITHDRAWN = "closed", "withdrawn"
    KINDS = [
        (CLOSED, _("dealt with")),
        (WITHDRAWN, _("withdrawn: there is nothing to fear")),
    ]

    flag = models.OneToOneField(Flag, on_delete=models.PROTECT, related_name="ending")
    kind = models.CharField(_("how"), max_length=10, choices=KINDS)
    reason = models.TextField(_("what was done, or why"))
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="flag_endings"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        constraints = [
            models.CheckConstraint(
                name="flagending_kind", condition=Q(kind__in=["closed", "withdrawn"])
            ),
            models.CheckConstraint(name="flagending_has_a_reason", condition=~Q(reason="")),
        ]

    def __str__(self) -> str:
        return f"{self.flag}: {self.kind}"


class FlagReading(models.Model):
    """The first time that somebody above the unit opened a flag."""

    flag = models.ForeignKey(Flag, on_delete=models.PROTECT, related_name="readings")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="flag_readings"
    )
    recorded_at = models.DateTimeField(_("opened"))

    class Meta:
        constraints = [
            models.UniqueConstraint(fields=["flag", "person"], name="flagreading_the_first_counts"),
        ]

    def __str__(self) -> str:
        return f"{self.flag} opened on {self.recorded_at}"
