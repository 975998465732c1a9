"""Why a figure says what it says, as sheets: the tables of its explanation, one below the other."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from core.sheets import Row, Share, Sheet, amount
from scorecard.selectors.context import Context
from scorecard.selectors.explained_parts import PartLine
from scorecard.selectors.explanations import Explanation, OperandLine
from scorecard.selectors.kpis import KpiPage
from scorecard.selectors.misses import Miss
from scorecard.selectors.node_explanations import ChildLine, NodeExplanation
from scorecard.selectors.sheets import notes, status_word
from scorecard.selectors.subjects import Subject
from scorecard.selectors.waterfalls import Waterfall


def explanation_sheet(context: Context, page: Explanation) -> Sheet:
    """Return the parts of a figure, what it is computed from, and the steps to its score.

    Contributions, changes and distances are in the unit of measure of the figure.
    """
    unit = page.unit_of_measure
    return Sheet(
        name=f"why {page.code} {context.unit.code} {context.period_word}",
        heads=(
            *(_("Kind"), _("Name"), _("Figure"), _("Weight"), _("Contributes"), _("Change")),
            *(_("Change by its figure"), _("Change by its weight"), _("Of the distance")),
            *(_("Distance by its own goal"), _("Distance by its weight")),
        ),
        rows=[
            *(_part(part, unit) for part in page.parts.lines),
            *map(_operand, page.operands),
            _figure(context.unit.name, page),
            *(_step(step.label, step.points) for step in page.score_steps),
            _step(_("Score"), page.figure.score),
        ],
        notes=[page.name, *notes(context)],
    )


# Change and distance, each whole and in two parts.
_NONE = (None,) * 6


def _part(part: PartLine, unit: str) -> Row:
    moved, missed = (part.moved, part.rate, part.mix), (part.miss, part.miss_rate, part.miss_mix)
    weight = None if part.weight is None else Share(part.weight)
    return (
        *(_("Part"), part.name, amount(part.value, unit), weight, amount(part.points, unit)),
        *(amount(number, unit) for number in (*moved, *missed)),
    )


def _operand(line: OperandLine) -> Row:
    value = amount(line.value, line.unit_of_measure)
    return (_("Operand"), line.name, value, None, None, *_NONE)


def _figure(unit_name: str, page: Explanation) -> Row:
    numbers = (page.figure.value, page.parts.change, page.parts.miss)
    value, change, miss = (amount(number, page.unit_of_measure) for number in numbers)
    return (_("Figure"), unit_name, value, None, value, change, None, None, miss, None, None)


def _step(label: str, points: float | None) -> Row:
    return (_("Score"), label, None, None, points, *_NONE)


def node_sheet(context: Context, page: NodeExplanation) -> Sheet:
    """Return what each child contributes to the score of a node; the node itself last."""
    return Sheet(
        name=f"why {page.name} {context.unit.code} {context.period_word}",
        heads=(
            *(_("Part"), _("Code"), _("Score"), _("Status"), _("Weight"), _("Share")),
            *(_("Contributes"), _("Change"), _("Critical"), _("Note")),
        ),
        rows=[*map(_child, page.lines), _whole(page)],
        notes=[page.name, *notes(context)],
    )


def _child(line: ChildLine) -> Row:
    share = None if line.share is None else Share(line.share)
    return (
        *(line.name, line.code, line.score, status_word(line.status), line.weight, share),
        *(line.points, line.moved, _("critical") if line.critical else "", line.note),
    )


def _whole(page: NodeExplanation) -> Row:
    own = (page.name, "", page.score, status_word(page.status), None, None)
    return (*own, page.exact, page.change, "", "")


def miss_sheet(context: Context, miss: Miss) -> Sheet:
    """Return which units carry how much of a miss; the unit of the page last."""
    version, figure = miss.missed.line.version, miss.missed.figure
    unit = version.unit_of_measure
    own = (figure.value, figure.goal, figure.gap)
    return Sheet(
        name=f"miss {miss.missed.code} {context.unit.code} {context.period_word}",
        heads=(_("Unit"), _("Actual"), _("Own target"), _("Contributes"), _("Of the miss")),
        rows=[
            *(
                (
                    part.name,
                    *(amount(n, unit) for n in (part.value, part.goal, part.points)),
                    None if part.share is None else Share(part.share),
                )
                for part in miss.parts
            ),
            (context.unit.name, *(amount(n, unit) for n in own), Share(1)),
        ],
        notes=[version.name, *_out(miss), *notes(context)],
    )


def _out(miss: Miss) -> Iterable[str]:
    if miss.out:
        yield _("Not reported: %(units)s") % {"units": ", ".join(miss.out)}


def waterfall_sheet(context: Context, subject: Subject, way: Waterfall) -> Sheet:
    """Return the way from target to actual: the target, every step, the actual value."""
    unit = way.unit_of_measure
    start, end = (amount(number, unit) for number in (way.start, way.end))
    return Sheet(
        name=f"steps {subject.kpi.code} {context.unit.code} {context.period_word}",
        heads=(
            *(_("Unit"), _("Actual"), _("Adds"), _("By its own goal"), _("By its weight")),
            _("Of the whole way"),
        ),
        rows=[
            (_("Target"), start, None, None, None, None),
            *(
                (
                    step.name,
                    *(amount(n, unit) for n in (step.value, step.points, step.rate, step.mix)),
                    None if step.share is None else Share(step.share),
                )
                for step in way.steps
            ),
            (_("Actual"), end, amount(way.gap, unit), None, None, None),
        ],
        notes=[subject.version.name, *notes(context)],
    )


def forecast_sheet(context: Context, page: KpiPage) -> Sheet:
    """Return the computed forecast to the end of the year; empty where nothing is foretold."""
    unit = page.unit_of_measure
    ahead = page.year_end.ahead if page.year_end else ()
    return Sheet(
        name=f"forecast {page.subject.kpi.code} {context.unit.code} {context.period_word}",
        heads=(_("Period"), _("Forecast"), _("At least"), _("At most")),
        rows=[
            (each.name, *(amount(n, unit) for n in (each.value, each.lower, each.upper)))
            for each in ahead
        ],
        notes=[page.name, *([page.year_end.basis] if page.year_end else []), *notes(context)],
    )
