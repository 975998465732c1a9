"""How the table of a scorecard is arranged: what is left out, what it tells, and in which order."""

from dataclasses import replace

import pytest
from django.http import QueryDict

from scorecard.selectors.arranging import Arrangement, ranked
from scorecard.selectors.context import read_context
from scorecard.selectors.lines import strategy_at
from scorecard.selectors.periods import before
from scorecard.selectors.scorecards import scorecard_page
from scorecard.services.figures import read_columns
from tests.factories import make_line, make_objective


def page_of(context, strategy, asked=""):
    arranged = Arrangement.asked(context, QueryDict(asked))
    return scorecard_page(context, strategy, read_columns(context, strategy), arranged)


def codes(page):
    return [row.kpi.code for row in page.ranked]


def test_as_the_office_set_it_nothing_is_ranked(context, strategy):
    page = page_of(context, strategy)
    assert page.ranked == ()
    assert page.switches.regroup.label == "Rank by score"
    assert page.switches.regroup.url == "?unit=HQ&period=2026-10&sort=score"


@pytest.mark.parametrize(
    ("word", "first"),
    [
        ("score", "VEH"),
        ("-score", "STAFF"),
        ("change", "VEH"),
        ("in", "STAFF"),
        ("-in", "VEH"),
        ("kpi", "STAFF"),
        ("-kpi", "VEH"),
    ],
)
def test_a_column_ranks_all_kpis_the_worst_first_or_the_other_way_round(
    context, strategy, word, first
):
    assert codes(page_of(context, strategy, f"sort={word}"))[0] == first


@pytest.mark.parametrize("word", ["score", "-score"])
def test_what_is_unknown_stands_last_either_way(world, context, strategy, word):
    (perspective,) = page_of(context, strategy).perspectives
    (objective,) = perspective.objectives
    vehicles, staff = objective.kpis
    changed = replace(objective, kpis=(replace(vehicles, score=None), staff))
    rows = ranked([replace(perspective, objectives=(changed,))], Arrangement(sort=word))
    assert [row.kpi.code for row in rows] == ["STAFF", "VEH"]


def test_a_kpi_of_two_objectives_is_ranked_once_and_names_both(world, context):
    second = make_objective(
        "SUPPLY", unit=world.units.hq, perspective=world.perspective, name="Supply"
    )
    make_line(second, world.vehicles)
    page = page_of(context, strategy_at(context.unit, context.last_day), "sort=score")
    assert codes(page) == ["VEH", "STAFF"]
    assert page.ranked[0].objectives == "Repair faster, Supply"


def test_who_answers_for_the_objective_answers_for_a_kpi_without_an_owner(context, strategy):
    page = page_of(context, strategy, "sort=owner")
    assert {row.owner for row in page.ranked} == {"T. Brandt"}


def test_a_filter_and_what_the_columns_tell_stay_with_the_order(context, strategy):
    page = page_of(context, strategy, "show=off&tell=change&sort=score")
    assert codes(page) == ["VEH"]
    assert page.switches.score.url.endswith("&show=off&tell=change&sort=-score")
    assert page.switches.score.direction == "ascending"
    assert page.switches.change.url.endswith("&show=off&tell=change&sort=change")
    assert page.switches.regroup.url.endswith("&show=off&tell=change")
    assert [choice.current for choice in page.switches.tells] == [False, True, False]
    assert [choice.current for choice in page.switches.shows] == [False, True, False]


def test_above_ones_own_unit_nobody_asks_how_complete_figures_are(world, mara):
    context = read_context(mara, QueryDict("unit=HQ&period=2026-10"))
    asked = Arrangement.asked(context, QueryDict("tell=in&show=missing"))
    assert asked == Arrangement()


def test_a_kpi_says_how_it_moved_and_in_which_direction_it_gets_better(context, strategy):
    vehicles, staff = page_of(context, strategy).perspectives[0].objectives[0].kpis
    assert vehicles.before.value == pytest.approx(0.8)
    assert vehicles.before.period == before(context.period)
    assert vehicles.moved == pytest.approx(-0.2)
    assert (vehicles.better, vehicles.score_before, vehicles.change) == ("up", 85, -30)
    assert (staff.n_missing, staff.share_in) == (1, 0.5)


def test_an_objective_counts_the_figures_of_its_kpis_each_one_once(world, context):
    second = make_objective("SUPPLY", unit=world.units.hq, perspective=world.perspective)
    make_line(second, world.vehicles)
    page = page_of(context, strategy_at(context.unit, context.last_day))
    (perspective,) = page.perspectives
    assert [(o.reported, o.expected) for o in perspective.objectives] == [(3, 4), (2, 2)]
    assert (perspective.reported, perspective.expected, perspective.n_missing) == (3, 4, 1)
