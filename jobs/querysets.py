"""Which outbox rows are due."""

from datetime import datetime
from typing import Any, Self

from django.db import models


class OutboxQuerySet(models.QuerySet[Any]):
    """Rows that wait to be worked off."""

    def waiting(self) -> Self:
        """Leave out the parked ones."""
        return self.filter(parked_at=None)

    def due(self, now: datetime) -> Self:
        """Return waiting rows whose time has come."""
        return self.waiting().filter(not_before__lte=now)

    def parked(self) -> Self:
        """Return rows that failed too often and wait for a person."""
        return self.exclude(parked_at=None)
