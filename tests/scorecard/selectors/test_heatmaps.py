"""Rows and columns of the heat map."""

from datetime import date

from django.http import QueryDict

from scorecard.engine.types import Status
from scorecard.models import Score
from scorecard.selectors.context import read_context
from scorecard.selectors.lines import strategy_at
from scorecard.selectors.map_cells import Count
from scorecard.selectors.map_order import Asked
from scorecard.services.heatmaps import read_heatmap, read_rows
from scorecard.services.rollup.full import rebuild
from tests.factories import make_line, make_objective, make_perspective, make_unit, move_unit


def at(person, query="unit=CMD&period=2026-10"):
    return read_context(person, QueryDict(query))


def heatmap(person, query="unit=CMD&period=2026-10", first=0):
    context = at(person, query)
    strategy = strategy_at(context.unit, context.last_day)
    return read_heatmap(context, strategy, Asked.of(QueryDict(query)), first)


def test_a_row_says_score_change_and_what_is_in(world, chief):
    page = heatmap(chief)
    row = page.rows[0]
    assert (row.name, row.level, row.has_below) == ("1st Armoured Brigade", 1, False)
    assert (row.whole.status, row.whole.score) == (Status.RED, 40)
    assert row.whole.change == -45
    assert row.whole.count == Count(2, 2)
    assert page.rows[1].whole.count == Count(1, 2)
    assert page.own.name == "Eastern Field Command"


def test_what_is_off_target_is_named_worst_first_and_the_rest_is_counted(world, chief):
    perspective = make_perspective("P", position=2)
    for place in range(4):
        objective = make_objective(f"O{place}", unit=world.units.hq, perspective=perspective)
        make_line(objective, world.vehicles)
    rebuild()
    row = heatmap(chief).rows[0]
    assert len(row.worst) == 3
    assert row.n_more == 2
    scores = [cell.score for _name, cell in row.worst]
    assert scores == sorted(scores)


def test_an_objective_that_does_not_apply_to_a_unit_has_an_empty_cell(world, chief):
    last_one = make_perspective("Z", position=9)
    mine = make_objective("MINE", unit=world.units.mara, perspective=last_one)
    make_line(mine, world.vehicles, unit=world.units.mara)
    rebuild()
    page = heatmap(chief)
    assert [group.name for group in page.groups] == ["Processes", last_one.name]
    last = {row.code: row.cells[-1].status for row in page.rows}
    assert last == {"MARA": Status.RED, "NILS": None}
    assert page.objective_codes == "REPAIR,MINE"


def test_a_unit_can_be_opened_where_units_hung_below_it_in_the_period(world, chief):
    below = make_unit("BN", world.units.mara)
    assert [row.has_below for row in heatmap(chief).rows] == [True, False]
    move_unit(below, world.units.nils, date(2026, 11, 1))
    assert [row.has_below for row in heatmap(chief).rows] == [True, False]
    november = {row.code: row.has_below for row in heatmap(chief, "unit=CMD&period=2026-11").rows}
    assert november == {"MARA": False, "NILS": True}


def test_rows_asked_for_later_have_the_columns_and_the_order_of_the_map(world, chief):
    _order, rows = read_rows(at(chief), ["REPAIR"], Asked(sort="-score"), 2)
    assert [row.code for row in rows] == ["NILS", "MARA"]
    assert {row.level for row in rows} == {2}
    assert {len(row.cells) for row in rows} == {1}


def test_a_month_without_scores_has_no_map(world, chief):
    assert heatmap(chief, "unit=CMD&period=2025-01").own is None
    assert Score.objects.exists()
