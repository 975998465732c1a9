"""The reporting calendar of Aldmark: when figures are due, holidays, more time, a locked month."""

from dataclasses import dataclass
from typing import Final

from demo.people import address


@dataclass(frozen=True)
class Due:
    """When figures of a frequency are due."""

    frequency: str
    working_days: int
    grace: int
    reason: str


@dataclass(frozen=True)
class MoreTime:
    """A unit that was given more time for the last month, some days from today."""

    unit: str
    days: int
    reason: str


@dataclass(frozen=True)
class Reopened:
    """A month that is locked, and a unit for which it takes figures again."""

    months_before: int
    lock_reason: str
    unit: str
    by: str
    days: int
    reason: str


DUE: Final = (
    Due("monthly", 6, 2, "Agreed with the commands: six working days, and a weekend is no excuse."),
    Due("quarterly", 6, 2, "With the last month of the quarter."),
    Due("weekly", 26, 0, "Weeks are sent together with their month."),
    Due("yearly", 10, 2, "The books of the year close later."),
)
HOUR: Final = 17
#: Working days from the due day on which units are reminded, and when.
REMINDED_ON: Final = (-3, 0, 1, 3)
REMINDED_AT: Final = 9
REMINDED_WHY: Final = "Asked for by the brigades: early enough to act, and not every day."
#: From how many months before the last one on it holds; from then on it is known when figures came.
SINCE: Final = 4
#: Month and day.
HOLIDAYS: Final = (
    (1, 1, "New Year’s Day"),
    (5, 1, "Labour Day"),
    (6, 6, "Aldmark Day"),
    (12, 25, "Christmas Day"),
    (12, 26, "Boxing Day"),
)
MORE_TIME: Final = MoreTime(
    "NFC-CR", 5, "The storm of last week cut the line to the islands; the boats report on paper."
)
REOPENED: Final = Reopened(
    12,
    "The yearly report went to the ministry with these figures.",
    "EFC-1AB",
    address("mara"),
    3,
    "The workshop found nine vehicles that were counted twice.",
)
