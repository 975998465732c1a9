"""When the figures of the story came in: month by month, some late, some corrected since."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from zlib import crc32

from demo.package import Table

#: So many months came in one by one; what is older was there when the army began with OSM.
N_MONTHS = 5
DEADLINE = 8
# One unit of so many sent a month's figures with those of the next one.
LATE_ONE_OF = 17
# What was known differently at first: table, row by its first cells, column, then what it said.
SET_AT_FIRST: Final = (
    ("targets", ("HQ", "VEH_AVAIL", "FY{year}"), "goal", "0.8"),
    ("objectives", ("REPAIR",), "weight", "1"),
    ("kpis", ("CLIMATE",), "unit_rule", "mean"),
)
# The months after the beginning in which each of these was decided anew.
DECIDED = (1, 3, 2)
# What was decided of these holds from that month on; of the others it was meant all along.
DATED = frozenset({"kpis"})
# A count that was wrong in the third month from the end, at one unit of so many.
MISCOUNTED, MISCOUNTED_ONE_OF, MISCOUNTED_MONTH = "VEH_AVAIL", 5, N_MONTHS - 3
REASON = "Vehicles back from the depot had been left out; counted again."

Rows = list[tuple[str, ...]]
Said = tuple[str, tuple[str, ...], str, str]


@dataclass(frozen=True)
class Arrival:
    """What came in on a day."""

    day: date
    tables: dict[str, Table]


def arrivals(tables: Mapping[str, Table], last_month: str) -> list[Arrival]:
    """Return what came in and when, the earliest first; together it is all of `tables`.

    The first arrival holds everything but the figures of the last months, as it was then.
    """
    return _came(tables, last_month, tuple(zip(SET_AT_FIRST, DECIDED, strict=True)))


def arrivals_of_group(tables: Mapping[str, Table], last_month: str) -> list[Arrival]:
    """Return the same of a group of units, which has decided nothing anew."""
    return _came(tables, last_month, ())


def _came(
    tables: Mapping[str, Table], last_month: str, decided: Sequence[tuple[Said, int]]
) -> list[Arrival]:
    last = _month(last_month)
    first = last - N_MONTHS
    said_first = [said for said, _place in decided]
    waves = [dict(_as_set_at_first(tables, last, said_first)), *({} for _ in range(N_MONTHS))]
    for place, rows in _by_wave(tables["values"], last).items():
        waves[place]["values"] = Table(tables["values"].columns, rows)
    for (name, key, _column, _said), place in decided:
        table, wanted = tables[name], _key(key, last)
        rows = [row for row in table.rows if row[: len(wanted)] == wanted]
        now = Table(table.columns, rows)
        waves[place][name] = _from(now, first + place) if name in DATED else now
    return [Arrival(_deadline(first + place), wave) for place, wave in enumerate(waves)]


def _as_set_at_first(
    tables: Mapping[str, Table], last: int, said_first: Iterable[Said]
) -> Mapping[str, Table]:
    changed = dict(tables)
    for name, key, column, said in said_first:
        table, wanted = changed[name], _key(key, last)
        rows = [
            _with(table, row, column, said) if row[: len(wanted)] == wanted else row
            for row in table.rows
        ]
        changed[name] = Table(table.columns, rows)
    return changed


def _by_wave(values: Table, last: int) -> dict[int, Rows]:
    """Put figures into the waves in which they came; a wrong count comes twice."""
    found: dict[int, Rows] = defaultdict(list)
    for row in values.rows:
        unit, kpi, period = row[:3]
        wave = max(_month(period) - last + N_MONTHS, 0)
        if 0 < wave < N_MONTHS and crc32(unit.encode()) % LATE_ONE_OF == 0:
            wave += 1
        miscounted = wave == MISCOUNTED_MONTH and kpi == MISCOUNTED
        if miscounted and crc32(unit.encode()) % MISCOUNTED_ONE_OF == 1:
            found[wave].append(_miscounted(values, row))
            wave, row = wave + 1, _with(values, row, "comment", REASON)  # noqa: PLW2901
        found[wave].append(row)
    return found


def _miscounted(values: Table, row: tuple[str, ...]) -> tuple[str, ...]:
    """Return a figure as it was first sent: a tenth too low."""
    right = row[values.columns.index("numerator")]
    return _with(values, row, "numerator", str(int(right or 0) * 9 // 10))


def _with(table: Table, row: tuple[str, ...], column: str, said: str) -> tuple[str, ...]:
    place = table.columns.index(column)
    return (*row[:place], said, *row[place + 1 :])


def _from(table: Table, month: int) -> Table:
    """Say from which month on rows hold."""
    day = date(month // 12, month % 12 + 1, 1).isoformat()
    return Table((*table.columns, "valid_from"), [(*row, day) for row in table.rows])


def _key(key: tuple[str, ...], last: int) -> tuple[str, ...]:
    return tuple(part.format(year=last // 12) for part in key)


def _month(period: str) -> int:
    """Return the month with which a period ends, counted from year 0.

    >>> _month("2026-10") == _month("2026-W42") == 2026 * 12 + 9
    True
    >>> _month("2026-Q3") == _month("2026-09"), _month("FY2026") == _month("2026-12")
    (True, True)
    """
    if period.startswith("FY"):
        return int(period[2:]) * 12 + 11
    year, part = int(period[:4]), period[5:]
    if part.startswith("Q"):
        return year * 12 + int(part[1:]) * 3 - 1
    if part.startswith("W"):
        thursday = date.fromisocalendar(year, int(part[1:]), 4)
        return thursday.year * 12 + thursday.month - 1
    return year * 12 + int(part) - 1


def _deadline(month: int) -> date:
    """Return the day by which the figures of a month are due."""
    return date((month + 1) // 12, (month + 1) % 12 + 1, DEADLINE)
