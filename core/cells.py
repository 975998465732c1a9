"""What a cell of a file may hold: how its text becomes a value, or is refused with a sentence."""

import math
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any, Generic, TypeAlias, TypeVar

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

Value = TypeVar("Value")
Reader: TypeAlias = Callable[[str], Any]

# Python's Decimal also reads 1_000 and digits of other scripts; a file may not.
NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d{1,2})?", re.ASCII)
NOT_FINITE = re.compile(r"[+-]?(nan|inf|infinity)", re.IGNORECASE)
DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)
# The longest float without an exponent has 326 characters.
LONGEST_NUMBER = 400


@dataclass(frozen=True)
class CellType(Generic[Value]):
    """A reader of cells that also says in the words of a Table Schema what they hold.

    Attributes
    ----------
    read
        Turns the text of a cell that is not empty into its value, or raises ValueError.
    described
        Type, format and constraints of the field (Frictionless Table Schema).
    """

    read: Callable[[str], Value]
    described: Mapping[str, Any]

    def __call__(self, cell: str) -> Value:
        """Read a cell."""
        return self.read(cell)


def cell_type(kind: str, **described: Any) -> Callable[[Callable[[str], Value]], CellType[Value]]:
    """Turn the function below into the reader of a type of cell."""

    def typed(read: Callable[[str], Value]) -> CellType[Value]:
        return CellType(read, {"type": kind, **described})

    return typed


def text(longest: int | None = None) -> CellType[str]:
    """Return a reader of text of at most `longest` characters."""

    def read(cell: str) -> str:
        if longest is not None and len(cell) > longest:
            raise ValueError(
                _("The text has %(length)d characters; shorten it to %(longest)d.")
                % {"length": len(cell), "longest": longest}
            )
        return cell

    limits = {} if longest is None else {"constraints": {"maxLength": longest}}
    return CellType(read, {"type": "string", **limits})


@cell_type("number")
def number(cell: str) -> Decimal:
    """Read a number digit for digit: decimal point, no separators, never NaN or infinity.

    >>> number("25704.50")
    Decimal('25704.50')
    """
    if NUMBER.fullmatch(cell) and len(cell) <= LONGEST_NUMBER:
        found = Decimal(cell)
        if math.isfinite(float(found)):
            return found
        raise ValueError(_("This number is too large to be calculated with: correct it."))
    if NOT_FINITE.fullmatch(cell):
        raise ValueError(
            _("NaN and infinities are not stored: leave the row out where the value is unknown.")
        )
    raise ValueError(
        _("This is not a number: write digits with a decimal point and no separators, as 25704.5.")
    )


def within(lowest: float, highest: float = float("inf")) -> CellType[float]:
    """Return a reader of floats from `lowest` to `highest`."""

    def read(cell: str) -> float:
        found = float(number(cell))
        if found < lowest:
            raise ValueError(_("Write a number of at least %(lowest)g.") % {"lowest": lowest})
        if found > highest:
            raise ValueError(_("Write a number of at most %(highest)g.") % {"highest": highest})
        return found

    limits = {"minimum": lowest, "maximum": highest}
    finite = {name: limit for name, limit in limits.items() if math.isfinite(limit)}
    return CellType(read, {"type": "number", "constraints": finite})


def whole(lowest: int, highest: int) -> CellType[int]:
    """Return a reader of whole numbers from `lowest` to `highest`."""

    def read(cell: str) -> int:
        found = number(cell)
        if found != int(found) or not lowest <= found <= highest:
            raise ValueError(
                _("Write a whole number from %(lowest)d to %(highest)d.")
                % {"lowest": lowest, "highest": highest}
            )
        return int(found)

    limits = {"minimum": lowest, "maximum": highest}
    return CellType(read, {"type": "integer", "constraints": limits})


@cell_type("boolean", trueValues=["1"], falseValues=["0"])
def flag(cell: str) -> bool:
    """Read 1 or 0; an empty cell never gets here and means 0."""
    if cell not in {"0", "1"}:
        raise ValueError(_("Write 1 for yes, and 0 or nothing for no."))
    return cell == "1"


@cell_type("date")
def day(cell: str) -> date:
    """Read a day as 2026-11-12."""
    try:
        if DAY.fullmatch(cell):
            return date.fromisoformat(cell)
    except ValueError:
        pass
    raise ValueError(_("This is not a day: write it as 2026-11-12."))


@cell_type("string", format="email")
def email(cell: str) -> str:
    """Read an e-mail address, in lower case: addresses differ by more than their case."""
    try:
        validate_email(cell)
    except ValidationError as error:
        raise ValueError(_("This is not an e-mail address.")) from error
    return cell.lower()


def choice(*words: str) -> CellType[str]:
    """Return a reader of one of `words`."""

    def read(cell: str) -> str:
        if cell not in words:
            raise ValueError(
                _("This word is not known here: write one of %(words)s.")
                % {"words": ", ".join(words)}
            )
        return cell

    return CellType(read, {"type": "string", "constraints": {"enum": [str(w) for w in words]}})
