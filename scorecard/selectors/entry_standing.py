"""How the submitted figures of a unit stand: approved, waiting, or rejected."""

from collections.abc import Collection, Sequence

from django.utils.translation import gettext as _

from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.models import Entry, EntryEvent, Kpi
from scorecard.selectors.corrections import Rejection, rejections_in
from scorecard.selectors.entry_fields import Placed


class Standings:
    """What was decided of figures of one unit, fetched once; nothing where all count at once."""

    def __init__(self, unit: Unit, due: Sequence[Placed], entries: Collection[Entry]) -> None:
        self.approved: set[int] = set()
        self.rejected = rejections_in(unit, due)
        if any(kpi.definition.approved_only for kpi, _period in due):
            events = EntryEvent.objects.filter(kind=EntryEvent.APPROVED, entry__in=entries)
            self.approved = set(events.values_list("entry_id", flat=True))

    def rejection(self, kpi: Kpi, period: Period) -> Rejection | None:
        """Return what was rejected last in a cell, if nothing came since."""
        return self.rejected.get((kpi.pk, period.ordinal))

    def words(self, kpi: Kpi, entry: Entry | None) -> str:
        """Say how a submitted figure stands."""
        if entry is None or not kpi.definition.approved_only:
            return _("submitted")
        if entry.pk in self.approved:
            return _("submitted and approved")
        return _("submitted, waits for approval")
