"""Read the way from the target of a figure to the figure itself."""

from datetime import datetime

from django.utils.translation import gettext as _

from scorecard.selectors import explained_parts
from scorecard.selectors.context import Context
from scorecard.selectors.explained_parts import part_lines
from scorecard.selectors.subjects import Readings, Subject
from scorecard.selectors.waterfalls import (
    Waterfall,
    no_way,
    waterfall,
    why_no_parts,
    why_no_way,
)
from scorecard.services.families import read_family


def read_waterfall(
    context: Context, subject: Subject, readings: Readings, as_of: datetime | None = None
) -> Waterfall | None:
    """Return the way from target to actual at the unit of `context`.

    In a number of queries that does not grow with the units. None where there is no figure, and
    above one's own unit where no part of it may be named.

    Parameters
    ----------
    readings
        As the page of the KPI shows them: what is not published there has no way.
    as_of
        The moment that `readings` are of, without one now.
    """
    version, figure = subject.version, readings.own.get(readings.period)
    if figure is None or figure.value is None:
        return None
    if refusal := why_no_way(version, figure, context.unit.name):
        return no_way(version, figure, refusal)
    if context.can_see_breakdown and as_of is None and not readings.children:
        return no_way(version, figure, _("No unit below reports this KPI."))
    family = read_family(context, subject.kpi, readings.period, as_of)
    if family is None:
        parts = explained_parts.NONE
    else:
        parts = part_lines(context, family, version.unit_of_measure, version.decimals)
    if not context.can_see_breakdown and not any(line.query for line in parts.lines):
        return None
    if refusal := why_no_parts(figure, family, parts):
        return no_way(version, figure, refusal)
    return waterfall(context, version, figure, parts)
