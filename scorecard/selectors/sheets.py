"""The tables of the pages as sheets: what a page shows, cell by cell, and what it belongs to."""

from collections.abc import Iterable, Sequence

from django.utils.translation import gettext as _

from core.sheets import Row, Sheet, amount
from core.statuses import look
from organization.selectors.sheets import taken
from scorecard.engine.types import Status
from scorecard.selectors.context import Context
from scorecard.selectors.courses import Point
from scorecard.selectors.kpis import KpiPage
from scorecard.selectors.scorecard_rows import KpiRow, NodeRow
from scorecard.selectors.scorecards import ScorecardPage


def scorecard_sheet(context: Context, page: ScorecardPage) -> Sheet:
    """Return the scorecard of a unit: perspectives, objectives and KPIs, one row each."""
    figures_in = (_("In"), _("Due")) if context.can_see_breakdown else ()
    return Sheet(
        name=f"scorecard {context.unit.code} {context.period_word}",
        heads=(
            *(_("Perspective"), _("Objective"), _("KPI"), _("Code"), _("Unit of measure")),
            *(_("Actual"), _("Target"), _("To target"), _("Lower bound"), _("Upper bound")),
            *(_("Score"), _("Change of score"), _("Status"), _("Period"), *figures_in, _("Owner")),
        ),
        rows=[
            row
            for perspective in page.perspectives
            for row in _of_perspective(perspective, n_empty=len(figures_in))
        ],
        notes=notes(context),
    )


def _of_perspective(perspective: NodeRow, n_empty: int) -> Iterable[Row]:
    yield _node((perspective.name, "", ""), perspective, n_empty)
    for objective in perspective.objectives:
        names = perspective.name, objective.name
        yield _node((*names, ""), objective, n_empty)
        for kpi in objective.kpis:
            yield _kpi(names, kpi, n_empty)


def _node(names: Sequence[str], node: NodeRow, n_empty: int) -> Row:
    nothing = [None] * n_empty
    return (
        *(*names, node.code, ""),
        *(None, None, None, None, None),
        *(node.score, node.change, status_word(node.status), "", *nothing, node.owner),
    )


def _kpi(names: Sequence[str], kpi: KpiRow, n_empty: int) -> Row:
    figure, unit = kpi.figure, kpi.unit_of_measure
    numbers = (figure.value, figure.goal, figure.gap, figure.lower, figure.upper)
    return (
        *(*names, kpi.name, kpi.code, unit),
        *(amount(number, unit) for number in numbers),
        *(kpi.score, kpi.change, status_word(figure.status), kpi.of_period),
        *([figure.reported, figure.expected] if n_empty else []),
        kpi.owner,
    )


def course_sheet(context: Context, page: KpiPage) -> Sheet:
    """Return the course of a KPI, the latest period first."""
    figures_in = (_("In"), _("Due")) if context.can_see_breakdown else ()
    return Sheet(
        name=f"{page.subject.kpi.code} {context.unit.code} {context.period_word}",
        heads=(
            *(_("Period"), _("Actual"), _("Target"), _("To target"), _("Red flag")),
            *(_("Lower bound"), _("Upper bound"), _("Score"), _("Status"), *figures_in),
            _("What happened"),
        ),
        rows=[_point(point, page.unit_of_measure, bool(figures_in)) for point in page.latest_first],
        notes=[_named(page), *notes(context)],
    )


def _point(point: Point, unit: str, with_figures_in: bool) -> Row:  # noqa: FBT001
    figure, happened = point.figure, point.mark.words if point.mark else ""
    if figure is None:
        return (point.name, *[None] * (10 if with_figures_in else 8), happened)
    numbers = (figure.value, figure.goal, figure.gap, figure.red_flag, figure.lower, figure.upper)
    return (
        point.name,
        *(amount(number, unit) for number in numbers),
        *(point.score, status_word(figure.status)),
        *([figure.reported, figure.expected] if with_figures_in else []),
        happened,
    )


def parts_sheet(context: Context, page: KpiPage) -> Sheet:
    """Return what a KPI is made of: the units below, not reported first, then the worst."""
    unit = page.unit_of_measure
    return Sheet(
        name=f"{page.subject.kpi.code} below {context.unit.code} {context.period_word}",
        heads=(
            *(_("Unit"), _("Actual"), _("Target"), _("To target"), _("Red flag")),
            *(_("Score"), _("Status"), _("In"), _("Due"), _("Received")),
        ),
        rows=[
            (
                part.name,
                *(amount(n, unit) for n in (part.value, part.goal, part.gap, part.red_flag)),
                *(part.score, status_word(part.status), part.reported, part.expected),
                part.received.isoformat() if part.received else "",
            )
            for part in (page.breakdown.parts if page.breakdown else ())
        ],
        notes=[_named(page), *notes(context)],
    )


def notes(context: Context) -> list[str]:
    """Say where and when figures belong, how complete they are, and when they were taken."""
    found = [
        context.organization.name,
        _("Unit: %(unit)s (%(code)s)") % {"unit": context.unit.name, "code": context.unit.code},
        _("Period: %(period)s") % {"period": context.period_label},
    ]
    if context.as_of:
        found.append(_("As known on %(day)s") % {"day": context.as_of})
    if context.coverage:
        values = {"reported": context.coverage.reported, "expected": context.coverage.expected}
        found.append(_("Figures in: %(reported)d of %(expected)d") % values)
    return [*found, taken()]


def _named(page: KpiPage) -> str:
    return f"{page.name} ({page.unit_of_measure})" if page.unit_of_measure else page.name


def status_word(status: Status | None) -> str:
    """Return the word for a status; empty where nothing is said of it."""
    return "" if status is None else str(look(status).label)
