"""The way from target to actual as bars that hang on each other."""

from collections.abc import Sequence
from itertools import accumulate, pairwise
from math import floor, log10

from django.utils.html import escape
from django.utils.translation import gettext as _

from core import numbers
from scorecard.charts.scales import ROOM_FOR_NAMES, Chart, Scale, short
from scorecard.selectors.waterfalls import Step, Waterfall

ROOM_FOR_FIGURES = 0.26
# Steps that are shorter than half of what they stand on would be hard to see from zero.
WORTH_CUTTING = 0.5
ROOM_BEFORE = 0.12
JOINT = {"type": "line", "layer": "below", "line": {"color": "token:line-2", "width": 1}}


def waterfall(way: Waterfall) -> Chart:
    """Draw the target, a bar for each step from where the one before ended, and the actual value.

    The causes that the finding speaks of are red, what was not reported is hatched. Where the
    steps are short against the totals, the axis is cut, and says so.

    Parameters
    ----------
    way
        It has a start and steps.
    """
    scale = Scale(way.unit_of_measure, way.decimals)
    steps, start = way.drawn, way.start or 0.0
    levels = [*accumulate((step.points or 0.0 for step in steps), initial=start)]
    foot = _foot([*levels, way.end])
    names = [_("Target"), *(step.name for step in steps), _("Actual")]
    return {
        "data": [_bars(way, steps, [(foot, start), *pairwise(levels), (foot, way.end)], scale)],
        "layout": {
            "hovermode": "closest",
            "margin": {"l": ROOM_FOR_NAMES, "r": 16, "t": 4, "b": 48},
            "xaxis": _axis([foot, *levels, way.end], scale),
            "yaxis": {
                "tickvals": list(range(len(names))),
                "ticktext": [short(name) for name in names],
                "range": [len(names) - 0.5, -0.5],
                "ticksuffix": numbers.SPACE,
                "showgrid": False,
            },
            "annotations": [_below(foot, scale)],
            "shapes": [_joint(place, level, scale) for place, level in enumerate(levels)],
        },
    }


def _foot(levels: Sequence[float]) -> float:
    """Return where the axis begins: at 0, or at a round number below all that is drawn."""
    low, high = min(levels), max(levels)
    way = high - low or high
    if low <= 0 or way >= WORTH_CUTTING * high:
        return 0.0
    step = 10.0 ** floor(log10(way))
    return max(0.0, floor((low - ROOM_BEFORE * way) / step) * step)


def _bars(
    way: Waterfall, steps: Sequence[Step], ends: Sequence[tuple[float, float]], scale: Scale
) -> Chart:
    """Draw each bar from the lower of its ends on, so that all figures stand at the right."""
    total = ("token:plot", "")
    looks = [total, *((_colour(step), "/" if step.is_out else "") for step in steps), total]
    points = [scale.signed(step.points) for step in steps]
    words = [_words(step, scale) for step in steps]
    start, end = scale.figure(way.start), scale.figure(way.end)
    return {
        "type": "bar",
        "orientation": "h",
        "name": _("From target to actual"),
        "base": [scale.number(min(pair)) for pair in ends],
        "x": [scale.number(abs(pair[1] - pair[0])) for pair in ends],
        "y": list(range(len(ends))),
        "text": [scale.amount(way.start), *points, scale.amount(way.end)],
        "textfont": {"color": "token:ink"},
        "marker": {
            "color": [colour for colour, _hatch in looks],
            "pattern": {"shape": [hatch for _colour, hatch in looks]},
        },
        "hovertext": [start, *words, end],
        "hovertemplate": "%{hovertext}<extra></extra>",
    }


def _colour(step: Step) -> str:
    return "token:red" if step.is_cause else "token:plot-2"


def _words(step: Step, scale: Scale) -> str:
    """Say what a step adds, and which part of it comes from its weight, where that is known."""
    words = f"{escape(step.name)}: {scale.signed(step.points)}"
    if not step.mix or step.rate is None:
        return words
    values = {"step": words, "rate": scale.signed(step.rate), "mix": scale.signed(step.mix)}
    return _("%(step)s (%(rate)s by its own goal, %(mix)s by its weight)") % values


def _axis(levels: Sequence[float], scale: Scale) -> Chart:
    """Return an axis with room for the figures at the bars' ends."""
    low, high = (scale.number(level) or 0.0 for level in (min(levels), max(levels)))
    room = ROOM_FOR_FIGURES * (high - low or 1.0)
    return {"showgrid": True, "zeroline": True, "range": [low, high + room]}


def _below(foot: float, scale: Scale) -> Chart:
    """Say in which unit the axis counts, and where it begins, if not at zero."""
    words = _("The axis begins at %(foot)s") % {"foot": numbers.figure(foot, scale.unit)}
    place = {"xref": "paper", "yref": "paper", "x": 1, "y": 0, "xanchor": "right", "yshift": -38}
    return place | {"text": escape(words if foot else scale.unit), "showarrow": False}


def _joint(place: int, level: float, scale: Scale) -> Chart:
    """Lead from the end of a bar to the next."""
    at = scale.number(level)
    return JOINT | {"x0": at, "x1": at, "y0": place, "y1": place + 1}
