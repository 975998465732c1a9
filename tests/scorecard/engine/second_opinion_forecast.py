"""Forecasts a second time: plain Python, origin by origin, each method as its definition says."""

from math import fsum
from statistics import linear_regression


def told(method, course, ahead, season):
    """What a method says of the period `ahead` after a course, None where it says nothing."""
    points = [(place, value) for place, value in enumerate(course) if value is not None]
    if method == "LAST":
        return points[-1][1] if points else None
    if method == "MEAN":
        window = [value for value in course[-12:] if value is not None]
        return fsum(window) / len(window) if window else None
    if method == "SEASON":
        place = len(course) - 1 + ahead
        while place >= len(course):
            place -= season
        return course[place] if place >= 0 else None
    if len(points) < 2:
        return None
    if method == "TREND":
        slope, level = linear_regression(*zip(*points, strict=True))
        return level + slope * (len(course) - 1 + ahead)
    return holt(course, points, ahead)


def holt(course, points, ahead):
    (first, low), (second, high) = points[:2]
    level, slope = high, (high - low) / (second - first)
    for value in course[second + 1 :]:
        expected = level + slope
        if value is None:
            level = expected
            continue
        moved = expected + 0.5 * (value - expected)
        slope = slope + 0.1 * ((moved - level) - slope)
        level = moved
    return level + slope * ahead


def second_errors(course, steps, season, methods):
    """Errors by method, each (origin, ahead) -> error, where every method can be tried."""
    found = {method: {} for method in methods}
    for end in range(len(course)):
        known = course[: end + 1]
        if sum(value is not None for value in known) < 5:
            continue
        for ahead in range(1, steps + 1):
            if end + ahead >= len(course) or course[end + ahead] is None:
                continue
            said = {method: told(method, known, ahead, season) for method in methods}
            if None in said.values():
                continue
            for method, value in said.items():
                found[method][end, ahead] = value - course[end + ahead]
    return found


def mean_size(errors):
    """Mean absolute error."""
    return fsum(abs(error) for error in errors.values()) / len(errors)
