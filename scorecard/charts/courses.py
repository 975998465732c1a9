"""The course of a KPI: its values over time, its target, its limits and what is foretold."""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.translation import gettext as _

from scorecard.charts.scales import Chart, Scale
from scorecard.engine.signals import Rule
from scorecard.engine.types import Status
from scorecard.selectors.courses import Point
from scorecard.selectors.forecasts import Ahead

MARKS = {
    Status.GREEN: "token:green",
    Status.AMBER: "token:amber-mark",
    Status.RED: "token:red",
}
ACTUAL_LINE = {"color": "token:plot", "width": 2}
FORECAST_LINE = {"color": "token:plot", "width": 2, "dash": "4px,4px"}
BAND_FILL = "token:plot@0.12"
REBASED_LINE = {"color": "token:ink", "width": 2}
LIMIT_LINE = {"color": "token:ink-3", "width": 1, "dash": "1px,3px", "shape": "hvh"}
# Pixels from a point to its number; periods nearer than so many would stand on each other.
STALK, HIGHER, NEIGHBOURS = 24, 20, 3
CENTRE_LINE = LIMIT_LINE | {"dash": "solid"}
TARGET_LINE = {"color": "token:plot-2", "width": 1.5, "dash": "5px,4px"}
BREAK_LINE = {"color": "token:ink-3", "width": 1, "dash": "2px,3px"}


def course(points: Sequence[Point], scale: Scale, ahead: Sequence[Ahead] = ()) -> Chart:
    """Draw a KPI over time against its target, the last value marked in the colour of its status.

    Parameters
    ----------
    points
        The periods, the newest last; a period without a value leaves a gap.
    scale
        How its values are drawn and written.
    ahead
        The periods to come, and some of the last that may still change, as foretold.
    """
    labels = [point.label for point in points]
    to_come = [each.label for each in ahead if each.label not in labels]
    values = [point.figure.value if point.figure else None for point in points]
    goals = [point.figure.goal if point.figure else None for point in points]
    return {
        "data": [
            _line(_("Target"), labels, goals, scale) | {"line": TARGET_LINE},
            _line(_("Actual"), labels, values, scale) | {"line": ACTUAL_LINE},
            *_last_value(points, scale),
            *_foretold(points, ahead, scale),
            *_limits(points, scale),
            *_signals(points, scale),
            *_happened(points, scale),
        ],
        "layout": {
            # From the first period to the last, without the room that markers would take.
            "xaxis": {"type": "category", "range": [-0.2, len(points) + len(to_come) - 0.8]},
            "annotations": [
                *_target_label(points, scale),
                *_value_label(points, scale),
                *_numbers(points, scale),
            ],
            "shapes": [*_breaks(points), *_new_limits(points)],
        },
    }


def _breaks(points: Sequence[Point]) -> list[Chart]:
    """Draw an upright line before each period in which the KPI means something else."""
    upright = {"type": "line", "yref": "paper", "y0": 0, "y1": 1, "line": BREAK_LINE}
    places = [place - 0.5 for place, point in enumerate(points) if point.redefined]
    return [upright | {"x0": place, "x1": place} for place in places]


def _new_limits(points: Sequence[Point]) -> list[Chart]:
    """Draw a short upright line at the foot of each period with which new limits begin."""
    upright = {"type": "line", "yref": "paper", "y0": 0, "y1": 0.12, "line": REBASED_LINE}
    places = [place - 0.5 for place, point in enumerate(points) if point.rebased]
    return [upright | {"x0": place, "x1": place} for place in places]


def _line(name: str, labels: list[str], values: Sequence[float | None], scale: Scale) -> Chart:
    return {
        "type": "scatter",
        "mode": "lines",
        "name": name,
        "x": labels,
        "y": [scale.number(value) for value in values],
        "hovertext": [scale.figure(value) for value in values],
        "hovertemplate": "%{fullData.name}: %{hovertext}<extra></extra>",
    }


def _last_value(points: Sequence[Point], scale: Scale) -> list[Chart]:
    """Mark the last value; where it stands alone there is no line to be seen."""
    known = [(each.label, each.figure) for each in points if each.figure]
    drawn = [(label, figure) for label, figure in known if figure.value is not None]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "x": [label],
            "y": [scale.number(figure.value)],
            "marker": {"color": MARKS.get(figure.status, "token:plot"), "size": 7},
            "hoverinfo": "skip",
        }
        for label, figure in drawn[-1:]
    ]


def _foretold(points: Sequence[Point], ahead: Sequence[Ahead], scale: Scale) -> list[Chart]:
    """Draw the periods to come as a dashed line in its band, beginning with the last value."""
    if not ahead:
        return []
    known = [(each.label, each.figure.value) for each in points if each.figure]
    drawn = [(label, value) for label, value in known if value is not None]
    # Of a period that may still change there are two values: no line leads from one to the other.
    begin = [] if ahead[0].label in {point.label for point in points} else drawn[-1:]
    labels = [label for label, _value in begin] + [each.label for each in ahead]
    had = [value for _label, value in begin]
    upper, lower, values = (
        [*had, *(getattr(each, name) for each in ahead)] for name in ("upper", "lower", "value")
    )
    edge = {"line": {"width": 0}, "hoverinfo": "skip", "hovertemplate": None}
    return [
        _line(_("At most"), labels, upper, scale) | edge,
        _line(_("At least"), labels, lower, scale)
        | edge
        | {"fill": "tonexty", "fillcolor": BAND_FILL},
        _line(_("Forecast"), labels, values, scale) | {"line": FORECAST_LINE},
    ]


