"""What stands in a workbook that is filled in away from OSM: a row for each figure to enter."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from core.sheets import Cell, amount
from scorecard.models import Entry, Result
from scorecard.selectors.due import cells_due
from scorecard.selectors.entries import present_month
from scorecard.selectors.entry_numbers import value_of
from scorecard.selectors.entry_rows import standing_entries
from scorecard.selectors.periods import before, period_name

if TYPE_CHECKING:
    from collections.abc import Sequence

    from organization.models import Unit
    from scorecard.engine.periods import Period
    from scorecard.models import Kpi


@dataclass(frozen=True, slots=True)
class WorkbookRow:
    """One figure to enter.

    Attributes
    ----------
    unit, kpi, period
        The codes and the word by which the row is known again.
    last, target, value, numerator, denominator
        Numbers; a percentage is a `Share`. The last three are what stands submitted.
    """

    unit: str
    unit_name: str
    kpi: str
    kpi_name: str
    period: str
    period_name: str
    unit_of_measure: str
    definition: str
    is_ratio: bool
    last: Cell
    target: Cell
    value: Cell
    numerator: Cell
    denominator: Cell
    not_applicable: bool
    comment: str


def workbook_rows(units: "Sequence[Unit]", month: "Period") -> list[WorkbookRow]:
    """Return the figures that units have to enter with a month; a few queries for each unit."""
    calendar, today, _ended = present_month()
    rows = []
    for unit in units:
        due = cells_due(unit, month, calendar, today)
        entries = standing_entries(unit, due, back=1)
        ordinals = {period.ordinal for _kpi, period in due}
        results = Result.objects.filter(unit=unit, period__in=ordinals, goal__isnull=False)
        goals = {(each.kpi_id, each.period): each.goal for each in results}
        rows += [
            _row(unit, kpi, period, calendar.format(period), entries, goals)
            for kpi, period in sorted(due, key=lambda placed: (str(placed[0]), placed[1]))
        ]
    return rows


def _row(
    unit: "Unit",
    kpi: "Kpi",
    period: "Period",
    word: str,
    entries: dict[tuple[int, int], Entry],
    goals: dict[tuple[int, int], float],
) -> WorkbookRow:
    version = kpi.definition
    measure = version.unit_of_measure
    entry = entries.get((kpi.pk, period.ordinal))
    last = entries.get((kpi.pk, before(period).ordinal))
    return WorkbookRow(
        unit=unit.code,
        unit_name=unit.name,
        kpi=kpi.code,
        kpi_name=version.name,
        period=word,
        period_name=period_name(period),
        unit_of_measure=measure,
        definition=version.definition,
        is_ratio=version.is_ratio,
        last=amount(value_of(last), measure) if last else None,
        target=amount(goals.get((kpi.pk, period.ordinal)), measure),
        value=amount(_number(entry, "value"), measure),
        numerator=_number(entry, "numerator"),
        denominator=_number(entry, "denominator"),
        not_applicable=bool(entry and entry.not_applicable),
        comment=entry.comment if entry else "",
    )


def _number(entry: Entry | None, part: str) -> float | None:
    number = getattr(entry, part, None)
    return None if number is None else float(number)
