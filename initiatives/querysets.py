"""Composable filters over initiatives and their rows; all of them hang on the permission gate."""

from typing import ClassVar, Self

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
