"""Formula KPIs: arithmetic over the results of other KPIs, read without ever running it."""

import ast
import operator
import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType
from typing import Any

import numpy as np

from scorecard.engine.states import divided
from scorecard.engine.types import Bools, Floats, Ints

LONGEST, DEEPEST = 2000, 60
CODE = re.compile(r"\[([^\[\]]*)\]")
SIGNS = str.maketrans({"×": "*", "÷": "/", "−": "-"})
# What stands for a code in brackets while Python reads the rest; nobody may write such a name.
PLACE, CONDITIONAL = "_operand_{}_", "_if_"


class Fault(StrEnum):
    """Why a formula cannot be read."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    NOT_READABLE = "not_readable"
    NOT_ALLOWED = "not_allowed"
    WRONG_NUMBER_OF_PARTS = "wrong_number_of_parts"
    CONDITION = "condition"
    NO_OPERAND = "no_operand"


class FormulaError(ValueError):
    """A formula cannot be read; ``part`` is the piece of it that is wrong, if there is one."""

    def __init__(self, fault: Fault, part: str = "") -> None:
        self.fault = fault
        self.part = part
        super().__init__(f"{fault}: {part}" if part else str(fault))


Evaluated = Callable[[Mapping[str, Floats]], Any]


@dataclass(frozen=True, eq=False)
class Formula:
    """A formula that can be evaluated; ``operands`` are the codes in it, the first one first."""

    text: str
    operands: tuple[str, ...]
    run: Evaluated


def parse(text: str) -> Formula:
    """Read a formula: ``+ - * /`` (also ``× ÷ −``), parentheses, min, max, abs, if.

    A code that is a Python name stands as it is, any other one in brackets: ``[FUEL-1] / MEN``.
    ``if(MEN > 0, [FUEL-1] / MEN, 0)`` takes its second part where the condition holds, else its
    third. Nothing is ever run: the text is read into Python's syntax tree, and every node of it
    that is not listed here is refused. Source: scoring.md, section 7.

    Raises
    ------
    FormulaError
        With the reason and the piece of the text.

    Examples
    --------
    >>> parse("([FUEL-1] - FUEL) / MEN").operands
    ('FUEL-1', 'FUEL', 'MEN')
    """
    if not text.strip():
        raise FormulaError(Fault.EMPTY)
    if len(text) > LONGEST:
        raise FormulaError(Fault.TOO_LONG)
    if "_operand_" in text or CONDITIONAL in text:
        raise FormulaError(Fault.NOT_ALLOWED, text)
    codes: list[str] = []

    def placed(match: re.Match[str]) -> str:
        codes.append(match[1].strip())
        return f" {PLACE.format(len(codes) - 1)} "

    plain = CODE.sub(placed, text.strip()).translate(SIGNS)
    plain = re.sub(r"\bif\s*\(", f"{CONDITIONAL}(", plain)
    reader = _Reader({PLACE.format(place): code for place, code in enumerate(codes)})
    run = reader.read(_tree(plain.strip()), 0)
    if not reader.operands:
        raise FormulaError(Fault.NO_OPERAND)
    return Formula(text, tuple(reader.operands), run)


def evaluate(formula: Formula, operands: Mapping[str, Floats]) -> Floats:
    """Evaluate a formula element by element.

    A missing operand, a division by zero and a number too large give NaN; of an ``if`` only the
    branch that is taken matters.

    Parameters
    ----------
    operands
        By code, arrays of any one shape; NaN is unknown.

    Examples
    --------
    >>> fuel, men = np.array([10.0, 4.0, np.nan]), np.array([5.0, 0.0, 2.0])
    >>> evaluate(parse("fuel / men"), {"fuel": fuel, "men": men}).tolist()
    [2.0, nan, nan]
    """
    shape = operands[formula.operands[0]].shape
    with np.errstate(over="ignore", invalid="ignore"):
        found: Floats = np.broadcast_to(_finite(formula.run(operands)), shape).copy()
    return found


def worst_covered(held: Ints, expected: Ints, due: Bools) -> Ints:
    """Tell which operand of each cell has the lowest share of its reporters, the first of equals.

    An operand without a line there is passed over; one of which nobody is expected lacks nothing.

    Parameters
    ----------
    held, expected, due
        ``(n_operands, n_units, n_windows)``.

    Returns
    -------
    Ints
        ``(n_units, n_windows)``, the first operand where none has a line.

    Examples
    --------
    >>> held, expected = np.array([[[3]], [[1]]]), np.array([[[3]], [[2]]])
    >>> worst_covered(held, expected, expected > 0).tolist()
    [[1]]
    """
    share = divided(held.astype(np.float64), expected.astype(np.float64))
    share = np.where(expected == 0, 1.0, share)
    worst: Ints = np.argmin(np.where(due, share, np.inf), axis=0)
    return worst


def _tree(plain: str) -> ast.expr:
    """Let Python read the text; it only builds a tree."""
    try:
        return ast.parse(plain, mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise FormulaError(Fault.NOT_READABLE, plain) from error


_ARITHMETIC: Mapping[type[ast.AST], Callable[[Any, Any], Any]] = MappingProxyType(
    {
        ast.Add: operator.add,
        ast.Sub: operator.sub,
        ast.Mult: operator.mul,
        ast.Div: lambda a, b: divided(*np.broadcast_arrays(np.asarray(a), np.asarray(b))),
    }
)
_COMPARED: Mapping[type[ast.AST], Callable[[Any, Any], Any]] = MappingProxyType(
    {
        ast.Lt: operator.lt,
        ast.LtE: operator.le,
        ast.Gt: operator.gt,
        ast.GtE: operator.ge,
        ast.Eq: operator.eq,
        ast.NotEq: operator.ne,
    }
)
_SIGNED: Mapping[type[ast.AST], Callable[[Any], Any]] = MappingProxyType(
    {ast.USub: operator.neg, ast.UAdd: operator.pos}
)
# Both take NaN for unknown: a missing operand leaves no value.
_EXTREMES = {"min": np.minimum, "max": np.maximum}


class _Reader:
    """Turns allowed nodes of a syntax tree into functions of the operands."""

    def __init__(self, codes: Mapping[str, str]) -> None:
        self.codes = codes
        self.operands: dict[str, None] = {}

    def read(self, node: ast.expr, depth: int) -> Evaluated:
        """Read one node, and what stands below it."""
        if depth > DEEPEST:
            raise FormulaError(Fault.TOO_LONG)
        match node:
            case ast.Constant(value=int() | float() as number) if not isinstance(number, bool):
                return self._constant(node, number)
            case ast.Name(id=name):
                return self._operand(name)
            case ast.UnaryOp(op=op, operand=operand) if type(op) in _SIGNED:
                signed, value = _SIGNED[type(op)], self.read(operand, depth + 1)
                return lambda operands: signed(value(operands))
            case ast.BinOp(left=left, op=op, right=right) if type(op) in _ARITHMETIC:
                return self._pair(_ARITHMETIC[type(op)], (left, right), depth)
            case ast.Call(func=ast.Name(id=name), args=parts, keywords=[]):
                return self._call(node, name, parts, depth)
        raise FormulaError(Fault.NOT_ALLOWED, self._shown(node))

    def _constant(self, node: ast.expr, number: float) -> Evaluated:
        try:
            value = np.float64(number)
        except OverflowError as error:
            raise FormulaError(Fault.NOT_ALLOWED, self._shown(node)) from error
        return lambda _operands: value

    def _operand(self, name: str) -> Evaluated:
        code = self.codes.get(name, name)
        if not code:
            raise FormulaError(Fault.NOT_ALLOWED, "[]")
        self.operands[code] = None
        return lambda operands: operands[code]

    def _pair(
        self,
        combine: Callable[[Any, Any], Any],
        parts: tuple[ast.expr, ast.expr],
        depth: int,
    ) -> Evaluated:
        first, second = (self.read(part, depth + 1) for part in parts)
        return lambda operands: _finite(combine(first(operands), second(operands)))

    def _call(self, node: ast.Call, name: str, parts: list[ast.expr], depth: int) -> Evaluated:
        if name == CONDITIONAL and len(parts) == len(("condition", "then", "otherwise")):
            return self._conditional(parts, depth)
        if name == "abs" and len(parts) == 1:
            value = self.read(parts[0], depth + 1)
            return lambda operands: abs(value(operands))
        if name in _EXTREMES and parts:
            extreme, values = _EXTREMES[name], [self.read(part, depth + 1) for part in parts]
            return lambda operands: _reduced(extreme, [value(operands) for value in values])
        known = name in {CONDITIONAL, "abs", *_EXTREMES}
        fault = Fault.WRONG_NUMBER_OF_PARTS if known else Fault.NOT_ALLOWED
        raise FormulaError(fault, self._shown(node))

    def _conditional(self, parts: list[ast.expr], depth: int) -> Evaluated:
        condition, *branches = parts
        match condition:
            case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in _COMPARED:
                compared = _COMPARED[type(op)]
                first, second = (self.read(part, depth + 1) for part in (left, right))
            case _:
                raise FormulaError(Fault.CONDITION, self._shown(condition))
        then, otherwise = (self.read(part, depth + 1) for part in branches)

        def run(operands: Mapping[str, Floats]) -> Any:
            a, b = first(operands), second(operands)
            taken = np.where(compared(a, b), then(operands), otherwise(operands))
            return np.where(np.isnan(a) | np.isnan(b), np.nan, taken)

        return run

    def _shown(self, node: ast.expr) -> str:
        """Write a node as it was typed, near enough."""
        text = ast.unparse(node).replace(CONDITIONAL, "if")
        for name, code in self.codes.items():
            text = text.replace(name, f"[{code}]")
        return text


def _reduced(extreme: Callable[[Any, Any], Any], values: list[Any]) -> Any:
    found = values[0]
    for value in values[1:]:
        found = extreme(found, value)
    return found


def _finite(numbers: Any) -> Any:
    """Let what is too large be unknown."""
    return np.where(np.isfinite(numbers), numbers, np.nan)
