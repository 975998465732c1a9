"""The rows of values.csv: what the units sent in, with the few comments that explain a figure."""

from collections.abc import Iterable, Iterator
from typing import Final

import numpy as np

from demo.figures import Figures
from demo.kpis import Kpi
from demo.months import Bools, Floats, Timeline
from demo.package import Table
from demo.reporters import NOT_APPLICABLE, Duty
from demo.units import Army

COLUMNS: Final = (
    *("unit", "kpi", "period", "value", "numerator", "denominator"),
    *("not_applicable", "comment"),
)

# unit, KPI, offset, words of the person who reported.
COMMENTS: Final = (
    ("EFC-1AB", "VEH_AVAIL", -3, "First tanks parked for want of brake sets."),
    ("EFC-1AB", "VEH_AVAIL", -1, "Most idle vehicles wait for brake sets, some for a mechanic."),
    ("EFC-1AB", "VEH_AVAIL", 0, "Brake sets again. We lend parts between battalions by hand."),
    ("EFC-1AB", "SPARES_OUT", 0, "Brake and drive spares; the contract ended in the summer."),
    ("EFC-11TK", "VEH_AVAIL", 0, "Most idle tanks wait for brake sets ordered three months ago."),
    ("EFC-13MI", "REPAIR_DAYS", 0, "Workshop works one shift; two mechanics on loan."),
    ("NFC-2AB", "VEH_AVAIL", 0, "Drive shafts are out of stock since August."),
    ("NFC-MBN", "LONGEST_WAIT", 0, "Order placed again with the second supplier."),
    ("LOG-2SU", "STOCK_RIGHT", -7, "Counted in full after the move; records corrected."),
    ("SIG-IRC", "INCIDENTS", -14, "One intrusion took nine days; report sent to HQ."),
    ("SIG-NOC", "PATCHES", -16, "Patch console down for eleven days."),
    ("MAT-WEA", "MECHANICS", -2, "Five mechanics left for the civil rail works."),
    ("PER-OEA", "RECRUITS", -13, "Office closed two weeks after a water leak."),
    ("TDC-RTE", "INJURY_DAYS", -9, "Ice on the parade ground; gravel laid since."),
    ("EFC", "COMPLAINTS", -6, "Exercise noise; letters answered by the new clerk."),
    ("HQ", "BUDGET_SPENT", 0, "Two invoices of the quarter moved to next month."),
)

Row = tuple[str, ...]


def values_table(
    army: Army,
    timeline: Timeline,
    entries: Iterable[tuple[Kpi, Duty, Figures]],
) -> Table:
    """Return the rows of values.csv, KPI by KPI, unit by unit, month by month."""
    rows: list[Row] = []
    for kpi, duty, figures in entries:
        rows.extend(_reported_rows(kpi, duty, figures, army, timeline))
        rows.extend(_exempt_rows(kpi, duty, army, timeline))
    return Table(COLUMNS, rows)


def _reported_rows(
    kpi: Kpi, duty: Duty, figures: Figures, army: Army, timeline: Timeline
) -> Iterator[Row]:
    units, months = np.nonzero(duty.reported)
    codes = [army.units[unit].code for unit in units.tolist()]
    labels = _periods(kpi, timeline)
    periods = [labels[month] for month in months.tolist()]
    comments = _comments(kpi, army, duty.reported)
    words = [comments.get(cell, "") for cell in zip(units.tolist(), months.tolist(), strict=True)]
    parts = [
        _texts(part, duty.reported)
        for part in (figures.value, figures.numerator, figures.denominator)
    ]
    size = len(codes)
    return zip(codes, [kpi.code] * size, periods, *parts, [""] * size, words, strict=True)


def _exempt_rows(kpi: Kpi, duty: Duty, army: Army, timeline: Timeline) -> Iterator[Row]:
    labels = _periods(kpi, timeline)
    reasons = {(unit, code): why for unit, code, _first, _last, why in NOT_APPLICABLE}
    for at, month in np.argwhere(duty.not_applicable).tolist():
        unit = army.units[at].code
        why = reasons[unit, kpi.code]
        yield (unit, kpi.code, labels[month], "", "", "", "1", why)


def _periods(kpi: Kpi, timeline: Timeline) -> list[str]:
    name = timeline.quarter if kpi.frequency == "quarterly" else timeline.month
    return [name(offset) for offset in timeline.offsets.tolist()]


def _comments(kpi: Kpi, army: Army, reported: Bools) -> dict[tuple[int, int], str]:
    last = reported.shape[1] - 1
    return {
        (army.index[unit], last + offset): words
        for unit, code, offset, words in COMMENTS
        if code == kpi.code
    }


def _texts(part: Floats | None, reported: Bools) -> list[str]:
    """Return the figures of the reported cells as text, without a needless ``.0``."""
    if part is None:
        return [""] * int(reported.sum())
    return [str(int(x)) if x.is_integer() else repr(x) for x in part[reported].tolist()]
