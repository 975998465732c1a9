"""How values are drawn and written, and what all figures for Plotly have in common."""

from dataclasses import dataclass
from typing import Any

from django.utils.html import escape

from core import numbers

Chart = dict[str, Any]

NAME_LENGTH = 24
# Pixels at the left of bars for names of that length.
ROOM_FOR_NAMES = 172


@dataclass(frozen=True, slots=True)
class Scale:
    """How the values of a KPI are drawn and written: shares (``%``) times 100."""

    unit: str
    decimals: int | None = None

    def number(self, value: float | None) -> float | None:
        """Return a value as it is drawn; None leaves a gap."""
        if value is None:
            return None
        return value * 100 if self.unit == "%" else value

    def amount(self, value: float | None) -> str:
        """Write a value without its unit."""
        return escape(numbers.amount(value, self.unit, decimals=self.decimals))

    def signed(self, value: float | None) -> str:
        """Write a difference with its sign."""
        return escape(numbers.signed(value, unit=self.unit, decimals=self.decimals))

    def figure(self, value: float | None) -> str:
        """Write a value with its unit."""
        return escape(numbers.figure(value, self.unit, decimals=self.decimals))


def short(name: str) -> str:
    """Cut a long name: the axis has little room, the table has all."""
    return escape(name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1].rstrip()}…")
