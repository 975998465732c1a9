"""What a formula in a package must hold to before it is stored."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from django.utils.translation import gettext as _

from scorecard.engine import TimeRule, UnitRule
from scorecard.engine.formulas import Fault, FormulaError, parse

Problem = tuple[str, str]


def read_operands(formula: str) -> tuple[tuple[str, ...], str]:
    """Return the codes that a formula names, and why it cannot be read, empty where it can."""
    try:
        return parse(formula).operands, ""
    except FormulaError as error:
        return (), _words(error)


def shape_problems(fields: Mapping[str, Any]) -> Iterator[Problem]:
    """Find rules beside a formula that it has no use for."""
    if fields["unit_rule"] != UnitRule.NONE:
        yield "unit_rule", _("A formula is computed at every unit: write the rule none.")
    if fields["time_rule"] != TimeRule.LAST:
        yield "time_rule", _("A formula is computed in every period: leave the time rule empty.")
    if fields["carry_forward_periods"]:
        yield "carry_forward_periods", _("Nothing is entered for a formula: write 0.")


def operand_problems(
    code: str, meant: Sequence[Mapping[str, Any]], fields: Mapping[str, Any], *, is_known: bool
) -> Iterator[Problem]:
    """Find why a formula cannot use the KPI with a code."""
    if not is_known:
        message = _("The formula names the KPI “%(code)s”, which is unknown: correct the code.")
        yield "formula", message % {"code": code}
    for operand in meant:
        if operand["frequency"] != fields["frequency"]:
            message = _(
                "The formula is %(frequency)s and the KPI “%(code)s” in it %(other)s: both must "
                "be the same."
            )
            yield (
                "formula",
                message
                % {
                    "frequency": fields["frequency"],
                    "code": code,
                    "other": operand["frequency"],
                },
            )


def _words(error: FormulaError) -> str:
    """Say what is wrong with a formula and what to do."""
    message = {
        Fault.EMPTY: _("The formula is empty."),
        Fault.TOO_LONG: _("The formula is too long or too deep: compute a part in another KPI."),
        Fault.NOT_READABLE: _(
            "The formula cannot be read: check signs and parentheses, and put codes with other "
            "characters than letters, digits and _ into brackets, as [FUEL-1]."
        ),
        Fault.NOT_ALLOWED: _(
            "“%(part)s” cannot be used in a formula: write + - * /, parentheses, min, max, abs, "
            "if, numbers and codes of KPIs."
        ),
        Fault.WRONG_NUMBER_OF_PARTS: _(
            "“%(part)s” has the wrong number of parts: abs takes one, if takes three."
        ),
        Fault.CONDITION: _(
            "“%(part)s” is no condition: compare two things with <, <=, >, >=, == or !=."
        ),
        Fault.NO_OPERAND: _("The formula names no KPI: write at least one code."),
    }[error.fault]
    return message % {"part": error.part}
