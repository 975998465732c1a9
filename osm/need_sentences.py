"""The sentences about what needs somebody; each is true by itself, and translated whole."""

from collections.abc import Sequence

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core import numbers
from osm.ranking import Reason, Standing, reason
from scorecard.engine.types import Status
from scorecard.selectors import sentences
from scorecard.selectors.context import Context
from scorecard.selectors.figures import Figure
from scorecard.selectors.flags import FlagLine
from scorecard.selectors.periods import period_name
from scorecard.selectors.scorecard_rows import KpiRow
from scorecard.services.missing import Missing


def headline(kpi: KpiRow, context: Context) -> str:
    """Say what a KPI is against its target, or why it cannot be judged."""
    figure = kpi.figure
    if figure.status is Status.NO_DATA:
        return _("%(kpi)s has no data") % {"kpi": kpi.name}
    if figure.status is Status.INSUFFICIENT:
        return _insufficient(kpi, context)
    return sentences.finding(kpi.name, figure.value, figure.goal, kpi.unit_of_measure, kpi.decimals)


def _insufficient(kpi: KpiRow, context: Context) -> str:
    """Say that too few reported; how many is for those who see the units below."""
    if not context.can_see_breakdown:
        return _("%(kpi)s cannot be scored: too few units reported") % {"kpi": kpi.name}
    reported, expected = kpi.figure.reported, kpi.figure.expected
    values = {"kpi": kpi.name, "reported": reported, "expected": expected}
    if context.is_long:
        return (
            ngettext(
                "%(kpi)s cannot be scored: %(reported)d of %(expected)d figure is in",
                "%(kpi)s cannot be scored: %(reported)d of %(expected)d figures are in",
                expected,
            )
            % values
        )
    return (
        ngettext(
            "%(kpi)s cannot be scored: %(reported)d of %(expected)d unit reported",
            "%(kpi)s cannot be scored: %(reported)d of %(expected)d units reported",
            expected,
        )
        % values
    )


def since(kpi: KpiRow, course: Sequence[Figure], *, is_open: bool) -> str:
    """Say since when a KPI is off target, or at least not on it; empty where it is on target.

    Parameters
    ----------
    course
        Its figures in a row that are so, the newest first.
    is_open
        Whether nobody looked further back than these.
    """
    if not course:
        return ""
    values = {"since": period_name(course[-1].period)}
    match kpi.figure.status, is_open:
        case Status.RED, True:
            return _("Off target since %(since)s or longer") % values
        case Status.RED, False:
            return _("Off target since %(since)s") % values
        case _other, True:
            return _("Not on target since %(since)s or longer") % values
        case _other, _closed:
            return _("Not on target since %(since)s") % values


def usual(*, unusual: bool | None) -> str:
    """Say whether a figure is a signal; empty where too little is known to tell."""
    if unusual is None:
        return ""
    return _("This is unusual") if unusual else _("No unusual change")


def why(standing: Standing, flags: Sequence[FlagLine]) -> str:
    """Say what makes a KPI need somebody beyond its status; empty where the status says all."""
    match reason(standing):
        case Reason.CRITICAL:
            return _("Critical: it holds down what stands above it")
        case Reason.FLAGGED if len(flags) == 1:
            return _("Flagged by %(by)s") % {"by": flags[0].by}
        case Reason.FLAGGED:
            return _("Flagged in %(count)d places") % {"count": len(flags)}
        case Reason.COULD_TURN:
            return ngettext(
                "%(count)d missing figure could turn it off target",
                "%(count)d missing figures could turn it off target",
                standing.missing,
            ) % {"count": standing.missing}
        case Reason.HIDING:
            return ngettext(
                "%(reds)d of %(judged)d unit below is off target",
                "%(reds)d of %(judged)d units below are off target",
                standing.judged,
            ) % {"reds": standing.reds, "judged": standing.judged}
        case _said_by_the_status:
            return ""


def gaps(missing: Missing | None, kpi: KpiRow) -> tuple[str, ...]:
    """Say between what a value could come to lie with what is missing; empty where that is unknown.

    Empty as well where nothing of it would be seen.
    """
    if missing is None or missing.lowest is None or missing.highest is None:
        return ()
    low = numbers.amount(missing.lowest, kpi.unit_of_measure, decimals=kpi.decimals)
    high = numbers.figure(missing.highest, kpi.unit_of_measure, decimals=kpi.decimals)
    if numbers.figure(missing.lowest, kpi.unit_of_measure, decimals=kpi.decimals) == high:
        return ()
    sentence = ngettext(
        "%(count)d missing: as the last 12 figures were, it could become %(low)s to %(high)s",
        "%(count)d missing: as their last 12 figures were, it could become %(low)s to %(high)s",
        missing.count,
    )
    return (sentence % {"count": missing.count, "low": low, "high": high},)
