"""What most lists of the scorecard can be asked for."""

from typing import Any

from django_filters.rest_framework import CharFilter, FilterSet

from organization.selectors.units import open_unit, published_unit


class PublishedFilters(FilterSet):  # type: ignore[misc]
    """Rows that are published: those of one unit, which may lie above one's own."""

    unit = CharFilter(method="at_unit", help_text="Rows of exactly this unit.")

    def at_unit(self, rows: Any, _name: str, code: str) -> Any:
        """Keep the rows of one unit."""
        return rows.filter(unit=published_unit(self.request.user, code))


class OpenFilters(FilterSet):  # type: ignore[misc]
    """Rows that are for those who may see into the unit."""

    unit = CharFilter(method="at_unit", help_text="Rows of exactly this unit.")
    below = CharFilter(method="at_or_below", help_text="Rows of this unit and all below it.")

    def at_unit(self, rows: Any, _name: str, code: str) -> Any:
        """Keep the rows of one unit."""
        return rows.filter(unit=open_unit(self.request.user, code))

    def at_or_below(self, rows: Any, _name: str, code: str) -> Any:
        """Keep the rows of one unit and of those below it."""
        return rows.below([open_unit(self.request.user, code).path])
