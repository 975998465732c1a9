"""What changed at and directly below a unit that may bend a course: moves, openings, closings."""

from collections.abc import Iterable
from datetime import datetime
from itertools import groupby, pairwise

from django.db.models import Exists, OuterRef, Q
from django.utils.translation import gettext as _

from organization.models import Placement, Unit, UnitWindow
from organization.querysets import paths_allowing
from organization.roles import Action
from scorecard.models import Kpi, Result
from scorecard.selectors.context import Context
from scorecard.selectors.events import Event
from scorecard.selectors.lines import known


def tree_events(context: Context, kpi: Kpi, as_of: datetime | None = None) -> list[Event]:
    """Return when the unit of `context`, or one that hung directly below it, moved or opened.

    Only units that a KPI has figures of; in three queries. A unit that the reader may not see is
    not named.
    """
    changed = _Changed(context)
    has_figures = Exists(Result.objects.filter(kpi=kpi, unit=OuterRef("unit")))
    below = Placement.objects.filter(parent=context.unit.pk).values("unit")
    concerned = Q(unit=context.unit.pk) | Q(unit__in=below)
    placements = known(Placement.objects.filter(concerned & has_figures), as_of)
    here = Q(unit=context.unit.pk) | Q(unit__parent=context.unit.pk)
    windows = known(UnitWindow.objects.filter(here & has_figures), as_of)
    return [
        *changed.moves(placements.select_related("unit", "parent").order_by("unit", "id")),
        *changed.windows(windows.select_related("unit").order_by("id")),
    ]


class _Changed:
    """Says what changed, naming units as far as the reader may see them."""

    def __init__(self, context: Context) -> None:
        self.unit = context.unit
        self.paths = paths_allowing(context.user, Action.SEE_UNIT)
        # Everybody knows what their unit belongs to.
        self.known = {context.unit.pk, *(unit.pk for unit in context.above)}

    def moves(self, placements: Iterable[Placement]) -> Iterable[Event]:
        """Yield the moves to, from and of the unit; rows come unit by unit, the newest last."""
        for _unit, rows in groupby(placements, key=lambda row: row.unit_id):
            by_day = {row.valid_from: row for row in rows}
            for was, now in pairwise(by_day[day] for day in sorted(by_day)):
                if was.parent_id != now.parent_id and (text := self._moved(was, now)):
                    yield Event(now.valid_from, text)

    def _moved(self, was: Placement, now: Placement) -> str:
        values = {"unit": self._name(now.unit), "above": self._name(now.parent)}
        if now.unit_id == self.unit.pk:
            return _("%(unit)s moved: from here on it belongs to %(above)s") % values
        if now.parent_id == self.unit.pk:
            return _("%(unit)s came here from another unit") % values
        if was.parent_id == self.unit.pk:
            return _("%(unit)s left for another unit") % values
        return ""

    def windows(self, rows: Iterable[UnitWindow]) -> Iterable[Event]:
        """Yield when units opened, and from when on they were closed; the newest row counts."""
        newest = {row.unit_id: row for row in rows}
        for row in newest.values():
            values = {"unit": self._name(row.unit)}
            if row.opened_on:
                yield Event(row.opened_on, _("%(unit)s opened") % values)
            if row.closed_on:
                yield Event(row.closed_on, _("%(unit)s closed") % values)

    def _name(self, unit: Unit | None) -> str:
        if unit is None:
            return _("no unit")
        is_seen = unit.pk in self.known or any(unit.path.startswith(p) for p in self.paths)
        return unit.name if is_seen else _("A unit that you do not see")
