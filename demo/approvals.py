"""Brigades begin to count their crashes, too: what waits for approval, and what was rejected."""

from dataclasses import dataclass
from typing import Final

from demo.package import Table, read_text_table

#: Only approved figures of it count.
KPI: Final = "CRASHES"
#: Of each unit, a year: what is aimed at, and from where on it is off target.
GOAL, RED_FLAG = "12", "24"
REASON: Final = "From three a month on somebody tells what happened on the road."
# unit | figure of the last month | comment
TYPED: Final = """
EFC-1AB  | 11 | With those inside the barracks.
EFC-12TK | 0  |
EFC-13MI | 1  |
EFC-14AR | 4  | Black ice on the pass in one week; two drivers were hurt, none badly.
EFC-41MI | 1  |
"""


@dataclass(frozen=True)
class Typed:
    """What the manager of a unit submitted for the last month."""

    unit: str
    text: str
    comment: str


@dataclass(frozen=True)
class Rejected:
    """What the strategy office rejected, and why."""

    unit: str
    reason: str


REJECTED: Final = (
    Rejected(
        "EFC-1AB",
        "Only accidents on public roads count: leave out those inside the barracks.",
    ),
)


def typed() -> tuple[Typed, ...]:
    """Return what was submitted, unit by unit."""
    return tuple(Typed(*row) for row in read_text_table(TYPED))


def tables(month: str, year: int) -> dict[str, Table]:
    """Return the package by which the units report it from `month` on, with targets of a year."""
    units = [one.unit for one in typed()]
    return {
        "reporters": Table(("unit", "kpi", "first_period"), [(unit, KPI, month) for unit in units]),
        "targets": Table(
            ("unit", "kpi", "period", "goal", "red_flag"),
            [(unit, KPI, f"FY{year}", GOAL, RED_FLAG) for unit in units],
        ),
    }
