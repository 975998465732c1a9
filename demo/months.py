"""The 36 months of the story, counted backwards from its last one.

A month is an integer, year * 12 + month - 1; its offset is 0 in the last month and -35 in the
first. The fiscal year of Aldmark is the calendar year.
"""

import datetime as dt
import re
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import numpy.typing as npt

MONTHS = 36
QUARTER = 3
YEAR = 12

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Bools = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Timeline:
    """The months that the story tells, known by the last one."""

    last: int

    @classmethod
    def until(cls, last_month: str) -> "Timeline":
        """Return the timeline that ends with a month written ``2026-10``.

        Raises
        ------
        ValueError
            If the text is no month.
        """
        found = re.fullmatch(r"(\d{4})-(0[1-9]|1[0-2])", last_month)
        if found is None:
            message = f"{last_month!r} is not a month. Write it as 2026-10."
            raise ValueError(message)
        return cls(int(found[1]) * YEAR + int(found[2]) - 1)

    @cached_property
    def offsets(self) -> Ints:
        """Offsets of all months, ``(n_months,)``, from -35 to 0."""
        return np.arange(1 - MONTHS, 1, dtype=np.int64)

    @cached_property
    def seasons(self) -> Ints:
        """Months of the year, ``(n_months,)``, 0 for January."""
        return np.asarray((self.last + self.offsets) % YEAR, dtype=np.int64)

    @property
    def fiscal_year(self) -> int:
        """The fiscal year of the last month."""
        return self.fiscal_year_of(0)

    def fiscal_year_of(self, offset: int) -> int:
        """Return the fiscal year of the month at an offset."""
        return (self.last + offset) // YEAR

    @property
    def fiscal_years(self) -> range:
        """The fiscal years that the story touches."""
        return range(self.fiscal_year_of(1 - MONTHS), self.fiscal_year + 1)

    def month(self, offset: int) -> str:
        """Return the period of a month, as ``2026-10``."""
        year, month = divmod(self.last + offset, YEAR)
        return f"{year:04d}-{month + 1:02d}"

    def quarter(self, offset: int) -> str:
        """Return the period of the quarter around a month, as ``2026-Q3``."""
        year, month = divmod(self.last + offset, YEAR)
        return f"{year:04d}-Q{month // QUARTER + 1}"

    def quarter_ends(self) -> Bools:
        """Return where a quarter ends that lies wholly in the story, ``(n_months,)``."""
        whole = self.offsets >= self.offsets[0] + QUARTER - 1
        return np.asarray((self.seasons % QUARTER == QUARTER - 1) & whole, dtype=np.bool_)

    def day(self, offset: int, day: int) -> dt.date:
        """Return a day of the month at an offset; offsets above 0 lie after the last month."""
        year, month = divmod(self.last + offset, YEAR)
        return dt.date(year, month + 1, day)

    def last_day(self, offset: int) -> dt.date:
        """Return the last day of the month at an offset."""
        return self.day(offset + 1, 1) - dt.timedelta(days=1)
