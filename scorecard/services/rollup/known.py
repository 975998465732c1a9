"""What was known at a moment: the rows that were recorded by then."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.db import connection
from django.db.models import QuerySet
from django.utils import timezone

Rows = TypeVar("Rows", bound=QuerySet[Any])


@dataclass(frozen=True)
class Known:
    """All rows recorded up to a moment; without one, all there are."""

    at: datetime | None = None

    @property
    def is_now(self) -> bool:
        """Whether everything counts: stored results say the same then."""
        return self.at is None

    @property
    def moment(self) -> datetime:
        """The moment itself."""
        return self.at or timezone.now()

    def among(self, rows: Rows) -> Rows:
        """Leave out what was recorded later."""
        return rows if self.at is None else rows.filter(recorded_at__lte=self.at)

    def condition(self, table: str) -> tuple[str, list[Any]]:
        """Return the same as SQL about the rows of `table`, with its parameters."""
        if self.at is None:
            return "TRUE", []
        return f"{table}.recorded_at <= %s", [connection.ops.adapt_datetimefield_value(self.at)]


NOW = Known()
