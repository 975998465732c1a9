"""Quarters and years of single units: the same numbers as the exports write."""

from datetime import date

import pytest
import time_machine
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organization.models import Unit
from scorecard.engine.types import Frequency, Status, View
from scorecard.models import Kpi, Objective, Perspective, Score
from scorecard.services.exports.results import COLUMNS as RESULT_COLUMNS
from scorecard.services.exports.results import result_lines
from scorecard.services.exports.scores import COLUMNS as SCORE_COLUMNS
from scorecard.services.exports.scores import score_lines
from scorecard.services.exports.selection import select
from scorecard.services.rollup.full import rebuild
from scorecard.services.rollup.history import load_history
from scorecard.services.rollup.unit_views import kpi_figures, unit_columns, unit_nodes
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_organization,
    make_perspective,
    make_reporter,
    make_target,
    make_unit,
    move_unit,
)

pytestmark = pytest.mark.django_db

MONTHS = [f"2025-{month:02}" for month in range(7, 13)] + [
    f"2026-0{month}" for month in (1, 2, 3, 4)
]
LENGTHS = {View.QUARTER: Frequency.QUARTERLY, View.YEAR: Frequency.YEARLY}


@pytest.fixture(autouse=True)
def may_2026():
    with time_machine.travel("2026-05-20 10:00Z", tick=False):
        yield


def report(unit, kpi, numbers):
    make_reporter(unit, kpi, min(numbers))
    for period, number in numbers.items():
        if isinstance(number, tuple):
            make_entry(unit, kpi, period, pair=number)
        elif number is not None:
            make_entry(unit, kpi, period, number)


def monthly(kpi, units, number, *, target, yearly):
    """Let two units report by month and place; targets theirs by month, those of HQ by year."""
    for place, unit in enumerate((units.mara, units.nils)):
        report(unit, kpi, {month: number(at, place) for at, month in enumerate(MONTHS)})
        for month in MONTHS:
            make_target(unit, kpi, month, goal=target[0], red_flag=target[1])
    for year in ("FY2025", "FY2026"):
        make_target(units.hq, kpi, year, goal=yearly[0], red_flag=yearly[1])


@pytest.fixture
def world(units):
    """A fiscal year from October, rules and frequencies of all kinds, a move, weights that change.

    NILS moved below MARA in March; one month is missing; DEPTH is quarterly, STRENGTH yearly.
    """
    make_organization(fiscal_year_start_month=10)
    people = make_perspective("PEO", weight=2)
    make_perspective("IDLE")
    ready = make_objective("READY", unit=units.hq, perspective=make_perspective("PRO"))
    staffed = make_objective("STAFFED", unit=units.hq, perspective=people, critical=True)
    fuel, trucks = make_kpi("FUEL"), make_kpi("FIT", unit_rule="ratio")
    mood = make_kpi("MOOD", unit_rule="mean", time_rule="mean", min_coverage=0.9)
    heads = make_kpi("HEADS", time_rule="last")
    monthly(fuel, units, lambda at, place: 10 * at + place, target=(50, 20), yearly=(450, 405))
    monthly(
        trucks, units, lambda at, place: (at + 1, 12 + place), target=(0.8, 0.3), yearly=(0.1, 0.05)
    )
    monthly(
        mood,
        units,
        lambda at, place: None if at in (2, 9) and place else at,
        target=(6, 1),
        yearly=(6, 1),
    )
    monthly(heads, units, lambda at, place: 99 - at - place, target=(95, 80), yearly=(190, 160))
    depth, strength = (
        make_kpi("DEPTH", frequency="quarterly", time_rule="mean"),
        make_kpi("STRENGTH", frequency="yearly", time_rule="last"),
    )
    report(units.nils, depth, {"2025-Q4": 3, "2026-Q1": 5, "2026-Q2": 7})
    make_target(units.hq, depth, "FY2026", goal=6, red_flag=2)
    report(units.mara, strength, {"FY2025": 90})
    make_target(units.hq, strength, "FY2025", goal=100, red_flag=50)
    make_line(ready, fuel, critical=True)
    for kpi in (trucks, depth, strength):
        make_line(ready, kpi, weight=2)
    for kpi in (mood, heads):
        make_line(staffed, kpi)
    make_line(ready, trucks, weight=5, valid_from=date(2026, 3, 1))
    make_line(ready, heads, unit=units.mara, weight=3, valid_from=date(2026, 6, 1))
    move_unit(units.nils, units.mara, date(2026, 3, 1))
    rebuild()
    return units


def columns_of(unit, view, first, last):
    calendar = load_history().calendar
    frequency = LENGTHS[view]
    start, stop = calendar.parse(first).ordinal, calendar.parse(last).ordinal
    periods = [type(calendar.parse(first))(frequency, o) for o in range(start, stop + 1)]
    return unit_columns(unit.pk, view, periods)


SPAN = {View.QUARTER: ("2025-Q3", "2026-Q4"), View.YEAR: ("FY2024", "FY2026")}


