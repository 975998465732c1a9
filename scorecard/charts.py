"""Figures for Plotly, as plain data: nobody else knows its words.

Colours are names of tokens, which the script in the browser resolves for the scheme in use. What a
chart finds is said by the page around it, and the same figures stand there in a table.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.html import escape
from django.utils.translation import gettext as _

from core import numbers
from scorecard.engine.signals import Rule
from scorecard.engine.types import Status
from scorecard.selectors.breakdowns import Part
from scorecard.selectors.forecasts import Ahead
from scorecard.selectors.kpis import Point
from scorecard.selectors.misses import MissPart, together

Chart = dict[str, Any]

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
CENTRE_LINE = LIMIT_LINE | {"dash": "solid"}
TARGET_LINE = {"color": "token:plot-2", "width": 1.5, "dash": "5px,4px"}
BREAK_LINE = {"color": "token:ink-3", "width": 1, "dash": "2px,3px"}
MOST_BARS = 15
NAME_LENGTH = 24
ROOM_FOR_FIGURES = 0.26


@dataclass(frozen=True, slots=True)
class Scale:
    """How the values of a KPI are drawn and written: shares (``%``) times 100."""

    unit: str
    decimals: int | None = None

    def number(self, value: float | None) -> float | None:
        """Return a value as it is drawn; None leaves a gap."""
        if value is None:
            return None
        return value * 100 if self.unit == "%" else value

    def amount(self, value: float | None) -> str:
        """Write a value without its unit."""
        return escape(numbers.amount(value, self.unit, decimals=self.decimals))

    def signed(self, value: float | None) -> str:
        """Write a difference with its sign."""
        return escape(numbers.signed(value, unit=self.unit, decimals=self.decimals))

    def figure(self, value: float | None) -> str:
        """Write a value with its unit."""
        return escape(numbers.figure(value, self.unit, decimals=self.decimals))


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
        ],
        "layout": {
            # From the first period to the last, without the room that markers would take.
            "xaxis": {"type": "category", "range": [-0.2, len(points) + len(to_come) - 0.8]},
            "annotations": [*_target_label(points, scale), *_value_label(points, scale)],
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


def comparison(parts: Sequence[Part], scale: Scale) -> Chart:
    """Draw the units below as bars, the worst on top, each with a tick at its own target.

    Parameters
    ----------
    parts
        In the order to be drawn; those without a value stand in the table only.
    scale
        How their values are drawn and written.
    """
    drawn = [part for part in parts if part.value is not None][:MOST_BARS]
    return {
        "data": [_bars(drawn, scale), _target_ticks(drawn, scale)],
        "layout": {
            "hovermode": "closest",
            "margin": {"l": 164, "r": 56, "t": 4, "b": 28},
            "xaxis": {"showgrid": True, "rangemode": "tozero"},
            # By place, not by name: two long names may be cut to the same words.
            "yaxis": {
                "tickvals": list(range(len(drawn))),
                "ticktext": [_short(part.name) for part in drawn],
                "range": [len(drawn) - 0.5, -0.5],
                "ticksuffix": numbers.SPACE,
                "showgrid": False,
            },
            "annotations": [_at_right(place, part, scale) for place, part in enumerate(drawn)],
        },
    }


def _bars(parts: Sequence[Part], scale: Scale) -> Chart:
    return {
        "type": "bar",
        "orientation": "h",
        "name": _("Actual"),
        "x": [scale.number(part.value) for part in parts],
        "y": list(range(len(parts))),
        "marker": {
            "color": [
                "token:red" if part.status is Status.RED else "token:plot-2" for part in parts
            ]
        },
        "hovertext": [escape(part.name) for part in parts],
        "customdata": [scale.figure(part.value) for part in parts],
        "hovertemplate": "%{hovertext}: %{customdata}<extra></extra>",
    }


def _target_ticks(parts: Sequence[Part], scale: Scale) -> Chart:
    return {
        "type": "scatter",
        "mode": "markers",
        "name": _("Target"),
        "x": [scale.number(part.goal) for part in parts],
        "y": list(range(len(parts))),
        "marker": {"symbol": "line-ns", "size": 13, "line": {"width": 2, "color": "token:ink"}},
        "hovertext": [scale.figure(part.goal) for part in parts],
        "hovertemplate": "%{fullData.name}: %{hovertext}<extra></extra>",
    }


def _at_right(place: int, part: Part, scale: Scale) -> Chart:
    """Write a value in a column at the right: at the bar's end a target tick may stand."""
    return {
        "x": 1,
        "xref": "paper",
        "y": place,
        "text": scale.amount(part.value),
        "xanchor": "left",
        "xshift": 6,
        "showarrow": False,
        "font": {"color": "token:ink"},
    }


def contributions(parts: Sequence[MissPart], scale: Scale) -> Chart:
    """Draw what each unit contributes to a miss as bars, those that carry most of it in red.

    Parameters
    ----------
    parts
        In the order to be drawn; those without a share stand in the table only. What does not
        fit any more is one bar.
    scale
        How their points are drawn and written.
    """
    drawn = _fitting([part for part in parts if part.points is not None])
    places, names = list(range(len(drawn))), [_short(part.name) for part in drawn]
    return {
        "data": [_contributed(drawn, scale)],
        "layout": {
            "hovermode": "closest",
            "margin": {"l": 164, "r": 16, "t": 4, "b": 28},
            "xaxis": {
                "showgrid": True,
                "zeroline": True,
                "range": _room([scale.number(part.points) or 0.0 for part in drawn]),
            },
            "yaxis": {
                "tickvals": places,
                "ticktext": names,
                "range": [len(drawn) - 0.5, -0.5],
                "ticksuffix": numbers.SPACE,
                "showgrid": False,
            },
        },
    }


def _fitting(parts: Sequence[MissPart]) -> list[MissPart]:
    """Put together what does not fit."""
    if len(parts) <= MOST_BARS:
        return list(parts)
    return [*parts[: MOST_BARS - 1], together(parts[MOST_BARS - 1 :])]


def _contributed(parts: Sequence[MissPart], scale: Scale) -> Chart:
    return {
        "type": "bar",
        "orientation": "h",
        "name": _("Contribution"),
        "x": [scale.number(part.points) for part in parts],
        "y": list(range(len(parts))),
        "text": [scale.signed(part.points) for part in parts],
        "textfont": {"color": "token:ink"},
        "marker": {
            "color": ["token:red" if part.is_cause else "token:plot-2" for part in parts],
            # Hatched where nothing was reported: a missing figure adds nothing to a sum.
            "pattern": {"shape": ["/" if part.is_out else "" for part in parts]},
        },
        "hovertext": [escape(part.name) for part in parts],
        "hovertemplate": "%{hovertext}: %{text}<extra></extra>",
    }


def _room(lengths: Sequence[float]) -> list[float]:
    """Return the range of an axis from 0 that leaves room for the figures at the bars' ends."""
    low, high = min(0.0, *lengths, 0.0), max(0.0, *lengths, 0.0)
    room = ROOM_FOR_FIGURES * (high - low or 1.0)
    return [low - room if low else low - room / 4, high + room if high else high + room / 4]


def _short(name: str) -> str:
    """Cut a long name: the axis has little room, the table has all."""
    return escape(name if len(name) <= NAME_LENGTH else f"{name[: NAME_LENGTH - 1].rstrip()}…")
