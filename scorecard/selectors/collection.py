"""Which figures of a month are in, which are late and by how much: unit by unit, KPI by KPI."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from zoneinfo import ZoneInfo

from django.utils import timezone
from django.utils.translation import gettext as _

from core import dates
from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from organization.services.organization import present_organization
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.selectors.collected import COLUMNS, Cell, Known, Report, cells_of, what_is_known
from scorecard.selectors.deadlines import Deadlines, Due, read_deadlines
from scorecard.selectors.due import periods_used, reports_of

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True, slots=True)
class UnitLine:
    """How one unit stands.

    Attributes
    ----------
    reported, on_time, expected
        How many figures are in, how many of these came in time, and how many are due.
    late
        How many are missing whose time is over.
    due_at, words
        When the first of what is missing is due, and in words how that stands; None and empty
        where all is in.
    typed
        How many are typed and not submitted; for the office, else 0.
    reason
        Why it was given more time; empty where it was not.
    reminded, asked
        When it was asked last, and how long ago in words; None and empty where it was not.
    """

    pk: int
    path: str
    code: str
    name: str
    reported: int
    on_time: int
    expected: int
    late: int
    due_at: datetime | None
    words: str
    typed: int
    reason: str = ""
    reminded: datetime | None = None
    asked: str = ""

    @property
    def missing(self) -> int:
        """How many are not in."""
        return self.expected - self.reported


@dataclass(frozen=True, slots=True)
class KpiLine:
    """How one KPI stands over all units."""

    code: str
    name: str
    reported: int
    on_time: int
    expected: int
    late: int


@dataclass(frozen=True, slots=True)
class Command:
    """A unit directly below the one looked at, with all units below it that report."""

    code: str
    name: str
    lines: tuple[UnitLine, ...]

    @property
    def reported(self) -> int:
        """How many figures are in."""
        return sum(line.reported for line in self.lines)

    @property
    def expected(self) -> int:
        """How many are due."""
        return sum(line.expected for line in self.lines)

    @property
    def n_late(self) -> int:
        """How many of its units are late."""
        return sum(line.late > 0 for line in self.lines)

    @property
    def unfinished(self) -> tuple[UnitLine, ...]:
        """The units of which something is to be told: all but those that were simply in time."""
        return tuple(line for line in self.lines if line.missing or line.reason)


@dataclass(frozen=True)
class Collection:
    """The figures of a month at and below a unit; commands and units that miss most first."""

    unit: Unit
    month: Period
    calendar: FiscalCalendar
    deadlines: Deadlines
    due: Due
    commands: tuple[Command, ...] = ()
    kpis: tuple[KpiLine, ...] = ()
    n_typed: int = 0
    lines: tuple[UnitLine, ...] = field(default=(), repr=False)

    @property
    def reported(self) -> int:
        """How many figures are in."""
        return sum(line.reported for line in self.lines)

    @property
    def on_time(self) -> int:
        """How many of them came in time."""
        return sum(line.on_time for line in self.lines)

    @property
    def expected(self) -> int:
        """How many figures are due."""
        return sum(line.expected for line in self.lines)

    @property
    def n_units(self) -> int:
        """How many units report."""
        return len(self.lines)

    @property
    def n_complete(self) -> int:
        """Of how many units all is in."""
        return sum(not line.missing for line in self.lines)

    @property
    def n_late(self) -> int:
        """How many units are late."""
        return sum(line.late > 0 for line in self.lines)

    @property
    def n_waiting(self) -> int:
        """Of how many units something is missing that is not late yet."""
        return self.n_units - self.n_complete - self.n_late


def collect(user: "User", unit: Unit, month: Period) -> Collection:
    """Return how the figures of a month come in at and below a unit, in twelve queries at most."""
    organization, now = present_organization(), timezone.now()
    calendar = FiscalCalendar(organization.fiscal_year_start_month)
    today = now.astimezone(ZoneInfo(organization.time_zone)).date()
    deadlines = read_deadlines(calendar, organization.time_zone)
    periods = periods_used(month, calendar, today)
    rows = reports_of(periods, calendar).below([unit.path]).order_by()
    reports = [Report(*row) for row in rows.values_list(*COLUMNS)]
    # What is typed and not submitted is told to the office alone.
    known = what_is_known(unit, month, periods, with_typed=may(user, Action.REMARK, unit))
    cells = list(cells_of(reports, periods, deadlines, known))
    lines = tuple(_unit_lines(reports, cells, known, now))
    return Collection(
        unit=unit,
        month=month,
        calendar=calendar,
        deadlines=deadlines,
        due=deadlines.due(month, unit.path),
        commands=tuple(_commands(unit, lines)),
        kpis=tuple(_kpi_lines(reports, cells, now)),
        n_typed=sum(line.typed for line in lines),
        lines=lines,
    )


def _unit_lines(
    reports: Iterable[Report],
    cells: Iterable[Cell],
    known: Known,
    now: datetime,
) -> Iterable[UnitLine]:
    places = {row.unit: (row.path, row.code, row.name) for row in reports}
    by_unit: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_unit[cell.unit].append(cell)
    for pk, own in by_unit.items():
        path, code, name = places[pk]
        missing = [cell for cell in own if cell.at is None]
        more, asked = known.more.get(pk), known.reminded.get(pk)
        first = min((cell.due for cell in missing), key=_time, default=None)
        yield UnitLine(
            *(pk, path, code, name),
            *_counts(own, now),
            due_at=first.due if first else None,
            words=first.words(now) if first else "",
            typed=sum(cell.is_typed for cell in missing),
            reason=more.reason if more else "",
            reminded=asked,
            asked=_("reminded %(time)s ago") % {"time": dates.time_left(now - asked)}
            if asked
            else "",
        )


def _time(due: Due) -> datetime:
    return due.late


def _counts(cells: Sequence[Cell], now: datetime) -> tuple[int, int, int, int]:
    """Return how many are in, in time, due, and late."""
    come = [cell for cell in cells if cell.at is not None]
    in_time = sum(not cell.due.is_over(cell.at) for cell in come if cell.at)
    late = sum(cell.at is None and cell.due.is_over(now) for cell in cells)
    return len(come), in_time, len(cells), late


def _kpi_lines(reports: Iterable[Report], cells: Iterable[Cell], now: datetime) -> list[KpiLine]:
    names = {row.kpi: (row.kpi_code, row.kpi_name) for row in reports}
    by_kpi: dict[int, list[Cell]] = defaultdict(list)
    for cell in cells:
        by_kpi[cell.kpi].append(cell)
    lines = [KpiLine(*names[pk], *_counts(own, now)) for pk, own in by_kpi.items()]
    return sorted(lines, key=lambda line: (-line.late, line.reported - line.expected, line.name))


def _commands(unit: Unit, lines: Sequence[UnitLine]) -> list[Command]:
    """Group the units by the one directly below `unit` that they hang under; itself comes first."""
    depth = unit.path.count("/")
    groups: dict[str, list[UnitLine]] = defaultdict(list)
    for line in lines:
        parts = line.path.strip("/").split("/")
        groups[f"/{'/'.join(parts[:depth])}/"].append(line)
    known = Unit.objects.filter(path__in=groups).values_list("path", "code", "name")
    names = {path: (code, name) for path, code, name in known}
    made = [
        Command(*names[path], tuple(sorted(own, key=_worst_first))) for path, own in groups.items()
    ]
    return sorted(made, key=lambda one: (-one.n_late, one.reported - one.expected, one.name))


def _worst_first(line: UnitLine) -> tuple[int, int, str]:
    return (-line.late, -line.missing, line.name)
