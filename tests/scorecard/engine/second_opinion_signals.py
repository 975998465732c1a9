"""Signals a second time: plain Python, point by point, with no window views and no numpy."""

from itertools import groupby, pairwise
from math import fsum


def second_behaviour(points, starts=(0,)):
    """Limits and signals of points, None where missing: per point (centre, reach, set of rules)."""
    bounds = [*sorted({0, *starts}), len(points)]
    found = [(None, None, set()) for _point in points]
    for start, stop in pairwise(bounds):
        places = [place for place in range(start, stop) if points[place] is not None]
        if len(places) < 8:
            continue
        series = [points[place] for place in places]
        centre = fsum(series) / len(series)
        moves = [abs(later - earlier) for earlier, later in pairwise(series)]
        reach = 2.66 * fsum(moves) / len(moves)
        for place in range(start, stop):
            found[place] = (centre, reach, set())
        for place, rules in zip(places, rules_of(series, centre, reach), strict=True):
            found[place] = (centre, reach, rules)
    return found


def rules_of(series, centre, reach):
    least = 1e-9 * max(abs(point) for point in series)
    away = [point - centre for point in series]
    steps = [later - earlier for earlier, later in pairwise(series)]
    rules = [set() for _point in series]
    for place, distance in enumerate(away):
        if abs(distance) > reach + least:
            rules[place].add("OUTSIDE")
    for sign in (1, -1):
        for place in in_a_row([sign * distance > least for distance in away], 7):
            rules[place].add("ONE_SIDE")
        for place in in_a_row([sign * step > least for step in steps], 6):
            rules[place].add("TREND")
            rules[place + 1].add("TREND")
        for place in close_together([sign * each > reach * 2 / 3 + least for each in away]):
            rules[place].add("NEAR_LIMIT")
    return rules


def in_a_row(marks, length):
    """Places in stretches of at least so many marks."""
    places = []
    for marked, group in groupby(range(len(marks)), key=lambda place: marks[place]):
        stretch = list(group)
        places += stretch if marked and len(stretch) >= length else []
    return places


def close_together(marks):
    """Marked places with another marked one at most two places away, in a series of three."""
    marked = [place for place, mark in enumerate(marks) if mark]
    return [place for place in marked if any(0 < abs(place - other) <= 2 for other in marked)]
