"""KPIs that are computed from the results of others: same unit, same period, same view."""

from collections.abc import Mapping
from dataclasses import replace

import numpy as np

from scorecard.engine.formulas import evaluate, parse, worst_covered
from scorecard.engine.types import Bools, Cells, Ints, Lines
from scorecard.models import KpiVersion


def computed_lines(version: KpiVersion, operands: Mapping[str, Lines], lines: Lines) -> Lines:
    """Return the lines of a formula KPI: its own targets, everything else from its operands.

    A line where any operand has one; the numbers of coverage are those of the worst-covered one.

    Parameters
    ----------
    operands
        Their lines by code, (n_units, n_columns).
    lines
        What the KPI has without them.
    """
    formula = parse(version.formula)
    parts = [operands[code] for code in formula.operands]
    due = np.stack([part.due for part in parts])
    worst = worst_covered(
        np.stack([part.held for part in parts]), np.stack([part.expected for part in parts]), due
    )

    def of_worst(name: str) -> Ints:
        numbers = np.stack([getattr(part, name) for part in parts])
        taken: Ints = np.take_along_axis(numbers, worst[np.newaxis], axis=0)[0]
        return taken

    values = {code: operands[code].value for code in formula.operands}
    overridden: Bools = np.logical_or.reduce([part.overridden for part in parts])
    return replace(
        lines,
        value=evaluate(formula, values),
        reported=of_worst("reported"),
        carried=of_worst("carried"),
        expected=of_worst("expected"),
        held=of_worst("held"),
        due=np.logical_or.reduce(due),
        overridden=overridden,
    )


def cells_of(lines: Lines) -> Cells:
    """Return base lines as cells: a computed value stands for itself."""
    return Cells(
        a=lines.value,
        b=(~np.isnan(lines.value)).astype(np.float64),
        value=lines.value,
        reported=lines.reported,
        carried=lines.carried,
        expected=lines.expected,
        due=lines.due,
        overridden=lines.overridden,
        computed=np.full(lines.value.shape, np.nan),
    )
