"""Where a KPI is heading: an arrow that says whether the way is a good one."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from scorecard.engine.signals import Trend, trend
from scorecard.models import KpiVersion
from scorecard.selectors.figures import Figure

UP, DOWN, LEVEL = "\N{UPWARDS ARROW}", "\N{DOWNWARDS ARROW}", "\N{RIGHTWARDS ARROW}"


@dataclass(frozen=True, slots=True)
class TrendMark:
    """An arrow beside a change, and what it means; `css` is good, bad or empty."""

    arrow: str
    word: str
    css: str = ""


def trend_mark(
    figure: Figure | None, earlier: Figure | None, version: KpiVersion
) -> TrendMark | None:
    """Return the arrow for the change since the period before; None where one is unknown."""
    if figure is None or earlier is None or figure.value is None or earlier.value is None:
        return None
    found = trend(figure.value, earlier.value, better_way(figure, version))
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
