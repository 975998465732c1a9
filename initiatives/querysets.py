"""Composable filters over initiatives and their rows; all of them hang on the permission gate."""

from collections.abc import Collection
from datetime import date, datetime
from typing import ClassVar, Self

from django.db.models import Exists, OuterRef, Prefetch, Q

from organization.querysets import UnitScopedQuerySet
from scorecard.querysets import NewestRevision


class InitiativeQuerySet(UnitScopedQuerySet):
    """Initiatives."""

    def with_facts(self) -> Self:
        """Fetch what every row of a list shows: present version, owner and unit."""
        return self.select_related("unit", "current__owner")

    def with_versions(self) -> Self:
        """Fetch the present version with all that it names."""
        return self.select_related("current__owner", "current__unit", "current__initiative")


class MilestoneQuerySet(NewestRevision):
    """Milestones: revisions of (initiative, name)."""

    unit_lookup: ClassVar[str] = "initiative__unit"
    revision_of = ("initiative", "name")

    def standing(self) -> Self:
        """Return the newest revisions that were not dropped, in order of their due dates."""
        return self.newest().filter(dropped=False).order_by("due_on", "id")


class ContributionQuerySet(NewestRevision):
    """Links to objectives: revisions of (initiative, objective)."""

    unit_lookup: ClassVar[str] = "initiative__unit"
    revision_of = ("initiative", "objective")

    def with_objectives(self) -> Self:
        """Fetch the objective as it stands, with its unit and perspective."""
        return self.select_related("objective__unit", "objective__current__perspective")


class StatusLineQuerySet(NewestRevision):
    """Status lines; `newest` is the last one of each initiative."""

    unit_lookup: ClassVar[str] = "initiative__unit"
    revision_of = ("initiative",)


class ActionItemQuerySet(UnitScopedQuerySet):
    """Next steps; what happened to them are their events."""

    def open(self, as_of: datetime | None = None) -> Self:
        """Return those that are neither done nor dropped, as known at a moment or at all."""
        return self.known(as_of).filter(~Exists(self._events(as_of).ending()))

    def over(self) -> Self:
        """Return those that are done or dropped."""
        return self.filter(Exists(self._events().ending()))

    def known(self, as_of: datetime | None) -> Self:
        """Leave out those that were added after a moment; None is now."""
        return self if as_of is None else self.filter(recorded_at__lte=as_of)

    def held_by(self, people: Collection[int]) -> Self:
        """Return those that one of some people has now, by their ids."""
        handed = self._events().handing_over()
        return self.filter(
            Q(Exists(handed.newest().filter(owner__in=people)))
            | Q(~Exists(handed), owner__in=people)
        )

    def due_by(self, day: date) -> Self:
        """Return those that are due by a day, as they were moved last."""
        moved = self._events().moving()
        return self.filter(
            Q(Exists(moved.newest().filter(due_on__lte=day))) | Q(~Exists(moved), due_on__lte=day)
        )

    def with_events(self, as_of: datetime | None = None) -> Self:
        """Fetch what a row shows: matter, people, and all that happened, as known at a moment."""
        events = self._all_events().known(as_of).select_related("owner", "by").order_by("id")
        related = ("unit", "kpi__current", "objective__current", "owner", "added_by")
        return self.select_related(*related).prefetch_related(Prefetch("events", queryset=events))

    def _events(self, as_of: datetime | None = None) -> "ActionEventQuerySet":
        return self._all_events().known(as_of).filter(action=OuterRef("pk"))

    def _all_events(self) -> "ActionEventQuerySet":
        events: ActionEventQuerySet = self.model._meta.get_field("events").related_model.objects
        return events.all()


class ActionEventQuerySet(NewestRevision):
    """What happened to next steps; of each kind the newest counts."""

    unit_lookup: ClassVar[str] = "action__unit"
    revision_of = ("action", "kind")

    def known(self, as_of: datetime | None) -> Self:
        """Leave out what was recorded after a moment; None is now."""
        return self if as_of is None else self.filter(recorded_at__lte=as_of)

    def ending(self) -> Self:
        """Return those after which a next step is over."""
        return self.filter(kind__in=["done", "dropped"])

    def handing_over(self) -> Self:
        """Return those that gave a next step to somebody else."""
        return self.filter(kind="handed_over")

    def moving(self) -> Self:
        """Return those that gave a next step another day."""
        return self.filter(kind="moved")
