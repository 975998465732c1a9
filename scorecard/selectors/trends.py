"""Where a KPI is heading: an arrow that says whether the way is a good one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from scorecard.engine.signals import Trend, trend
from scorecard.models import KpiVersion
from scorecard.selectors.figures import Figure
from scorecard.selectors.sentences import size

UP, DOWN, LEVEL = "\N{UPWARDS ARROW}", "\N{DOWNWARDS ARROW}", "\N{RIGHTWARDS ARROW}"


@dataclass(frozen=True, slots=True)
class TrendMark:
    """An arrow beside a change, and what it means; `css` is good, bad or empty."""

    arrow: str
    word: str
    css: str = ""


def trend_mark(
    figure: Figure | None, earlier: Figure | None, version: KpiVersion, decimals: int
) -> TrendMark | None:
    """Return the arrow for the change since the period before; None where one is unknown.

    A change of which nothing is to be seen in so many decimals is none.
    """
    if figure is None or earlier is None or figure.value is None or earlier.value is None:
        return None
    found = trend(figure.value, earlier.value, better_way(figure, version))
    if not size(figure.value - earlier.value, version.unit_of_measure, decimals):
        found = Trend.SAME
    arrow = UP if figure.value > earlier.value else DOWN
    match found:
        case Trend.BETTER:
            return TrendMark(arrow, _("better"), "good")
        case Trend.WORSE:
            return TrendMark(arrow, _("worse"), "bad")
        case Trend.SAME:
            return TrendMark(LEVEL, _("unchanged"))
        case _either:
            return TrendMark(arrow, _("up") if arrow == UP else _("down"))


def better_way(figure: Figure, version: KpiVersion) -> int:
    """Return 1 where higher is better, -1 where lower is, 0 where nobody said.

    Its target says it; without one the definition may.
    """
    by_definition = {"higher": "up", "lower": "down"}.get(version.direction, "")
    return {"up": 1, "down": -1}.get(figure.better or by_definition, 0)
