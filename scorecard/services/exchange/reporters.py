"""Who reports which KPI from when to when: given in a file, or read off the values."""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Max, Min
from django.utils import timezone
from django.utils.translation import gettext as _

from core.cells import email, text
from core.errors import DomainError
from core.package_export import Cells, Export
from core.packages import Column, Import, Row, Schema, Table
from organization.models import Unit
from organization.services.people import addresses
from scorecard.models import Entry, Kpi, KpiVersion, Reporter
from scorecard.services.exchange.kpis import present_definitions
from scorecard.services.exchange.periods import Calendar, period_text

REPORTERS = Schema(
    "reporters",
    (
        Column("unit", text(200), required=True, refers="unit"),
        Column("kpi", text(60), required=True, refers="kpi"),
        Column("first_period", period_text, default=None),
        Column("last_period", period_text, default=None),
        Column("person", email, default=None, refers="person"),
        Column("approver", email, default=None, refers="person"),
    ),
    key=("unit", "kpi"),
)
FIELDS = ("first_period", "last_period", "person_id", "approver_id", "inferred")


@dataclass(frozen=True)
class Window:
    """From which to which base period a unit reports a KPI, None being open, and by whom."""

    first_period: int | None
    last_period: int | None
    person_id: int | None = None
    approver_id: int | None = None
    inferred: bool = False

    def includes(self, period: int) -> bool:
        """Tell whether a base period lies in the window."""
        return (self.first_period is None or self.first_period <= period) and (
            self.last_period is None or period <= self.last_period
        )

    def widened(self, first: int, last: int) -> "Window":
        """Return the window that includes two more periods."""
        return replace(
            self,
            first_period=None if self.first_period is None else min(self.first_period, first),
            last_period=None if self.last_period is None else max(self.last_period, last),
        )


def stored_windows() -> dict[tuple[int, int], Window]:
    """Return the newest window of every (KPI id, unit id)."""
    rows = Reporter.objects.order_by("id").values_list("kpi_id", "unit_id", *FIELDS)
    return {(kpi, unit): Window(*fields) for kpi, unit, *fields in rows}


def import_reporters(table: Table, context: Import) -> None:
    """Append the windows of a file where they differ from what is stored."""
    calendar = Calendar(context.recorded_at)
    definitions, stored = present_definitions(), stored_windows()

    def read(row: Row) -> tuple[tuple[int, int], Window]:
        key = row["kpi"], row["unit"]
        known = stored.get(key)
        return key, _window(table, row, known, definitions[row["kpi"]], calendar)

    rows = [row for row in context.linked(table) if row["kpi"] in definitions]
    new = append_windows(dict(context.each(table, rows, read)), stored, context)
    known = len(new & stored.keys())
    context.count(table, added=len(new) - known, changed=known)


def export_reporters(context: Export) -> list[Cells] | None:
    """Return the windows; None where an import reads the same off the values of the package."""
    calendar, definitions = Calendar(timezone.now()), present_definitions()
    units = dict(Unit.objects.filter(**context.within()).values_list("id", "code"))
    windows = {key: window for key, window in stored_windows().items() if key[1] in units}
    if windows == inferred_windows(context, calendar, definitions):
        return None
    return list_reporters(context)


def list_reporters(context: Export) -> list[Cells]:
    """Return the windows as they stand, also where an import would read them off the values."""
    calendar, definitions = Calendar(timezone.now()), present_definitions()
    units = dict(Unit.objects.filter(**context.within()).values_list("id", "code"))
    kpis = dict(Kpi.objects.values_list("id", "code"))
    people = addresses()
    return [
        {
            "unit": units[unit],
            "kpi": kpis[kpi],
            "first_period": _name(window.first_period, definitions[kpi], calendar),
            "last_period": _name(window.last_period, definitions[kpi], calendar),
            "person": people.get(window.person_id or 0),
            "approver": people.get(window.approver_id or 0),
        }
        for (kpi, unit), window in stored_windows().items()
        if kpi in definitions and unit in units
    ]


def inferred_windows(
    context: Export, calendar: Calendar, definitions: dict[int, KpiVersion]
) -> dict[tuple[int, int], Window]:
    """Return the windows that an import reads off the values that are exported."""
    standing = Entry.objects.standing().filter(kind=Entry.ENTRY, **context.within("unit"))
    reach = (
        standing.order_by().values_list("kpi_id", "unit_id").annotate(Min("period"), Max("period"))
    )
    return {
        (kpi, unit): Window(first, last, inferred=True)
        for kpi, unit, first, last in reach
        if calendar.is_open(unit, definitions[kpi].frequency, first)
        and calendar.is_open(unit, definitions[kpi].frequency, last)
    }


def _name(period: int | None, kpi: KpiVersion, calendar: Calendar) -> str | None:
    return None if period is None else calendar.name(kpi.frequency, period)


def append_windows(
    wanted: dict[tuple[int, int], Window], stored: dict[tuple[int, int], Window], context: Import
) -> set[tuple[int, int]]:
    """Append each wanted window that is not stored so already; return their (KPI, unit)."""
    new = {key: window for key, window in wanted.items() if stored.get(key) != window}
    Reporter.objects.bulk_create(
        [
            Reporter(
                kpi_id=kpi,
                unit_id=unit,
                recorded_at=context.recorded_at,
                **{name: getattr(window, name) for name in FIELDS},
            )
            for (kpi, unit), window in new.items()
        ],
        batch_size=200,
    )
    return set(new)


def _window(
    table: Table, row: Row, known: Window | None, kpi: KpiVersion, calendar: Calendar
) -> Window:
    """Read the window of a row; what it does not say stays as it is."""
    if kpi.formula:
        message = _("This KPI is computed from others, nobody reports it: leave the row out.")
        raise DomainError(message, field="kpi")
    said: dict[str, int | None] = {
        name: calendar.base(row[name], kpi.frequency, name) if row[name] else None
        for name in ("first_period", "last_period")
        if name in table.columns
    }
    said |= {f"{name}_id": row[name] for name in ("person", "approver") if name in table.columns}
    window = replace(known or Window(None, None), inferred=False, **said)
    first, last = window.first_period, window.last_period
    if first is not None and last is not None and first > last:
        message = _("The last period lies before the first one: correct one of them.")
        raise DomainError(message, field="last_period")
    return window


def widen_windows(
    cells: Iterable[tuple[int, int, int]], stored: dict[tuple[int, int], Window]
) -> dict[tuple[int, int], Window]:
    """Return the inferred windows that values make: from the first to the last period of each.

    Parameters
    ----------
    cells
        (KPI id, unit id, base period) of every value.
    stored
        The windows so far; those given in a file stay as they are.
    """
    reach: dict[tuple[int, int], tuple[int, int]] = {}
    for kpi, unit, period in cells:
        first, last = reach.get((kpi, unit), (period, period))
        reach[kpi, unit] = min(first, period), max(last, period)
    wanted = {}
    for key, (first, last) in reach.items():
        known = stored.get(key)
        if known is None:
            wanted[key] = Window(first, last, inferred=True)
        elif known.inferred:
            wanted[key] = known.widened(first, last)
    return wanted
