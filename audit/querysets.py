"""Filters of the record of changes."""

from datetime import datetime
from typing import TYPE_CHECKING, Any, Self

from django.db import models
from django.db.models import Q

if TYPE_CHECKING:
    from collections.abc import Iterable


class RecordQuerySet(models.QuerySet[Any]):
    """Changes."""

    def about(self, kind: str, subject: str) -> Self:
        """Return what was done to one object."""
        return self.filter(subject_kind=kind, subject=subject)

    def about_any(self, kind: str, prefix: str) -> Self:
        """Return what was done to the objects of a kind whose names begin alike."""
        return self.filter(subject_kind=kind, subject__startswith=prefix)

    def concerning(self, unit_ids: "Iterable[int] | models.QuerySet[Any, Any]") -> Self:
        """Return what concerns one of some units; what concerns none in particular is left out."""
        return self.filter(unit_id__in=unit_ids)

    def by_person(self, words: str) -> Self:
        """Return what people whose name or address holds `words` did, or had done for them."""
        found = Q()
        for person in ("actor", "on_behalf_of"):
            for name in ("name", "email"):
                found |= Q(**{f"{person}__{name}__icontains": words})
        return self.filter(found)

    def between(self, first: datetime | None, end: datetime | None) -> Self:
        """Return what was done from `first` on and before `end`; None is no bound."""
        rows = self if first is None else self.filter(recorded_at__gte=first)
        return rows if end is None else rows.filter(recorded_at__lt=end)

    def with_people(self) -> Self:
        """Fetch who did it, and on whose behalf."""
        return self.select_related("actor", "on_behalf_of")
