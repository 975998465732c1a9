"""Lines of `export_results`: a figure per unit, KPI and period of a view."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from core.errors import DomainError
from organization.models import Unit
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency, Status, View
from scorecard.models import Kpi, Result
from scorecard.services.exports.selection import Selection
from scorecard.services.rollup.history import History
from scorecard.services.rollup.views import ViewFigures, view_figures

COLUMNS = (
    "unit",
    "kpi",
    "period",
    "value",
    "coverage",
    "reported",
    "expected",
    "goal",
    "red_flag",
    "score",
    "status",
)
Line = tuple[Any, ...]


def result_lines(history: History, selection: Selection, kpi: str | None = None) -> list[Line]:
    """Return the lines, in the order of COLUMNS, sorted by unit, KPI and period.

    Raises
    ------
    DomainError
        Where there is no such KPI.
    """
    found: list[tuple[str, str, Period, Line]] = []
    for one in _kpis(kpi):
        found += (
            _base_lines(history, one, selection)
            if selection.view is View.BASE
            else list(_view_lines(history, selection, view_figures(history, one, selection.view)))
        )
    found.sort(key=lambda line: line[:3])
    calendar = history.calendar
    return [
        (unit, code, calendar.format(period), *numbers) for unit, code, period, numbers in found
    ]


def _kpis(code: str | None) -> list[Kpi]:
    kpis = Kpi.objects.filter(current__isnull=False).select_related("current")
    if code is None:
        return list(kpis)
    found = list(kpis.filter(code=code))
    if not found:
        raise DomainError(
            _("There is no KPI with the code “%(code)s”. Look the code up in kpis.csv.")
            % {"code": code}
        )
    return found


def _base_lines(
    history: History, kpi: Kpi, selection: Selection
) -> list[tuple[str, str, Period, Line]]:
    """Read stored rows as they are."""
    frequency = Frequency(kpi.definition.frequency)
    rows = Result.objects.filter(kpi=kpi)
    if selection.unit_codes is not None:
        rows = rows.filter(unit__code__in=selection.unit_codes)
    wanted = _wanted_periods(history.calendar, frequency, rows, selection)
    codes = dict(Unit.objects.values_list("pk", "code"))
    fields = rows.values_list(
        "unit_id", "period", "value", "reported", "expected", "goal", "red_flag", "score", "status"
    )
    return [
        (
            codes[unit],
            kpi.code,
            wanted[period],
            (value, _share(reported, expected), reported, expected, *rest, Status(status).word),
        )
        for unit, period, value, reported, expected, *rest, status in fields
        if period in wanted
    ]


def _wanted_periods(
    calendar: FiscalCalendar, frequency: Frequency, rows: Any, selection: Selection
) -> dict[int, Period]:
    ordinals = rows.values_list("period", flat=True).distinct()
    periods = (Period(frequency, ordinal) for ordinal in ordinals)
    return {p.ordinal: p for p in periods if selection.has_period(calendar, p)}


def _view_lines(
    history: History, selection: Selection, found: ViewFigures
) -> Iterator[tuple[str, str, Period, Line]]:
    """Compute the lines of a longer view."""
    codes = dict(Unit.objects.values_list("pk", "code"))
    figures = found.figures
    for column, period in enumerate(found.periods):
        if not selection.has_period(history.calendar, period):
            continue
        for unit in np.flatnonzero(figures.due[:, column]).tolist():
            code = codes[int(history.unit_ids[unit])]
            if selection.has_unit(code):
                yield code, found.kpi.code, period, _line(found, (unit, column))


def _line(found: ViewFigures, cell: tuple[int, int]) -> Line:
    figures = found.figures
    reported, expected = int(figures.reported[cell]), int(figures.expected[cell])
    return (
        _number(figures.value[cell]),
        _share(reported, expected),
        reported,
        expected,
        _number(found.anchor("goal")[cell]),
        _number(found.anchor("red_flag")[cell]),
        _number(figures.score[cell]),
        Status(int(figures.status[cell])).word,
    )


def _number(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _share(reported: int, expected: int) -> float | None:
    return reported / expected if expected else None
