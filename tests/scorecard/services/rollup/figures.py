"""What the roll-up made, in the words of the tests."""

from types import SimpleNamespace

from jobs.models import OutboxRow
from jobs.services.drain import drain
from jobs.services.outbox import post
from scorecard.models import Result, Score
from scorecard.services.dependents import keys_of_everything
from tests.factories import make_entry, make_reporter, make_target, ordinal

KINDS = {"Unit": 0, "Perspective": 1, "Theme": 2, "Objective": 3}
GREEN, AMBER, RED, NO_DATA, INSUFFICIENT, NOT_SCORED = range(6)


def roll_up():
    post("rollup", keys_of_everything())
    drain()
    assert not OutboxRow.objects.exists()


def result_of(unit, kpi, period="2026-01"):
    return Result.objects.get(unit=unit, kpi=kpi, period=ordinal(period))


def score_of(unit, node, month="2026-01"):
    kind = KINDS[type(node).__name__]
    return Score.objects.get(period=ordinal(month), unit=unit, node_kind=kind, node=node.pk)


def has_score(unit, node, month="2026-01"):
    kind = KINDS[type(node).__name__]
    return Score.objects.filter(
        period=ordinal(month), unit=unit, node_kind=kind, node=node.pk
    ).exists()


def counts_of(score):
    return SimpleNamespace(
        **{name: getattr(score, name) for name in ("green", "amber", "red", "not_scored")}
    )


def report(unit, kpi, *periods, value, goal=100, red_flag=0):
    """Let a unit report `value` in each period, against a target of its own."""
    make_reporter(unit, kpi, periods[0], periods[-1])
    for period in periods:
        make_entry(unit, kpi, period, value)
        make_target(unit, kpi, period, goal=goal, red_flag=red_flag)
