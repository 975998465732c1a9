"""Initiatives, what they are worth to which objectives, their milestones and status lines."""

from decimal import Decimal
from typing import ClassVar

from django.conf import settings
from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from initiatives.querysets import (
    ContributionQuerySet,
    InitiativeQuerySet,
    MilestoneQuerySet,
    StatusLineQuerySet,
)
from organization.models import Unit
from scorecard.models import Objective

# SQLite keeps 15 significant digits of a decimal; a larger amount would not read back the same.
LARGEST_AMOUNT = Decimal("9999999999999.99")


class Stage(models.TextChoices):
    """Where an initiative stands in the portfolio; the words of initiatives.csv."""

    PROPOSED = "proposed", _("proposed")
    LAUNCHED = "launched", _("launched")
    ACCELERATED = "accelerated", _("accelerated")
    DELAYED = "delayed", _("delayed")
    STOPPED = "stopped", _("stopped")
    DONE = "done", _("done")


# Somebody is at work: what "being done" shows.
UNDER_WAY = frozenset({Stage.LAUNCHED.value, Stage.ACCELERATED.value, Stage.DELAYED.value})
OVER = frozenset({Stage.STOPPED.value, Stage.DONE.value})


class Initiative(models.Model):
    """A piece of work with an end that moves objectives; `current` is its newest version.

    `unit` is the present copy of the newest version's, kept for lists and for the gate.
    """

    code = models.CharField(_("code"), max_length=200, unique=True)
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="initiatives")
    current = models.OneToOneField(
        "InitiativeVersion", null=True, on_delete=models.PROTECT, related_name="+"
    )

    objects: ClassVar[InitiativeQuerySet] = InitiativeQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        ordering = ["code"]

    def __str__(self) -> str:
        return self.current.name if self.current else self.code


class InitiativeVersion(models.Model):
    """What was known of an initiative from a moment on; the newest version counts.

    A change of stage, dates or money is a new version, with who made it and why.
    """

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="versions")
    unit = models.ForeignKey(Unit, on_delete=models.PROTECT, related_name="initiative_versions")

    name = models.CharField(_("name"), max_length=300)
    description = models.TextField(_("description"), blank=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="initiative_versions",
    )
    owner_name = models.CharField(_("owner"), max_length=200, blank=True)

    stage = models.CharField(
        _("stage"), max_length=12, choices=Stage.choices, default=Stage.PROPOSED
    )
    starts_on = models.DateField(_("start"), null=True)
    ends_on = models.DateField(_("end"), null=True)
    budget = models.DecimalField(_("budget"), max_digits=18, decimal_places=2, null=True)
    spent = models.DecimalField(_("spent"), max_digits=18, decimal_places=2, null=True)

    changed_by = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        null=True,
        on_delete=models.PROTECT,
        related_name="initiative_versions_written",
    )
    reason = models.TextField(_("why"), blank=True)
    recorded_at = models.DateTimeField(_("recorded"))

    class Meta:
        indexes = [models.Index(fields=["initiative", "id"], name="initiativeversion_by_id")]
        constraints = [
            models.CheckConstraint(
                name="initiativeversion_starts_before_it_ends",
                condition=Q(starts_on=None) | Q(ends_on=None) | Q(starts_on__lte=F("ends_on")),
            ),
            models.CheckConstraint(
                name="initiativeversion_stage", condition=Q(stage__in=Stage.values)
            ),
            models.CheckConstraint(
                name="initiativeversion_budget", condition=Q(budget=None) | Q(budget__gte=0)
            ),
            models.CheckConstraint(
                name="initiativeversion_spent", condition=Q(spent=None) | Q(spent__gte=0)
            ),
        ]

    def __str__(self) -> str:
        return f"{self.name}, {self.stage}"

    @property
    def owner_text(self) -> str:
        """The owner's name as shown; empty where nobody is named."""
        return self.owner.name if self.owner else self.owner_name

    @property
    def overspent(self) -> Decimal | None:
        """How much more was spent than budgeted; None where it is not known to be more."""
        if self.budget is None or self.spent is None or self.spent <= self.budget:
            return None
        return self.spent - self.budget

    @property
    def has_money_to_compare(self) -> bool:
        """Whether spent and budget are both known, and not both nothing."""
        if self.budget is None or self.spent is None:
            return False
        return self.budget > 0 or self.spent > 0


class Milestone(models.Model):
    """One revision of a milestone, which is known by its name: when due, when reached."""

    initiative = models.ForeignKey(Initiative, on_delete=models.PROTECT, related_name="milestones")
    name = models.CharField(_("milestone"), max_length=200)
    due_on = models.DateField(_("due"))
    done_on = models.DateField(_("reached"), null=True)
    dropped = models.BooleanField(_("no longer planned"), default=False)
    recorded_at = models.DateTimeField()

    objects: ClassVar[MilestoneQuerySet] = MilestoneQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["initiative", "name", "id"], name="milestone_by_name")]
        constraints = [
            models.CheckConstraint(name="milestone_has_a_name", condition=~Q(name="")),
        ]

    def __str__(self) -> str:
        return f"{self.name} due {self.due_on}"


class Contribution(models.Model):
    """One revision of how much an initiative helps an objective.

    The scale of 0, 1, 3, 9 is that of quality function deployment: strong links stand out.
    """

    class Strength(models.IntegerChoices):
        """How much; unknown (NULL) is: linked, not judged yet."""

        NONE = 0, _("none")
        WEAK = 1, _("weak")
        MEDIUM = 3, _("medium")
        STRONG = 9, _("strong")

    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="contributions"
    )
    objective = models.ForeignKey(Objective, on_delete=models.PROTECT, related_name="contributions")
    contribution = models.PositiveSmallIntegerField(
        _("contribution"), choices=Strength.choices, null=True
    )
    recorded_at = models.DateTimeField()

    objects: ClassVar[ContributionQuerySet] = ContributionQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [
            models.Index(
                fields=["initiative", "objective", "id"], name="contribution_by_initiative"
            ),
            models.Index(
                fields=["objective", "initiative", "id"], name="contribution_by_objective"
            ),
        ]
        constraints = [
            models.CheckConstraint(
                name="contribution_on_the_scale",
                condition=Q(contribution=None) | Q(contribution__in=[0, 1, 3, 9]),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.initiative.code} {self.objective.code}: {self.contribution}"


class StatusLine(models.Model):
    """How an initiative stands, in its owner's words; appended, never edited."""

    initiative = models.ForeignKey(
        Initiative, on_delete=models.PROTECT, related_name="status_lines"
    )
    text = models.CharField(_("how it stands"), max_length=500)
    author = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="status_lines"
    )
    author_name = models.CharField(_("by"), max_length=200, blank=True)
    recorded_at = models.DateTimeField(_("written"))

    objects: ClassVar[StatusLineQuerySet] = StatusLineQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["initiative", "id"], name="statusline_by_initiative")]
        constraints = [
            models.CheckConstraint(name="statusline_says_something", condition=~Q(text="")),
        ]

    def __str__(self) -> str:
        return self.text

    @property
    def author_text(self) -> str:
        """The author's name as shown; empty where unknown."""
        return self.author.name if self.author else self.author_name
