"""Units side by side as bars: what they say, and what they contribute to a miss."""

from collections.abc import Sequence

from django.utils.html import escape
from django.utils.translation import gettext as _

from core import numbers
from scorecard.charts.scales import ROOM_FOR_NAMES, Chart, Scale, short
from scorecard.engine.types import Status
from scorecard.selectors.breakdowns import Part
from scorecard.selectors.misses import MissPart, together

MOST_BARS = 15
ROOM_FOR_FIGURES = 0.26


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
            "margin": {"l": ROOM_FOR_NAMES, "r": 56, "t": 4, "b": 28},
            "xaxis": {"showgrid": True, "rangemode": "tozero"},
            # By place, not by name: two long names may be cut to the same words.
            "yaxis": {
                "tickvals": list(range(len(drawn))),
                "ticktext": [short(part.name) for part in drawn],
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
    places, names = list(range(len(drawn))), [short(part.name) for part in drawn]
    return {
        "data": [_contributed(drawn, scale)],
        "layout": {
            "hovermode": "closest",
            "margin": {"l": ROOM_FOR_NAMES, "r": 16, "t": 4, "b": 28},
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
