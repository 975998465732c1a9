"""The cells of the heat map."""

import pytest

from scorecard.engine.periods import Period
from scorecard.engine.scores import Cuts
from scorecard.engine.types import Frequency, Status
from scorecard.selectors.figures import Figure, NodeFigure
from scorecard.selectors.map_cells import NOWHERE, Cell, Count, cell_of, worst_of

CUTS = Cuts(70, 85)


def node(score, status=Status.AMBER):
    return NodeFigure(score, status, status)


def test_a_cell_says_how_its_printed_score_moved():
    cell = cell_of(node(84.6), node(71.2), CUTS, "REPAIR")
    assert (cell.score, cell.change, cell.value) == (84, 13, None)
    assert cell_of(node(84.6), None, CUTS, "REPAIR").change is None
    assert cell_of(node(None, Status.NO_DATA), node(71.0), CUTS, "REPAIR").change is None
    assert cell_of(None, node(71.0), CUTS, "REPAIR") == NOWHERE


def test_the_cell_of_a_kpi_has_its_figure():
    period = Period(Frequency.MONTHLY, 1)
    figure = Figure(period, 0.6, 0.8, 0.7, 55.0, Status.RED, 1, 2)
    assert cell_of(figure, None, CUTS, "VEH").value == 0.6


@pytest.mark.parametrize(
    ("tell", "told", "is_bad"),
    [("status", 90, False), ("change", -3, True), ("in", 0.5, True)],
)
def test_it_is_ranked_by_what_the_map_tells(tell, told, is_bad):
    cell = Cell(Status.GREEN, 90, change=-3, count=Count(1, 2))
    assert (cell.told(tell), cell.is_bad(tell)) == (told, is_bad)


def test_where_nothing_is_due_coverage_is_unknown_and_nothing_to_worry_about():
    cell = Cell(Status.GREEN, 90)
    assert (cell.told("in"), cell.is_bad("in")) == (None, False)


def test_the_worst_stand_first_and_what_is_red_without_a_score_before_all():
    cells = [
        ("one", Cell(Status.RED, 60)),
        ("two", Cell(Status.GREEN, 90)),
        ("three", Cell(Status.RED, None)),
        ("four", Cell(Status.RED, 20)),
    ]
    assert [name for name, _cell in worst_of(cells, "status")] == ["three", "four", "one"]
