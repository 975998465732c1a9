"""What the periods to come will bring, by the one of five short methods that has erred least.

Each method is tried on the past: from every earlier period (an *origin*) it foretells the periods
after it, knowing nothing later. Source: Hyndman and Athanasopoulos, Forecasting: Principles and
Practice, on rolling origins; Holt 1957.
"""

from dataclasses import dataclass
from enum import IntEnum
from math import ceil

import numpy as np

from scorecard.engine.scores import TOLERANCE
from scorecard.engine.series import known, plain_mean, total
from scorecard.engine.types import Bools, Floats, TimeRule

FEWEST = 8
#: Known points before a method is first tried.
FIRST_TRY = 5
#: The last periods that a mean is taken of.
WINDOW = 12
#: How much the newest value counts for the level and for the slope.
LEVEL, SLOPE = 0.5, 0.1
#: The squares of larger values would not be finite.
LARGEST = 1e100
#: The share of past errors that an interval holds.
HELD = 0.8


class Method(IntEnum):
    """How it is foretold, the simplest first: of equals the first is chosen."""

    LAST = 0
    MEAN = 1
    SEASON = 2
    TREND = 3
    HOLT = 4


@dataclass(frozen=True, eq=False)
class Forecast:
    """What one method says of the periods after the last known one.

    Attributes
    ----------
    method
        The one with the smallest mean absolute error in the past.
    start
        Index of the first period foretold: the one after the last known.
    values, lower, upper
        ``(n_steps,)``. Four of five past errors at that distance lie within.
    error
        The mean absolute error of the method over all that it was tried on.
    tries
        How many past values it was tried on.
    errors
        ``(n_origins, n_steps)``: foretold less actual, NaN where not tried.
    """

    method: Method
    start: int
    values: Floats
    lower: Floats
    upper: Floats
    error: float
    tries: int
    errors: Floats


@dataclass(frozen=True)
class Outlook:
    """Where a year ends, and between what it ended in four of five trials on the past."""

    value: float
    lower: float
    upper: float


def forecast(values: Floats, periods: int, season: int) -> Forecast | None:
    """Foretell a course up to a period; None under 8 known points, and where nothing is to come.

    None too for values beyond 1e100, which nobody enters.

    Parameters
    ----------
    values
        ``(n_periods,)``, NaN is missing or not counted.
    periods
        How many periods there will be, those of ``values`` included.
    season
        How many periods make a year.

    Examples
    --------
    >>> found = forecast(np.arange(10.0), periods=12, season=12)
    >>> found.method.name, found.values.round(6).tolist(), round(found.error, 6)
    ('TREND', [10.0, 11.0], 0.0)
    """
    places = np.flatnonzero(np.isfinite(values))
    start = int(places[-1]) + 1 if places.size else 0
    steps = periods - start
    if places.size < FEWEST or steps < 1 or np.abs(values[places]).max() > LARGEST:
        return None
    course = np.where(np.isfinite(values), values, np.nan)[:start]
    foretold = {method: _foretell(method, course, steps, season) for method in Method}
    usable = {each: table for each, table in foretold.items() if np.isfinite(table[-1]).all()}
    if places.size < 2 * season or season == 1:
        # A season is seen in two years, not in one.
        usable.pop(Method.SEASON, None)
    return _chosen(usable, course, steps)


def outlook(past: Floats, found: Forecast, rule: TimeRule) -> Outlook | None:
    """Combine what is known of a year with what is foretold of its rest.

    Parameters
    ----------
    past
        ``(n_past,)``: the periods of the year before those foretold, NaN is missing.
    rule
        How the periods make the year. ``sum`` wants all of them: else there is none.

    Examples
    --------
    >>> found = forecast(np.full(10, 3.0), periods=12, season=12)
    >>> outlook(np.full(10, 3.0), found, TimeRule.SUM).value
    36.0
    """
    if rule is TimeRule.SUM and np.isnan(past).any():
        return None
    had = known(past)
    value = _over_time(np.concatenate([had, found.values]), rule)
    tried = [_over_time(row, rule, had.size) for row in found.errors if not np.isnan(row).any()]
    if rule in {TimeRule.MIN, TimeRule.MAX}:
        # An extreme moves at most as far as one of its values.
        tried = [float(np.abs(row).max()) for row in found.errors if not np.isnan(row).any()]
    width = half_width(np.array(tried)) if tried else np.nan
    if np.isnan(width):
        width = _at_worst(found, rule, had.size)
    if not np.isfinite([value, width]).all():
        return None
    return Outlook(value, value - width, value + width)


def half_width(errors: Floats) -> float:
    """Return how far from a forecast four of five past errors reach; NaN where there are none.

    The k-th smallest of n absolute errors, ``k = ceil(0.8 · (n + 1))``, at most the largest.

    Examples
    --------
    >>> half_width(np.array([1.0, -2.0, 3.0, -4.0, 5.0, 6.0, 7.0, 8.0, 9.0]))
    8.0
    """
    sizes = np.sort(np.abs(known(errors)))
    if not sizes.size:
        return float("nan")
    return float(sizes[min(ceil(HELD * (sizes.size + 1)), sizes.size) - 1])