@pytest.mark.parametrize("code", ["HQ", "CMD", "MARA", "NILS"])
@pytest.mark.parametrize("view", [View.QUARTER, View.YEAR])
def test_every_kpi_says_what_the_export_of_results_says(world, view, code):
    history = load_history()
    codes = dict(Kpi.objects.values_list("pk", "code"))
    said = {
        (codes[kpi], history.calendar.format(column.period)): figure
        for column in columns_of(Unit.objects.get(code=code), view, *SPAN[view])
        for kpi, figure in column.kpis.items()
        # A KPI without the view has no lines there, and counts with an earlier period.
        if figure.period == column.period
    }
    lines = result_lines(history, select(history, unit=code, view=view.value))
    assert len(lines) >= 5
    assert {line[1:3] for line in lines} == set(said)
    for line in lines:
        row = dict(zip(RESULT_COLUMNS, line, strict=True))
        figure = said[row["kpi"], row["period"]]
        assert (
            figure.value,
            figure.goal,
            figure.red_flag,
            figure.score,
            figure.status.word,
            figure.reported,
            figure.expected,
        ) == tuple(
            row[name]
            for name in ("value", "goal", "red_flag", "score", "status", "reported", "expected")
        ), row


@pytest.mark.parametrize("code", ["HQ", "CMD", "MARA", "NILS"])
@pytest.mark.parametrize("view", [View.QUARTER, View.YEAR])
def test_every_node_says_what_the_export_of_scores_says(world, view, code):
    history = load_history()
    unit = Unit.objects.get(code=code)
    names = {
        (kind, pk): (word, node)
        for kind, word, model in (
            (Score.SCORECARD, "scorecard", Unit),
            (Score.PERSPECTIVE, "perspective", Perspective),
            (Score.OBJECTIVE, "objective", Objective),
        )
        for pk, node in model.objects.values_list("pk", "code")
    }
    said = {
        (*names[node], history.calendar.format(column.period)): figure
        for column in columns_of(unit, view, *SPAN[view])
        for node, figure in column.nodes.items()
    }
    lines = score_lines(history, select(history, unit=code, view=view.value))
    assert len(lines) >= 8
    assert {line[1:4] for line in lines} == set(said)
    for line in lines:
        row = dict(zip(SCORE_COLUMNS, line, strict=True))
        figure = said[line[1:4]]
        assert (figure.score, figure.status.word, figure.by_score.word) == (
            row["score"],
            row["status"],
            row["status_uncapped"],
        ), row
        counts = {status.word: row[status.word] for status in Status}
        assert {status.word: count for status, count in figure.counts.items()} == counts


def test_the_world_of_these_tests_has_what_makes_views_differ(world):
    columns = columns_of(world.hq, View.QUARTER, *SPAN[View.QUARTER])
    statuses = {figure.status for column in columns for figure in column.kpis.values()}
    assert {Status.GREEN, Status.AMBER, Status.RED, Status.INSUFFICIENT} <= statuses
    assert any(node.cap is not None for column in columns for node in column.nodes.values())


def test_a_yearly_kpi_counts_in_a_quarter_with_its_last_year_that_ended(world):
    column = columns_of(world.hq, View.QUARTER, "2026-Q2", "2026-Q2")[0]
    figure = column.kpis[Kpi.objects.get(code="STRENGTH").pk]
    assert (figure.period, figure.value) == (load_history().calendar.parse("FY2025"), 90)


def test_a_period_that_has_not_begun_says_nothing(world):
    (column,) = columns_of(world.hq, View.QUARTER, "2026-Q4", "2026-Q4")
    assert (column.kpis, column.nodes) == ({}, {})


def test_a_kpi_says_the_same_alone_as_on_the_scorecard(world):
    columns = columns_of(world.hq, View.QUARTER, *SPAN[View.QUARTER])
    mood = Kpi.objects.get(code="MOOD")
    units = (world.hq.pk, world.mara.pk)
    found = kpi_figures(mood, units, View.QUARTER, [column.period for column in columns])
    assert found[world.hq.pk] == {
        column.period: column.kpis[mood.pk] for column in columns if mood.pk in column.kpis
    }
    assert found[world.mara.pk] != found[world.hq.pk]


@pytest.mark.parametrize("view", [View.QUARTER, View.YEAR])
def test_units_say_the_same_together_as_one_by_one(world, view):
    units = (world.nils, world.hq, world.mara)
    alone = {unit.pk: columns_of(unit, view, *SPAN[view]) for unit in units}
    periods = [column.period for column in alone[world.hq.pk]]
    assert unit_nodes([unit.pk for unit in units], view, periods) == {
        unit_id: {column.period: column.nodes for column in columns}
        for unit_id, columns in alone.items()
    }


def test_nobody_asked_for_is_nobody_answered(world):
    period = load_history().calendar.parse("2026-Q2")
    assert kpi_figures(Kpi.objects.get(code="MOOD"), [], View.QUARTER, [period]) == {}
    assert unit_nodes([], View.QUARTER, [period]) == {}


def test_without_a_strategy_there_are_columns_of_nothing(units):
    (column,) = columns_of(units.hq, View.YEAR, "FY2026", "FY2026")
    assert (column.kpis, column.nodes) == ({}, {})


def test_more_kpis_take_no_more_queries(world):
    few = queries_of(world.hq)
    for number in range(8):
        kpi = make_kpi(f"MORE{number}")
        make_line(Objective.objects.get(code="READY"), kpi)
        report(make_unit(f"B{number}", world.command), kpi, {"2026-02": number})
    rebuild()
    assert queries_of(world.hq) == few


def queries_of(unit):
    with CaptureQueriesContext(connection) as queries:
        columns_of(unit, View.QUARTER, *SPAN[View.QUARTER])
    return len(queries)