def _limits(points: Sequence[Point], scale: Scale) -> list[Chart]:
    """Draw the average and the limits of what is usual, a step where they begin anew."""
    if not any(point.limits and point.limits.centre is not None for point in points):
        return []
    labels, limits = [point.label for point in points], [point.limits for point in points]
    levels = (
        (_("Upper limit"), [each.upper if each else None for each in limits], LIMIT_LINE),
        (_("Average"), [each.centre if each else None for each in limits], CENTRE_LINE),
        (_("Lower limit"), [each.lower if each else None for each in limits], LIMIT_LINE),
    )
    return [_line(name, labels, values, scale) | {"line": look} for name, values, look in levels]


def _signals(points: Sequence[Point], scale: Scale) -> list[Chart]:
    """Mark each value that is unusual."""
    found = [
        (point.label, point.figure.value, point.limits)
        for point in points
        if point.figure and point.limits and point.limits.rules
    ]
    if not found:
        return []
    outside = [Rule.OUTSIDE in limits.rules for _label, _value, limits in found]
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": _("Unusual"),
            "x": [label for label, _value, _limits in found],
            "y": [scale.number(value) for _label, value, _limits in found],
            "marker": {
                # A ring outside the limits, a dot where it is unusual with others.
                "symbol": ["circle-open" if each else "circle" for each in outside],
                "size": [13 if each else 5 for each in outside],
                "color": "token:ink",
                "line": {"width": 1.5},
            },
            "hovertext": [limits.words for _label, _value, limits in found],
            "hovertemplate": "%{fullData.name}: %{hovertext}<extra></extra>",
        }
    ]


def _happened(points: Sequence[Point], scale: Scale) -> list[Chart]:
    """Say in words what happened, where somebody points at a period that has a mark."""
    marked = [(point, point.mark) for point in points if point.mark and point.mark.number]
    values = [(point.figure.value if point.figure else None) for point, _mark in marked]
    if not marked:
        return []
    return [
        {
            "type": "scatter",
            "mode": "markers",
            "name": _("What happened"),
            "x": [point.label for point, _mark in marked],
            "y": [scale.number(value) for value in values],
            "marker": {"color": "token:ink", "size": 4},
            "hovertext": [escape(f"{mark.number}: {mark.words}") for _point, mark in marked],
            "hovertemplate": "%{hovertext}<extra></extra>",
        }
    ]


def _numbers(points: Sequence[Point], scale: Scale) -> list[Chart]:
    """Stand a number on each period in which something happened, away from the target.

    Neighbours stand at different heights, so that none hides the other.
    """
    found: list[Chart] = []
    last, height = -NEIGHBOURS, 0
    for place, point in enumerate(points):
        if not point.mark or not point.mark.number:
            continue
        height = (height + 1) % 3 if place - last < NEIGHBOURS else 0
        # Beside the last point stands its value.
        height = max(height, int(place == len(points) - 1))
        last = place
        found.append(_number(point, point.mark.number, height, scale))
    return found


def _number(point: Point, number: int, height: int, scale: Scale) -> Chart:
    figure = point.figure
    known = figure is not None and figure.value is not None
    upwards = not known or (figure is not None and (figure.gap or 0.0) >= 0)
    stalk = STALK + HIGHER * height
    return {
        "x": point.label,
        # Where there is no figure, on the axis.
        **({"y": scale.number(figure.value)} if figure and known else {"y": 0, "yref": "paper"}),
        "text": str(number),
        "showarrow": True,
        "arrowhead": 0,
        "arrowwidth": 1,
        "arrowcolor": "token:ink-3",
        "standoff": 4,
        "ax": 0,
        "ay": -stalk if upwards else stalk,
        "bgcolor": "token:surface",
        "bordercolor": "token:ink-3",
        "borderpad": 2,
        "font": {"color": "token:ink", "size": 11},
    }


def _target_label(points: Sequence[Point], scale: Scale) -> list[Chart]:
    goals = [(each.label, each.figure.goal) for each in points if each.figure]
    stated = [(label, goal) for label, goal in goals if goal is not None]
    return [
        _label(label, scale.number(goal), _("%(goal)s target") % {"goal": scale.amount(goal)})
        | {"xanchor": "left", "xshift": 6}
        for label, goal in stated[-1:]
    ]


def _value_label(points: Sequence[Point], scale: Scale) -> list[Chart]:
    known = [(each.label, each.figure) for each in points if each.figure]
    drawn = [(label, figure) for label, figure in known if figure.value is not None]
    # Away from the target line, so that neither stands on the other.
    return [
        _label(label, scale.number(figure.value), scale.figure(figure.value))
        | {"xanchor": "right", "yshift": 14 if (figure.gap or 0) > 0 else -14}
        | {"font": {"color": "token:ink"}}
        for label, figure in drawn[-1:]
    ]


def _label(x: str, y: float | None, text: str) -> Chart:
    return {"x": x, "y": y, "text": text, "showarrow": False}
