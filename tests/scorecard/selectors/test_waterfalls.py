"""The steps from target to actual: they add up, worst first, and their title is right."""

from dataclasses import replace
from types import SimpleNamespace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scorecard.engine.contributions import Whole
from scorecard.engine.explain import Standing
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency, Status, UnitRule
from scorecard.models import KpiVersion
from scorecard.selectors.explained_parts import PartLine, Parts
from scorecard.selectors.figures import Figure
from scorecard.selectors.waterfalls import (
    MOST_STEPS,
    Step,
    Waterfall,
    together,
    waterfall,
    why_no_parts,
)

BELOW = SimpleNamespace(can_see_breakdown=True)
ABOVE = SimpleNamespace(can_see_breakdown=False)
OCTOBER = Period(Frequency.MONTHLY, 24322)
numbers = st.floats(-1e3, 1e3).map(lambda number: round(number, 4))


def line(name, miss, **fields):
    """Return a part of a figure; one with a code is a unit."""
    query = fields.pop("query", f"unit={name}")
    said = {"value": 0.5, "has_share": True, "miss_rate": miss, "miss_mix": 0.0} | fields
    return PartLine(
        name=name,
        code=name,
        query=query,
        points=None,
        weight=None,
        moved=None,
        rate=None,
        mix=None,
        appeared=False,
        vanished=False,
        miss=miss,
        **said,
    )


def way(lines, *, goal=0.8, status=Status.RED, context=BELOW, lower_is_better=False):
    """Return the way of a figure that is its goal and all its steps."""
    value = goal + sum(each.miss or 0.0 for each in lines)
    red_flag = goal + 1 if lower_is_better else goal - 1
    figure = Figure(OCTOBER, value, goal, red_flag, 50.0, status, 2, 2)
    version = KpiVersion(unit_rule="ratio", unit_of_measure="%", decimals=0)
    return waterfall(context, version, figure, Parts(tuple(lines), None, "", value - goal, ""))


def names(steps):
    return [step.name for step in steps]


def test_the_worst_unit_stands_first_and_what_is_no_unit_last():
    found = way([line("Own entry", -0.2, query=""), line("A", 0.03), line("B", -0.1)])
    assert names(found.steps) == ["B", "A", "Own entry"]
    assert [step.share for step in found.steps] == pytest.approx(
        [0.1 / 0.27, -0.03 / 0.27, 20 / 27]
    )


def test_where_less_is_better_the_worst_unit_adds_most():
    found = way([line("A", -0.1), line("B", 0.3)], lower_is_better=True)
    assert names(found.steps) == ["B", "A"]


def test_the_units_that_the_title_speaks_of_are_its_causes():
    found = way([line("A", -0.02), line("B", -0.06), line("C", -0.01)])
    assert found.finding == "1 of 3 units explains 67\N{NO-BREAK SPACE}% of the miss"
    assert [step.is_cause for step in found.steps] == [True, False, False]
    assert found.causes == ("B",)


def test_above_ones_own_unit_nothing_is_said_of_how_many_units_there_are():
    found = way([line("A", -0.06), line("Other units, together", -0.1, query="")], context=ABOVE)
    assert found.finding == "What your units add on the way from target to actual"
    assert found.causes == ()


def test_a_figure_on_target_says_how_many_units_work_against_it():
    met = way([line("A", 0.05), line("B", -0.01), line("C", -0.02)], status=Status.GREEN)
    assert met.finding == "On target, though 2 of 3 units work against it"
    assert names(met.steps) == ["C", "B", "A"]
    assert not any(step.is_cause for step in met.steps)
    all_help = way([line("A", 0.05), line("B", 0.0)], status=Status.GREEN)
    assert all_help.finding == "No unit below works against the target"


def test_a_figure_of_which_too_little_is_in_has_no_causes():
    found = way([line("A", -0.05), line("B", -0.2)], status=Status.INSUFFICIENT)
    assert found.finding == "What each unit adds on the way from target to actual"
    assert found.causes == ()


def test_a_figure_exactly_on_target_hides_no_unit_and_has_no_shares():
    found = way([line("A", 0.25), line("B", -0.25)], goal=0.5, status=Status.GREEN)
    assert found.finding == "On target, though 1 of 2 units works against it"
    assert [step.share for step in found.steps] == [None, None]


