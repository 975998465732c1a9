"""What the Transport Group measures for itself, beside what the Army asks of it.

Its own KPIs are of the kinds that the headquarters has none of: a band, progress from a baseline,
yes or no, weeks, a formula, a figure that is carried forward and one that was overridden; and
there are figures that only count once somebody approved them, and scores given by hand.
"""

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

import numpy as np

from demo.chance import Stream, stream
from demo.months import Timeline
from demo.package import Table, read_text_table
from demo.units import Army

GROUP, COMMAND = "LOG-TRG", "LOG"
OWNER: Final = "s.vidal"

# code | name | unit rule | time rule | frequency | measure | scoring | periods carried forward
KPIS: Final = """
CONVOY_LOAD | Load of convoys       | mean | mean | monthly | %       | band          | 0
TRUCKS_OFF  | Trucks off the road   | sum  | mean | weekly  | trucks  | goal_red_flag | 0
REST_KEPT   | Rest rules kept       | mean | last | monthly | %       | yes_no        | 2
TAGGED      | Pallets with a tag    | sum  | last | monthly | pallets | progress      | 0
PALLETS     | Pallets in use        | sum  | last | monthly | pallets | goal_red_flag | 0
TAG_SHARE   | Pallets tagged, share | none |      | monthly | %       | goal_red_flag | 0
CRASHES     | Crashes on the road   | sum  | sum  | monthly |         | goal_red_flag | 0
"""
#: Only approved figures of these count.
APPROVED: Final = {"CRASHES"}
FORMULAS: Final = {"TAG_SHARE": "TAGGED / PALLETS"}
# code | what is measured | where the figure comes from
DEFINITIONS: Final = """
CONVOY_LOAD | Mean load of the month: empty space costs, full trucks break. | Weighbridges
TRUCKS_OFF  | Trucks that could not drive on Friday, 8 am. | Fleet register
REST_KEPT   | 1 if every driver of the month rested as the rules say, else 0. | Tachographs
TAGGED      | Pallets that carry a radio tag. | Supply system
PALLETS     | Pallets that are in use. | Supply system
TAG_SHARE   | Pallets with a tag, of those in use. | Supply system
CRASHES     | Accidents of trucks on public roads, with or without harm. | Military police
"""
# code | name | unit | how it is scored
OBJECTIVES: Final = """
CONVOYS | Convoys leave on time, full and safe | LOG-TRG | weighted_mean
TRUST   | Drivers trust their leaders          | LOG-TRG | manual
COUNTED | Commanders can count on logistics    | LOG     | worst
"""
# objective | KPI:weight ...
LINES: Final = """
CONVOYS | CONVOY_LOAD:2 TRUCKS_OFF:1 REST_KEPT:1 TAGGED:1 TAG_SHARE:1 CRASHES:1
COUNTED | DEMANDS_MET:1 STOCK_RIGHT:1
"""
#: What caps its objective: a pallet without a tag is lost in the first depot.
CRITICAL: Final = {("CONVOYS", "TAGGED")}
# The lower objective contributes its score, or is a cause of the higher one.
LINKS: Final = """
CONVOYS | COUNTED | contributory
COUNTED | SUPPLY  | causes
SUPPLY  | REPAIR  | causes
POSTS   | REPAIR  | causes
REPAIR  | READY   | causes
SUPPLY  | READY   | causes
RECRUIT | POSTS   | causes
LEADERS | RECRUIT | causes
DIGITAL | NETWORKS | causes
FUND    | SUPPLY  | causes
BUDGET  | FIELDING | causes
FIELDING | ALLIES | causes
"""
BATTALIONS: Final = ("1TR", "2TR", "3TR", "4TR", "5TR", "6TR", "RAI", "PON", "POS")
PALLETS_EACH, TAGGED_AT_FIRST = 1200, 150
WRONG_SCALE: Final = (-2, "The weighbridge at Port North read too high; corrected by the group.")
SHOWN_MONTHS: Final = 18
#: For how many months accidents are reported, and from which battalions the last ones wait.
REPORTED_MONTHS: Final = 4
STILL_WAITING: Final = {"LOG-3TR", "LOG-PON"}
#: Objective, months before the last one, score, reason.
BY_HAND: Final = (
    ("TRUST", -3, 72, "Nine talks with drivers: they say what is wrong, and hear nothing back."),
    (
        "TRUST",
        0,
        78,
        "Eleven talks: the two rest rooms made a difference. Rosters still come late.",
    ),
)
THURSDAY: Final = 4

Row = tuple[str, ...]


@dataclass(frozen=True)
class ScoreByHand:
    """What the strategy office gave an objective of the group in a month."""

    objective: str
    month: str
    score: int
    reason: str


def scores_by_hand(timeline: Timeline) -> tuple[ScoreByHand, ...]:
    """Return the scores of the objective that has no KPI."""
    return tuple(
        ScoreByHand(objective, timeline.month(before), score, reason)
        for objective, before, score, reason in BY_HAND
    )


def transport_tables(
    army: Army, timeline: Timeline, persons: dict[str, str], *, seed: int
) -> dict[str, Table]:
    """Return the files of a second package; ``persons`` gives the e-mail by unit code."""
    units = [f"LOG-{code}" for code in BATTALIONS]
    unknown = set(units) - set(army.index)
    assert not unknown, f"The order of battle has no {', '.join(sorted(unknown))}."  # noqa: S101
    return {
        "kpis": _kpis_table(),
        "objectives": _objectives_table(),
        "objective_links": Table(
            ("from", "to", "kind"), [tuple(row) for row in read_text_table(LINKS)]
        ),
        "scorecard": _scorecard_table(),
        "reporters": _reporters_table(units, timeline, persons),
        "targets": _targets_table(timeline),
        "values": _values_table(units, timeline, stream(seed, "transport")),
    }


