"""Where a page stands."""

import pytest
import time_machine
from django.http import Http404, QueryDict

from scorecard.engine.types import View
from scorecard.selectors.context import read_context
from tests.factories import make_person, make_unit
from tests.scorecard.small import make_scorecard


def at(person, query=""):
    return read_context(person, QueryDict(query))


def test_without_a_unit_it_is_the_persons_own_top_unit(world, mara):
    assert at(mara).unit == world.units.mara
    assert [unit.code for unit in at(mara).above] == ["HQ", "CMD"]


def test_without_a_period_it_is_the_last_month_that_has_ended(context):
    assert context.period_word == "2026-10"
    assert context.period_label == "October 2026"
    assert context.view is View.BASE


def test_without_a_period_it_is_never_a_month_after_the_last_scores(world, chief):
    with time_machine.travel("2027-08-12T08:00:00Z", tick=False):
        assert at(chief).period_word == "2026-11"


def test_units_above_show_no_breakdown_and_no_coverage(world, mara):
    context = at(mara, "unit=HQ")
    assert context.unit == world.units.hq
    assert not context.can_see_breakdown
    assert context.coverage is None


@pytest.mark.parametrize("code", ["MARA", "NOWHERE"])
def test_a_sister_unit_and_one_that_is_not_there_are_both_unknown(world, nils, code):
    with pytest.raises(Http404):
        at(nils, f"unit={code}")


def test_a_person_without_a_unit_to_see_finds_no_page(world, units):
    holt = make_person("Ines Holt", "administrator", units.hq)
    with pytest.raises(Http404):
        at(holt)


@pytest.mark.parametrize("word", ["yesterday", "2026-13", "2026-W05", "2026-1", "2026-Q5"])
def test_a_period_that_is_none_answers_404_with_a_sentence(world, chief, word):
    with pytest.raises(Http404, match=rf"{word}.*\.$"):
        at(chief, f"period={word}")


def test_coverage_counts_the_figures_that_came_in_of_those_due(context):
    assert (context.coverage.reported, context.coverage.expected) == (3, 4)
    assert context.coverage.provisional


def test_a_month_that_is_complete_and_over_is_not_provisional(world, chief):
    coverage = at(chief, "period=2026-09").coverage
    assert (coverage.reported, coverage.expected, coverage.provisional) == (4, 4, False)


@pytest.mark.parametrize(
    ("word", "label", "view", "coverage"),
    [
        ("2026-Q3", "Quarter 3, FY 2026", View.QUARTER, (8, 8, False)),
        ("2026-Q4", "Quarter 4, FY 2026", View.QUARTER, (3, 8, True)),
        ("FY2026", "FY 2026", View.YEAR, (11, 16, True)),
    ],
)
def test_coverage_of_a_longer_period_adds_its_months(world, chief, word, label, view, coverage):
    context = at(chief, f"period={word}")
    found = context.coverage
    assert (found.reported, found.expected, found.provisional) == coverage
    assert (context.period_word, context.period_label, context.view) == (word, label, view)


@pytest.mark.parametrize(
    ("word", "last_ended"),
    [
        ("2026-08", "2026-08"),
        ("2026-11", "2026-11"),
        ("2026-Q3", "2026-09"),
        ("2026-Q4", "2026-10"),
        ("FY2026", "2026-10"),
        ("FY2027", "2027-01"),
    ],
)
def test_what_is_late_is_asked_for_the_last_month_that_has_ended(world, chief, word, last_ended):
    context = at(chief, f"period={word}")
    assert context.calendar.format(context.last_ended_month) == last_ended


def test_a_month_counts_units_and_a_longer_period_counts_figures(world, chief):
    assert at(chief, "period=2026-10").coverage_head == "Units in"
    assert at(chief, "period=2026-Q4").coverage_head == "Figures in"


def test_unit_and_period_go_along_to_other_pages(units, chief):
    make_unit("1 BDE & CO", units.hq)
    make_scorecard(units)
    context = at(chief, "unit=1+BDE+%26+CO&period=2026-09")
    assert context.query == "unit=1+BDE+%26+CO&period=2026-09"


def test_the_cut_scores_are_the_organisations(context):
    assert (context.cuts.red, context.cuts.goal) == (70, 85)
