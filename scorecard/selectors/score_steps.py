"""How the score of a figure comes about, step by step; the steps add up to it."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.utils.translation import gettext as _

from core import numbers
from scorecard.engine.explain_scores import (
    ScoreLines,
    band_lines,
    progress_lines,
    score_lines,
    yes_no_lines,
)
from scorecard.engine.scores import FULL, Cuts
from scorecard.engine.types import Scoring
from scorecard.models import KpiVersion
from scorecard.selectors.figures import Figure

#: Where the score of a band has fallen to 0 below and above it; None is unknown.
Zeros = tuple[float | None, float | None]
UNKNOWN: Zeros = (None, None)


@dataclass(frozen=True, slots=True)
class ScoreStep:
    """What one step brings; `is_start` for the score where the way begins."""

    label: str
    points: float
    is_start: bool


def score_steps(
    version: KpiVersion, figure: Figure, cuts: Cuts, zeros: Zeros = UNKNOWN
) -> tuple[ScoreStep, ...]:
    """Return the steps of a score; none where the figure is held against nothing.

    Parameters
    ----------
    version
        By whose scoring, and in whose unit of measure.
    zeros
        Of a band. Where they are unknown they follow from the score, as long as that is above 0.
    """
    if figure.value is None or figure.score is None:
        return ()
    match Scoring(version.scoring):
        case Scoring.GOAL_RED_FLAG:
            return tuple(_to_goal(version, figure, cuts))
        case Scoring.BAND:
            return tuple(_beside_band(version, figure, zeros))
        case Scoring.PROGRESS:
            return tuple(_progress(version, figure))
        case Scoring.YES_NO:
            return tuple(_yes(figure))


def _to_goal(version: KpiVersion, figure: Figure, cuts: Cuts) -> Iterable[ScoreStep]:
    value, goal, red = figure.value, figure.goal, figure.red_flag
    if value is not None and goal is not None and red is not None:
        start = _("At the red flag, %(red)s") % {"red": _written(red, version)}
        way = _("On the way to the goal, %(goal)s") % {"goal": _written(goal, version)}
        yield from _steps(score_lines(value, goal, red, cuts), start, way)


def _progress(version: KpiVersion, figure: Figure) -> Iterable[ScoreStep]:
    value, goal, baseline = figure.value, figure.goal, figure.baseline
    if value is not None and goal is not None and baseline is not None:
        start = _("At the baseline, %(baseline)s") % {"baseline": _written(baseline, version)}
        way = _("On the way to the goal, %(goal)s") % {"goal": _written(goal, version)}
        yield from _steps(progress_lines(value, goal, baseline), start, way)


def _yes(figure: Figure) -> Iterable[ScoreStep]:
    if figure.value is not None:
        way = _("For the share of yes, %(share)s") % {"share": numbers.figure(figure.value, "%")}
        yield from _steps(yes_no_lines(figure.value), _("For a no"), way)


def _beside_band(version: KpiVersion, figure: Figure, zeros: Zeros) -> Iterable[ScoreStep]:
    value, lower, upper = figure.value, figure.lower, figure.upper
    if value is None or lower is None or upper is None:
        return
    if lower <= value <= upper:
        band = {"band": numbers.band(lower, upper, version.unit_of_measure)}
        yield ScoreStep(_("Within the band, %(band)s") % band, FULL, is_start=True)
        return
    bound, zero = (lower, zeros[0]) if value < lower else (upper, zeros[1])
    zero = _zero_by_score(figure, bound) if zero is None else zero
    start = _("At the bound of the band, %(bound)s") % {"bound": _written(bound, version)}
    if zero is None:
        # It has fallen to 0 somewhere on the way.
        yield from _steps(band_lines(value, bound, value), start, _("On the way down to 0"))
    else:
        way = _("On the way down to 0 at %(zero)s") % {"zero": _written(zero, version)}
        yield from _steps(band_lines(value, bound, zero), start, way)


def _zero_by_score(figure: Figure, bound: float) -> float | None:
    """Return where the straight line from a bound through a figure falls to 0."""
    if figure.value is None or figure.score is None or not 0 < figure.score < FULL:
        return None
    return bound + (figure.value - bound) * FULL / (FULL - figure.score)


def _steps(lines: ScoreLines, start: str, way: str) -> Sequence[ScoreStep]:
    steps = [
        ScoreStep(start, lines.start, is_start=True),
        ScoreStep(way, lines.way, is_start=False),
    ]
    if lines.clamping:
        steps.append(ScoreStep(_("Cut off at 0 and 100"), lines.clamping, is_start=False))
    return steps


def _written(number: float, version: KpiVersion) -> str:
    return numbers.figure(number, version.unit_of_measure)
