"""The order of "What needs you" on constructed cases: in each the first comes before the second."""

import itertools

import pytest

from osm.ranking import Reason, Standing, hides, ranked, reason
from scorecard.engine.types import Status

RED, AMBER, GREEN = Status.RED, Status.AMBER, Status.GREEN
NONE, FEW = Status.NO_DATA, Status.INSUFFICIENT


def at(status, code="K", **facts):
    return Standing(code, status, **facts)


# What comes first, what comes after it, and why.
CASES = {
    "a red before an amber": (at(RED), at(AMBER)),
    "a critical red before a larger one": (at(RED, is_critical=True), at(RED, points=9)),
    "the larger miss of two reds": (at(RED, points=2.0), at(RED, points=1.0)),
    "a red that is a signal before a red that is noise": (at(RED, is_signal=True), at(RED)),
    "a red that is noise before an amber that is a signal": (at(RED), at(AMBER, is_signal=True)),
    "a much larger red that is noise before a small signal": (
        at(RED, points=2.0),
        at(RED, points=0.4, is_signal=True),
    ),
    "a red that gets worse before one that recovers": (at(RED, got_worse=True), at(RED)),
    "a signal before what gets worse": (at(RED, is_signal=True), at(RED, got_worse=True)),
    "the red that has lasted longer": (at(RED, age=5), at(RED, age=2)),
    "what gets worse before what is old": (at(RED, got_worse=True), at(RED, age=12)),
    "a red with a flag before one without": (at(RED, is_flagged=True), at(RED)),
    "an older red before a flagged one": (at(RED, age=2), at(RED, is_flagged=True, age=1)),
    "a red that nobody tends before one with an initiative": (at(RED), at(RED, is_tended=True)),
    "a red with more missing below": (at(RED, missing=4), at(RED, missing=1)),
    "nothing done before figures that are missing": (at(RED), at(RED, is_tended=True, missing=9)),
    "misses of one size by what else is known": (
        at(RED, points=1.1, is_signal=True),
        at(RED, points=1.4),
    ),
    "misses alike in all else by their exact size": (at(RED, points=1.4), at(RED, points=1.1)),
    "alike in all by code": (at(RED, "A"), at(RED, "B")),
    "any red before a flag on a green": (at(RED), at(GREEN, is_flagged=True)),
    "a flag on a green before what cannot be judged": (at(GREEN, is_flagged=True), at(NONE)),
    "a flag on a green before an amber": (at(GREEN, is_flagged=True), at(AMBER, points=3)),
    "a flag on an amber before a flag on a green": (
        at(AMBER, is_flagged=True, points=1),
        at(GREEN, is_flagged=True),
    ),
    "no data before an amber": (at(NONE), at(AMBER, points=3)),
    "too few units before an amber": (at(FEW), at(AMBER, points=3)),
    "a critical unknown before another": (at(NONE, is_critical=True), at(FEW, missing=9)),
    "of two unknown the one with more missing": (at(FEW, missing=9), at(FEW, missing=2)),
    "a late unit that could turn the sign before an amber": (
        at(GREEN, could_turn=True, missing=1),
        at(AMBER, points=3),
    ),
    "what cannot be judged before what could turn": (at(FEW), at(AMBER, could_turn=True)),
    "a green average over three reds before an amber": (
        at(GREEN, reds=3, judged=13),
        at(AMBER, points=3),
    ),
    "what could turn before what hides": (at(GREEN, could_turn=True), at(GREEN, reds=5, judged=9)),
    "a critical amber before another": (at(AMBER, is_critical=True), at(AMBER, points=2)),
    "an amber that falls before one that recovers": (at(AMBER, got_worse=True), at(AMBER)),
    "an amber that hides reds before a plain one": (at(AMBER, reds=3, judged=4), at(AMBER)),
}


@pytest.mark.parametrize(("first", "second"), CASES.values(), ids=CASES)
def test_bad_news_comes_first(first, second):
    for given in ([first, second], [second, first]):
        assert ranked(given) == [first, second]


@pytest.mark.parametrize(
    "quiet",
    [
        at(GREEN),
        at(GREEN, is_critical=True, is_signal=True, got_worse=True, missing=2),
        at(GREEN, reds=2, judged=13),
        at(GREEN, reds=0, judged=0),
        at(Status.NOT_SCORED),
    ],
)
def test_what_is_well_needs_nobody(quiet):
    assert reason(quiet) is None
    assert ranked([quiet]) == []


@pytest.mark.parametrize(
    ("status", "reds", "judged", "hidden"),
    [
        (GREEN, 3, 300, True),
        (GREEN, 2, 6, True),
        (GREEN, 2, 7, False),
        (GREEN, 1, 3, True),
        (GREEN, 1, 4, False),
        (AMBER, 1, 2, True),
        (RED, 9, 9, False),
        (GREEN, 0, 0, False),
    ],
)
def test_a_few_units_off_target_hide_nothing_and_many_do(status, reds, judged, hidden):
    assert hides(at(status, reds=reds, judged=judged)) is hidden


def test_every_reason_is_reached_and_they_come_in_their_order():
    each = {
        Reason.CRITICAL: at(RED, is_critical=True),
        Reason.OFF_TARGET: at(RED),
        Reason.FLAGGED: at(GREEN, is_flagged=True),
        Reason.UNKNOWN: at(NONE),
        Reason.COULD_TURN: at(GREEN, could_turn=True),
        Reason.HIDING: at(GREEN, reds=3, judged=9),
        Reason.AT_RISK: at(AMBER),
    }
    assert {why: reason(standing) for why, standing in each.items()} == {why: why for why in each}
    assert ranked(reversed(each.values())) == list(each.values())
    assert set(each) == set(Reason)


def test_the_order_of_many_does_not_depend_on_how_they_are_given():
    cases = [case for pair in CASES.values() for case in pair]
    named = [
        Standing(**{name: getattr(case, name) for name in Standing.__slots__} | {"code": str(at)})
        for at, case in enumerate(cases)
    ]
    expected = ranked(named)
    for shift in range(0, len(named), 7):
        turned = itertools.islice(itertools.cycle(named), shift, shift + len(named))
        assert ranked(turned) == expected
