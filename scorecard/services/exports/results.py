"""Lines of `export_results`: a figure per unit, KPI and period of a view."""

from collections.abc import Iterator
from typing import Any

import numpy as np
from django.utils.translation import gettext as _

from core.errors import DomainError
from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Status, View
from scorecard.models import Kpi
from scorecard.services.dependents import years_of
from scorecard.services.exports.selection import Selection
from scorecard.services.rollup.base import base_table
from scorecard.services.rollup.history import History
from scorecard.services.rollup.meanings import Meaning, load_meanings
from scorecard.services.rollup.stretches import whole_years
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
BASE = ("unit_id", "period", "value", "reported", "expected", "goal", "red_flag", "score", "status")
Line = tuple[Any, ...]
Codes = dict[int, str]


def result_lines(history: History, selection: Selection, kpi: str | None = None) -> list[Line]:
    """Return the lines, in the order of COLUMNS, sorted by unit, KPI and period.

    Raises
    ------
    DomainError
        Where there is no such KPI.
    """
    codes = dict(Unit.objects.values_list("pk", "code"))
    own = _own(history, selection, codes)
    found: list[tuple[str, str, Period, Line]] = []
    for meaning in _meanings(history, kpi):
        found += (
            _base_lines(own, meaning, selection, codes)
            if selection.view is View.BASE
            else list(
                _view_lines(selection, view_figures(own, meaning, selection.view), own, codes)
            )
        )
    found.sort(key=lambda line: line[:3])
    calendar = history.calendar
    return [
        (unit, code, calendar.format(period), *numbers) for unit, code, period, numbers in found
    ]


def _own(history: History, selection: Selection, codes: Codes) -> History:
    """Return the organisation with the units asked for."""
    if selection.unit_codes is None:
        return history
    return history.only(*(pk for pk, code in codes.items() if selection.has_unit(code)))


def _meanings(history: History, code: str | None) -> list[Meaning]:
    if code is None:
        return list(load_meanings(history.known).values())
    kpi = Kpi.objects.filter(code=code).first()
    if kpi is None:
        raise DomainError(
            _("There is no KPI with the code “%(code)s”. Look the code up in kpis.csv.")
            % {"code": code}
        )
    return list(load_meanings(history.known, [kpi.pk]).values())


def _base_lines(
    own: History, meaning: Meaning, selection: Selection, codes: Codes
) -> list[tuple[str, str, Period, Line]]:
    """Give the base results as they are."""
    stretch = whole_years(own, meaning.frequency, years_of(own, meaning))
    periods = (period for period in stretch.periods if selection.has_period(own.calendar, period))
    wanted = {period.ordinal: period for period in periods}
    rows = base_table([(meaning, stretch)], BASE).tolist()
    return [
        (codes[int(unit)], meaning.code, wanted[int(period)], _numbers(*numbers))
        for unit, period, *numbers in rows
        if int(period) in wanted
    ]


def _numbers(
    value: float,
    reported: float,
    expected: float,
    goal: float,
    red_flag: float,
    score: float,
    status: float,
) -> Line:
    return (
        _number(value),
        _share(int(reported), int(expected)),
        int(reported),
        int(expected),
        _number(goal),
        _number(red_flag),
        _number(score),
        Status(int(status)).word,
    )


def _view_lines(
    selection: Selection, found: ViewFigures, own: History, codes: Codes
) -> Iterator[tuple[str, str, Period, Line]]:
    """Compute the lines of a longer view."""
    figures = found.figures
    for column, period in enumerate(found.periods):
        if not selection.has_period(own.calendar, period):
            continue
        for unit in np.flatnonzero(figures.due[:, column]).tolist():
            code = codes[int(own.unit_ids[unit])]
            yield code, found.meaning.code, period, _line(found, (unit, column))


def _line(found: ViewFigures, cell: tuple[int, int]) -> Line:
    figures = found.figures
    return _numbers(
        figures.value[cell],
        figures.reported[cell],
        figures.expected[cell],
        found.anchor("goal")[cell],
        found.anchor("red_flag")[cell],
        figures.score[cell],
        figures.status[cell],
    )


def _number(number: float) -> float | None:
    return None if np.isnan(number) else float(number)


def _share(reported: int, expected: int) -> float | None:
    return reported / expected if expected else None