def _kpis_table() -> Table:
    columns = (
        *("code", "name", "unit_rule", "time_rule", "frequency", "unit_of_measure"),
        *("scoring", "carry_forward_periods", "approved_only", "formula"),
        *("definition", "source", "minimum"),
    )
    meanings = {code: (text, source) for code, text, source in read_text_table(DEFINITIONS)}
    rows = [
        (
            *cells,
            "1" if cells[0] in APPROVED else "",
            FORMULAS.get(cells[0], ""),
            *meanings[cells[0]],
            "0",
        )
        for cells in read_text_table(KPIS)
    ]
    return Table(columns, rows)


def _objectives_table() -> Table:
    columns = ("code", "name", "unit", "perspective", "theme", "owner", "roll_up")
    owner = f"{OWNER}@aldmark.example"
    rows = [
        (code, name, unit, "PROCESSES", "NOW", owner, rule)
        for code, name, unit, rule in read_text_table(OBJECTIVES)
    ]
    return Table(columns, rows)


def _scorecard_table() -> Table:
    homes = {code: unit for code, _name, unit, _rule in read_text_table(OBJECTIVES)}
    lines = [
        (code, *line.split(":")) for code, lines in read_text_table(LINES) for line in lines.split()
    ]
    rows = [
        (homes[code], code, kpi, weight, "1" if (code, kpi) in CRITICAL else "")
        for code, kpi, weight in lines
    ]
    return Table(("unit", "objective", "kpi", "weight", "critical"), rows)


def _reporters_table(units: list[str], timeline: Timeline, persons: dict[str, str]) -> Table:
    first = {"monthly": timeline.month(1 - SHOWN_MONTHS), "weekly": _weeks(timeline)[0]}
    late = dict.fromkeys(APPROVED, timeline.month(1 - REPORTED_MONTHS))
    rows = [
        (unit, code, late.get(code, first[frequency]), persons.get(unit, ""))
        for code, _name, rule, _time, frequency, *_rest in read_text_table(KPIS)
        for unit in units
        if rule != "none"
    ]
    return Table(("unit", "kpi", "first_period", "person"), rows)


def _targets_table(timeline: Timeline) -> Table:
    columns = (
        *("unit", "kpi", "period", "goal", "red_flag", "baseline"),
        *("lower", "upper", "lower_zero", "upper_zero"),
    )
    whole = PALLETS_EACH * len(BATTALIONS)
    aims: dict[str, Row] = {
        "CONVOY_LOAD": ("", "", "", "0.8", "0.95", "0.5", "1.1"),
        "TRUCKS_OFF": ("36", "54", "", "", "", "", ""),
        "TAGGED": (str(whole), "", str(TAGGED_AT_FIRST * len(BATTALIONS)), "", "", "", ""),
        "TAG_SHARE": ("0.75", "0.5", "", "", "", "", ""),
        "CRASHES": ("48", "72", "", "", "", "", ""),
    }
    rows = [
        (GROUP, code, f"FY{year}", *numbers)
        for code, numbers in aims.items()
        for year in timeline.fiscal_years[-2:]
    ]
    rows += [
        (COMMAND, code, f"FY{timeline.fiscal_year}", *numbers)
        for code, numbers in aims.items()
        if code == "TAG_SHARE"
    ]
    return Table(columns, rows)


def _values_table(units: list[str], timeline: Timeline, chance: Stream) -> Table:
    columns = ("unit", "kpi", "period", "kind", "value", "comment")
    offsets = range(1 - SHOWN_MONTHS, 1)
    rows = [row for unit in units for row in _monthly_rows(unit, offsets, timeline, chance)]
    rows += [
        (unit, "TRUCKS_OFF", week, "", str(int(chance.poisson(4.6))), "")
        for unit in units
        for week in _weeks(timeline)
    ]
    rows += [
        (unit, "CRASHES", timeline.month(offset), "", str(int(chance.poisson(0.5))), "")
        for unit in units
        for offset in range(1 - REPORTED_MONTHS, 1)
    ]
    offset, words = WRONG_SCALE
    rows.append((GROUP, "CONVOY_LOAD", timeline.month(offset), "override", "0.86", words))
    return Table(columns, rows)


def _monthly_rows(unit: str, offsets: range, timeline: Timeline, chance: Stream) -> Iterator[Row]:
    loads = np.round(np.clip(chance.normal(0.87, 0.05, len(offsets)), 0.4, 1.05), 3)
    steps = np.sort(chance.integers(TAGGED_AT_FIRST, PALLETS_EACH - 200, len(offsets)))
    for offset, load, tagged in zip(offsets, loads.tolist(), steps.tolist(), strict=True):
        month = timeline.month(offset)
        yield (unit, "CONVOY_LOAD", month, "", repr(load), "")
        yield (unit, "TAGGED", month, "", str(tagged), "")
        yield (unit, "PALLETS", month, "", str(PALLETS_EACH), "")
        # Tachographs of the rail battalion come late: its last answer is carried forward.
        if not (unit == "LOG-RAI" and offset > -2):
            yield (unit, "REST_KEPT", month, "", str(int(chance.random() < 0.93)), "")


def _weeks(timeline: Timeline) -> list[str]:
    """Return the weeks whose Thursday lies in the months shown."""
    first, last = timeline.day(1 - SHOWN_MONTHS, 1), timeline.last_day(0)
    thursdays = (first + dt.timedelta(days=days) for days in range((last - first).days + 1))
    names = [day.isocalendar() for day in thursdays if day.isoweekday() == THURSDAY]
    return [f"{name.year:04d}-W{name.week:02d}" for name in names]
