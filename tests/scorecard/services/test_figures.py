"""Which periods a page shows, and where their figures come from."""

import pytest
import time_machine
from django.http import QueryDict

from scorecard.models import Result, Score
from scorecard.selectors.context import read_context
from scorecard.selectors.lines import strategy_at
from scorecard.selectors.subjects import kpi_at
from scorecard.services.figures import read_columns, read_readings
from tests.scorecard.small import make_scorecard


@pytest.fixture
def world(units):
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield make_scorecard(units)


def columns(person, word):
    context = read_context(person, QueryDict(f"period={word}"))
    found = read_columns(context, strategy_at(context.unit, context.last_day))
    return [context.calendar.format(column.period) for column in found], found


def readings(person, word, span="13"):
    context = read_context(person, QueryDict(f"period={word}"))
    return read_readings(context, kpi_at(person, context, "STAFF"), span)


@pytest.mark.parametrize(("word", "first"), [("2026-10", "2025-10"), ("2026-Q4", "2023-Q4")])
def test_thirteen_months_or_quarters_are_shown(world, chief, word, first):
    words, _ = columns(chief, word)
    assert (len(words), words[0], words[-1]) == (13, first, word)


def test_years_are_shown_since_the_first_with_scores(world, chief):
    Score.objects.create(
        period=2023 * 12, unit=world.units.hq, node_kind=Score.SCORECARD, node=1, status=0,
        status_uncapped=0, green=0, amber=0, red=0, no_data=0, insufficient=0, not_scored=0,
    )  # fmt: skip
    assert columns(chief, "FY2026")[0] == ["FY2023", "FY2024", "FY2025", "FY2026"]


def test_a_year_before_all_scores_stands_alone_and_one_far_away_has_not_all_before_it(world, chief):
    assert columns(chief, "FY1990")[0] == ["FY1990"]
    assert len(columns(chief, "FY2199")[0]) == 25


def test_months_are_read_and_longer_periods_are_computed(world, chief):
    Result.objects.filter(kpi=world.staff, unit=world.units.hq).update(score=12)
    _, months = columns(chief, "2026-09")
    _, quarters = columns(chief, "2026-Q3")
    assert months[-1].kpis[world.staff.pk].score == 12
    assert quarters[-1].kpis[world.staff.pk].score == 100


def test_the_same_kpi_says_the_same_on_its_own_page(world, chief):
    _, found = columns(chief, "2026-Q4")
    own = readings(chief, "2026-Q4").own
    assert own == {
        column.period: column.kpis[world.staff.pk]
        for column in found
        if world.staff.pk in column.kpis
    }
    assert len(own) == 2


def test_units_below_are_those_of_the_longer_period(world, chief):
    found = readings(chief, "2026-Q3").children
    assert {unit: figure.value for unit, figure in found.items()} == {world.units.command.pk: 60}


def test_a_course_of_everything_begins_with_the_period_of_the_first_result(world, chief):
    found = readings(chief, "2026-Q4", span="all")
    assert [period.ordinal for period in found.own] == [2026 * 4 + 2, 2026 * 4 + 3]