def test_a_missing_figure_of_a_mean_has_no_share_and_one_of_a_sum_counts():
    out = {"value": None, "has_share": False, "is_out": True}
    found = way([line("A", -0.1), line("B", 0.0, **out), line("C", -0.3, **out)])
    assert [(step.name, step.points) for step in found.steps] == [
        ("C", -0.3),
        ("A", -0.1),
        ("B", None),
    ]
    assert found.out == ("C", "B")
    assert names(found.drawn) == ["C", "A"]


def test_units_beyond_the_eighth_are_one_step():
    few = way([line(f"U{place}", -0.01) for place in range(MOST_STEPS + 1)])
    assert len(few.drawn) == MOST_STEPS + 1
    many = way([line(f"U{n}", -n / 100) for n in range(1, 15)])
    assert names(many.drawn)[:2] == ["U14", "U13"]
    assert names(many.drawn)[MOST_STEPS:] == ["6 other units, together"]
    assert many.drawn[-1].points == pytest.approx(-0.21)


def test_what_is_no_unit_is_drawn_where_it_is_seen():
    shown = way([line("A", -0.1), line("Own entry", -0.02, query="")])
    hidden = way([line("A", -0.1), line("Own entry", -1e-7, query="")])
    assert names(shown.drawn) == ["A", "Own entry"]
    assert names(hidden.drawn) == ["A"]
    assert names(hidden.steps) == ["A", "Own entry"]


def test_weights_are_told_only_where_they_are_at_work():
    assert not way([line("A", -0.1)]).has_mix
    assert way([line("A", -0.1, miss_rate=-0.06, miss_mix=-0.04)]).has_mix


def test_it_says_whether_rounded_steps_add_up():
    assert not way([line("A", -0.01), line("B", -0.02)]).is_rounded
    assert way([line("A", -0.0104), line("B", -0.0204), line("C", -0.0304)]).is_rounded


def test_the_picture_is_told_in_a_sentence():
    told = way([line("A", -0.12), line("B", -0.02)]).sentence.replace("\N{NO-BREAK SPACE}", " ")
    assert told == "1 of 2 units explains 86 % of the miss: from the target of 80.0 % to 66.0 %"


def test_several_steps_together_are_no_cause_and_lead_nowhere():
    step = Step("A", "unit=A", 1.0, -2.0, -1.5, -0.5, 0.2, is_cause=True, is_out=True)
    found = together([step, step])
    assert (found.points, found.rate, found.mix, found.share) == (-4.0, -3.0, -1.0, 0.4)
    assert (found.query, found.is_cause, found.is_out, found.value) == ("", False, False, None)


@given(
    points=st.lists(numbers, min_size=1, max_size=40),
    rest=numbers,
    goal=numbers,
    status=st.sampled_from(Status),
)
def test_target_and_steps_add_up_to_the_actual_value_as_drawn_and_as_listed(
    points, rest, goal, status
):
    lines = [line(f"U{place}", each) for place, each in enumerate(points)]
    found = way([*lines, line("Rest", rest, query="")], goal=goal, status=status)
    listed = sum(step.points for step in found.steps)
    assert found.start + listed == pytest.approx(found.end, abs=1e-6)
    drawn = sum(step.points or 0.0 for step in found.drawn)
    assert drawn == pytest.approx(listed, abs=10.0**-found.decimals)
    assert len(found.drawn) <= MOST_STEPS + 2


def test_parts_of_another_figure_than_the_one_shown_are_no_way():
    """While the page is read, the figure may be computed anew."""
    parts = Parts((line("A", -0.1),), None, "", -0.1, "")
    family = SimpleNamespace(rule=UnitRule.RATIO, now=Standing(Whole(0.7, 0.8, 1.0), None))
    shown = Figure(OCTOBER, 0.7, 0.8, 0.6, 50.0, Status.AMBER, 2, 2)
    assert why_no_parts(shown, family, parts) == ""
    newer = replace(shown, value=0.75)
    assert "computed anew" in why_no_parts(newer, family, parts)


def test_a_figure_without_steps_says_why_and_nothing_else():
    found = Waterfall("%", 0, None, 0.5, refusal="There is no target.")
    assert (found.gap, found.drawn, found.out) == (None, (), ())
