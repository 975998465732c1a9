"""What a scorecard would gain by a KPI on its target: held against the roll-up itself."""

import pytest
from django.http import QueryDict

from scorecard.models import Score
from scorecard.selectors.context import read_context
from scorecard.selectors.lines import strategy_at
from scorecard.selectors.stakes import perspective_weights, stakes
from scorecard.services.figures import read_columns
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_perspective,
    make_reporter,
    make_target,
)
from tests.scorecard.small import roll_up


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def read(person):
    """Return the points by code, and the score of the scorecard."""
    context = read_context(person, QueryDict("period=2026-10"))
    strategy = strategy_at(context.unit, context.last_day)
    column = read_columns(context, strategy)[-1]
    found = stakes(strategy, column, perspective_weights(context.last_day), context.cuts)
    codes = {line.kpi.pk: line.kpi.code for lines in strategy.lines.values() for line in lines}
    whole = column.nodes[Score.SCORECARD, context.unit.pk].score
    return {codes[pk]: points for pk, points in found.items()}, whole


def kpi_at(units, objective, code, value, *, weight=1):
    """A KPI with a goal of 20 and a red flag of 10; a value of None is missing."""
    kpi = make_kpi(code, unit_rule="mean", min_coverage=0)
    make_line(objective, kpi, weight=weight)
    make_reporter(units.mara, kpi)
    make_target(units.hq, kpi, "FY2026", goal=20, red_flag=10)
    if value is not None:
        make_entry(units.mara, kpi, "2026-10", value)
    return kpi


def strategy(units, roll_up_rule="weighted_mean"):
    first, second = make_perspective("P1", weight=3), make_perspective("P2", weight=1)
    facts = {"unit": units.hq, "roll_up": roll_up_rule}
    one = make_objective("ONE", perspective=first, weight=2, **facts)
    two = make_objective("TWO", perspective=first, weight=1, **facts)
    three = make_objective("THREE", perspective=second, **facts)
    return one, two, three


def fill(units, roll_up_rule="weighted_mean"):
    one, two, three = strategy(units, roll_up_rule)
    kpis = {
        "A": kpi_at(units, one, "A", 12, weight=3),
        "B": kpi_at(units, one, "B", 18),
        "C": kpi_at(units, two, "C", 9),
        "D": kpi_at(units, three, "D", 25, weight=2),
        "E": kpi_at(units, three, "E", None),
    }
    roll_up()
    return kpis


@pytest.mark.parametrize("code", ["A", "B", "C"])
@pytest.mark.parametrize("rule", ["weighted_mean", "mean"])
def test_it_is_what_the_scorecard_gains_when_the_target_is_met(units, chief, code, rule):
    kpis = fill(units, rule)
    points, before = read(chief)
    make_entry(units.mara, kpis[code], "2026-10", 20)
    roll_up()
    after_points, after = read(chief)
    assert points[code] == pytest.approx(after - before)
    assert after_points[code] == pytest.approx(0)


def test_beyond_its_target_and_without_a_figure_nothing_is_lost(units, chief):
    fill(units)
    points, _score = read(chief)
    assert points["D"] == 0
    assert "E" not in points


def test_where_the_worst_counts_only_the_worst_costs(units, chief):
    fill(units, "worst")
    points, _score = read(chief)
    assert points["A"] > 0
    assert "B" not in points


def test_of_a_score_by_hand_no_kpi_moves_anything(units, chief):
    fill(units, "manual")
    assert read(chief)[0] == {}