def _over_time(numbers: Floats, rule: TimeRule, others: int = 0) -> float:
    """Make one number of several; `others` are beside them in a mean, and without error."""
    match rule:
        case TimeRule.SUM:
            return total(numbers)
        case TimeRule.MEAN:
            return total(numbers) / (numbers.size + others)
        case TimeRule.MIN:
            return float(numbers.min())
        case TimeRule.MAX:
            return float(numbers.max())
        case TimeRule.LAST:
            return float(numbers[-1])


def _at_worst(found: Forecast, rule: TimeRule, others: int) -> float:
    """Return the half width where no past stretch is as long: all periods err the same way."""
    widths = found.upper - found.values
    if rule in {TimeRule.MIN, TimeRule.MAX}:
        return float(widths.max())
    return _over_time(widths, rule, others)


def _chosen(foretold: dict[Method, Floats], course: Floats, steps: int) -> Forecast | None:
    """Return the forecast of the method that erred least where all of them were tried."""
    actual = _following(course, steps)
    tried = ~np.isnan(actual) & _old_enough(course)[:, None]
    for table in foretold.values():
        tried &= np.isfinite(table)
    if not tried.any():
        return None
    errors = {each: np.where(tried, table - actual, np.nan) for each, table in foretold.items()}
    means = {each: plain_mean(np.abs(known(table.ravel()))) for each, table in errors.items()}
    size = TOLERANCE * float(np.abs(known(course)).max())
    method = min(sorted(means), key=lambda each: (round(means[each] / size) if size else 0, each))
    values, widths = foretold[method][-1], _widths(errors[method])
    return Forecast(
        method=method,
        start=course.size,
        values=values,
        lower=values - widths,
        upper=values + widths,
        error=means[method],
        tries=int(np.count_nonzero(tried)),
        errors=errors[method],
    )


def _widths(errors: Floats) -> Floats:
    """Return the half width at each distance: none is smaller than at a shorter one."""
    widths = np.zeros(errors.shape[1])
    reach = 0.0
    for step in range(widths.size):
        here = half_width(errors[:, step])
        reach = reach if np.isnan(here) else max(reach, here)
        widths[step] = reach
    return widths


def _following(course: Floats, steps: int) -> Floats:
    """Return what came 1 to `steps` periods after each origin, NaN beyond the end."""
    padded = np.concatenate([course, np.full(steps, np.nan)])
    ahead = np.arange(course.size)[:, None] + 1 + np.arange(steps)
    found: Floats = padded[ahead]
    return found


def _old_enough(course: Floats) -> Bools:
    """Tell at which origins enough points are known to try a method."""
    marks = np.zeros(course.size, dtype=bool)
    places = np.flatnonzero(~np.isnan(course))
    marks[places[FIRST_TRY - 1] :] = True
    return marks


def _foretell(method: Method, course: Floats, steps: int, season: int) -> Floats:
    """Return what a method says from each origin, ``(n_origins, n_steps)``."""
    match method:
        case Method.LAST:
            return _levels([known(course[: end + 1])[-1:] for end in range(course.size)], steps)
        case Method.MEAN:
            windows = [
                known(course[max(0, end + 1 - WINDOW) : end + 1]) for end in range(course.size)
            ]
            return _levels(windows, steps)
        case Method.SEASON:
            return _seasons(course, steps, season)
        case Method.TREND:
            return np.array([_line(course[: end + 1], steps) for end in range(course.size)])
        case Method.HOLT:
            return _holt(course, steps)


def _levels(windows: list[Floats], steps: int) -> Floats:
    levels = np.array([plain_mean(window) for window in windows])
    return np.repeat(levels[:, None], steps, axis=1)


def _seasons(course: Floats, steps: int, season: int) -> Floats:
    """Take the value of the same period in the last year that is known by then."""
    origins = np.arange(course.size)[:, None]
    ahead = 1 + np.arange(steps)
    source = origins + ahead - season * -(-ahead // season)
    found: Floats = np.where(source >= 0, course[np.maximum(source, 0)], np.nan)
    return found


def _line(course: Floats, steps: int) -> Floats:
    """Prolong the straight line of least squares through the known points."""
    places = np.flatnonzero(~np.isnan(course))
    if places.size < 2:  # noqa: PLR2004 - two points make a line
        return np.full(steps, np.nan)
    times, points = places.astype(float), course[places]
    middle, level = plain_mean(times), plain_mean(points)
    away = times - middle
    slope = total(away * (points - level)) / total(away**2)
    ahead = course.size + np.arange(steps) - middle
    return np.asarray(level + slope * ahead, dtype=np.float64)


def _holt(course: Floats, steps: int) -> Floats:
    """Follow level and slope; a missing period moves the level by the slope."""
    found = np.full((course.size, steps), np.nan)
    places = np.flatnonzero(~np.isnan(course))
    ahead = 1 + np.arange(steps)
    if places.size < 2:  # noqa: PLR2004 - two points make a slope
        return found
    first, second = places[:2].tolist()
    level, slope = course[second], (course[second] - course[first]) / (second - first)
    for end in range(second, course.size):
        if end > second:
            before, level = level, level + slope
            if not np.isnan(course[end]):
                level += LEVEL * (course[end] - level)
                slope += SLOPE * (level - before - slope)
        found[end] = level + slope * ahead
    return found
