"""Next steps: who does what by when about a KPI or an objective, before it needs a meeting."""

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from initiatives.querysets import ActionEventQuerySet, ActionItemQuerySet
from scorecard.models.matters import AboutMatter

if TYPE_CHECKING:
    from accounts.models import User


class Happening(models.TextChoices):
    """What can happen to a next step."""

    DONE = "done", _("done")
    DROPPED = "dropped", _("dropped")
    MOVED = "moved", _("moved to another day")
    HANDED_OVER = "handed_over", _("handed over")


ENDINGS = frozenset({Happening.DONE.value, Happening.DROPPED.value})


class ActionItem(AboutMatter):
    """A next step about a KPI or objective at a unit: what is to be done, by whom, until when.

    It stays as it was added. What happened since are its events; properties say what holds now.
    They read the events once: lists fetch them for all rows by `with_events`.
    """

    text = models.TextField(_("what is to be done"))
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="actions"
    )
    owner_name = models.CharField(_("who does it"), max_length=200, blank=True)
    due_on = models.DateField(_("due"))
    added_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="actions_added"
    )
    recorded_at = models.DateTimeField(_("added"))

    objects: ClassVar[ActionItemQuerySet] = ActionItemQuerySet.as_manager()  # type: ignore[assignment]

    class Meta(AboutMatter.Meta):
        indexes = [
            models.Index(fields=["unit", "kpi", "id"], name="actionitem_by_kpi"),
            models.Index(fields=["unit", "objective", "id"], name="actionitem_by_objective"),
        ]
        constraints = [
            *AboutMatter.Meta.constraints,
            models.CheckConstraint(name="actionitem_says_something", condition=~Q(text="")),
            models.CheckConstraint(
                name="actionitem_has_one_owner",
                condition=Q(owner=None) & ~Q(owner_name="") | Q(owner__isnull=False, owner_name=""),
            ),
        ]

    def __str__(self) -> str:
        return f"{self.matter.code} at {self.unit.code}: {self.text[:60]}"

    @property
    def ending(self) -> "ActionEvent | None":
        """How it ended; None while it is open."""
        return self._newest(*ENDINGS)

    @property
    def due(self) -> date:
        """The day by which it is to be done, as it was moved last."""
        moved = self._newest(Happening.MOVED)
        return moved.due_on if moved and moved.due_on else self.due_on

    @property
    def holder(self) -> "User | None":
        """Who has it now; None where that is only a name."""
        return self._owned.owner

    @property
    def holder_name(self) -> str:
        """The name of who has it now."""
        return self._owned.owner.name if self._owned.owner else self._owned.owner_name

    @property
    def _owned(self) -> "ActionItem | ActionEvent":
        return self._newest(Happening.HANDED_OVER) or self

    def _newest(self, *kinds: str) -> "ActionEvent | None":
        found = [event for event in self.events.all() if event.kind in kinds]
        return max(found, key=lambda event: event.pk, default=None)


class ActionEvent(models.Model):
    """What happened to a next step, who said so and why; of each kind the newest counts."""

    action = models.ForeignKey(ActionItem, on_delete=models.PROTECT, related_name="events")
    kind = models.CharField(_("what happened"), max_length=12, choices=Happening.choices)
    reason = models.TextField(_("why, or what came of it"), blank=True)
    due_on = models.DateField(_("new day"), null=True)
    owner = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, on_delete=models.PROTECT, related_name="actions_taken"
    )
    owner_name = models.CharField(_("who does it"), max_length=200, blank=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="action_events"
    )
    recorded_at = models.DateTimeField(_("recorded"))

    objects: ClassVar[ActionEventQuerySet] = ActionEventQuerySet.as_manager()  # type: ignore[assignment]

    class Meta:
        indexes = [models.Index(fields=["action", "kind", "id"], name="actionevent_by_kind")]
        constraints = [
            models.CheckConstraint(name="actionevent_kind", condition=Q(kind__in=Happening.values)),
            models.CheckConstraint(
                name="actionevent_has_a_reason",
                condition=~Q(kind__in=["dropped", "moved"]) | ~Q(reason=""),
            ),
            models.CheckConstraint(
                name="actionevent_moves_to_a_day",
                condition=Q(kind="moved", due_on__isnull=False) | ~Q(kind="moved") & Q(due_on=None),
            ),
            models.CheckConstraint(
                name="actionevent_hands_over_to_one",
                condition=Q(kind="handed_over", owner=None) & ~Q(owner_name="")
                | Q(kind="handed_over", owner__isnull=False, owner_name="")
                | ~Q(kind="handed_over") & Q(owner=None, owner_name=""),
            ),
            models.UniqueConstraint(
                fields=["action"],
                condition=Q(kind__in=["done", "dropped"]),
                name="actionevent_ends_once",
            ),
        ]

    def __str__(self) -> str:
        return f"{self.action}: {self.kind}"

    @property
    def owner_text(self) -> str:
        """The name of whom it was handed to; empty for another event."""
        return self.owner.name if self.owner else self.owner_name
