"""The order of the heat map's rows, their ranks, and the addresses that change them."""

from datetime import date

import pytest
from django.http import QueryDict

from scorecard.selectors.context import read_context
from scorecard.selectors.lines import strategy_at
from scorecard.selectors.map_order import Asked
from scorecard.services.heatmaps import read_heatmap
from tests.factories import make_entry, make_reporter, make_target, make_unit
from tests.scorecard.small import MONTHS, roll_up

CMD = "unit=CMD&period=2026-10"


def page_of(person, sort="", tell=""):
    context = read_context(person, QueryDict(CMD))
    strategy = strategy_at(context.unit, date(2026, 10, 31))
    return read_heatmap(context, strategy, Asked.of(QueryDict(f"sort={sort}&tell={tell}")))


@pytest.fixture
def idle(world):
    """A unit of which nothing is known."""
    return make_unit("IDLE", world.units.command, name="Anchor Depot")


def make_twin(world):
    """A unit that says what the first brigade says."""
    twin = make_unit("TWIN", world.units.command, name="Twin Brigade")
    make_reporter(twin, world.vehicles, MONTHS[0])
    make_target(twin, world.vehicles, "FY2026", goal="0.8", red_flag="0.7")
    for month, count in zip(MONTHS, (80, 80, 50), strict=True):
        make_entry(twin, world.vehicles, month, pair=(count, 100))
    roll_up()


@pytest.mark.parametrize(
    ("word", "codes"),
    [
        ("", ["MARA", "NILS", "IDLE"]),
        ("score", ["MARA", "NILS", "IDLE"]),
        ("-score", ["NILS", "MARA", "IDLE"]),
        ("unit", ["MARA", "NILS", "IDLE"]),
        ("-unit", ["IDLE", "NILS", "MARA"]),
        ("in", ["NILS", "MARA", "IDLE"]),
        ("objective:REPAIR", ["MARA", "NILS", "IDLE"]),
        ("-objective:REPAIR", ["NILS", "MARA", "IDLE"]),
        ("perspective:PROC", ["MARA", "NILS", "IDLE"]),
        ("-perspective:PROC", ["NILS", "MARA", "IDLE"]),
        ("kpi:VEH", ["MARA", "NILS", "IDLE"]),
        ("-kpi:VEH", ["NILS", "MARA", "IDLE"]),
        ("objective:GONE", ["MARA", "NILS", "IDLE"]),
        ("kpi:GONE", ["MARA", "NILS", "IDLE"]),
        ("perspective:", ["MARA", "NILS", "IDLE"]),
        ("nonsense", ["MARA", "NILS", "IDLE"]),
    ],
)
def test_rows_stand_by_any_column_and_what_is_unknown_last(idle, chief, word, codes):
    assert [row.code for row in page_of(chief, word).rows] == codes


def test_equal_rows_share_a_rank_and_what_is_unknown_has_none(world, idle, chief):
    make_twin(world)
    worst_first = page_of(chief, "kpi:VEH").rows
    assert [(row.code, row.rank) for row in worst_first] == [
        ("MARA", 1),
        ("TWIN", 1),
        ("NILS", 3),
        ("IDLE", None),
    ]
    best_first = page_of(chief, "-kpi:VEH").rows
    assert [row.rank for row in best_first] == [1, 2, 2, None]


def test_by_name_there_are_no_ranks(world, chief):
    page = page_of(chief, "unit")
    assert [row.rank for row in page.rows] == [None, None]
    assert (page.order.is_ranking, page.order.directions) == (False, [])
    assert page.order.sentence == "Units by name"


def test_what_has_no_column_gets_one_while_units_are_ranked_by_it(world, chief):
    page = page_of(chief, "kpi:VEH")
    assert page.order.extra.name == "Vehicle availability"
    assert [row.ranked_by.value for row in (page.own, *page.rows)] == [0.6, 0.5, 0.7]
    assert [row.ranked_by.score for row in page.rows] == [40, 69]
    assert page_of(chief, "perspective:PROC").rows[0].ranked_by.score == 40
    assert page_of(chief, "objective:REPAIR").order.extra is None
    assert page_of(chief, "objective:REPAIR").rows[0].ranked_by is None


def test_a_map_of_changes_ranks_by_how_much_something_fell(world, chief):
    page = page_of(chief, "objective:REPAIR", "change")
    told = [(row.code, row.cells[0].change, row.rank) for row in page.rows]
    assert told == [("MARA", -45, 1), ("NILS", -15, 2)]
    assert [choice.label for choice in page.order.directions] == [
        "Fallen most first",
        "Risen most first",
    ]
    assert page_of(chief, "", "change").order.word == "change"


def test_a_map_of_coverage_ranks_by_how_little_is_in(world, chief):
    page = page_of(chief, "objective:REPAIR", "in")
    told = [(row.code, row.cells[0].count.reported) for row in page.rows]
    assert told == [("NILS", 1), ("MARA", 2)]
    assert page_of(chief, "", "in").order.word == "in"
    assert [row.rank for row in page_of(chief, "kpi:STAFF", "in").rows] == [1, 2]


def test_the_head_in_use_turns_the_order_around(world, chief):
    order = page_of(chief, "-objective:REPAIR").order
    (head,) = order.heads
    assert (head.direction, head.url.endswith("sort=objective%3AREPAIR")) == ("descending", True)
    assert (order.score.direction, order.score.url.endswith("&sort=score")) == ("", True)


def test_addresses_keep_what_the_map_tells_and_an_order_that_was_chosen(world, chief):
    order = page_of(chief, "-kpi:VEH", "change").order
    assert order.query == f"{CMD}&tell=change&sort=-kpi%3AVEH"
    status, change, coverage = order.tells
    assert (status.url, change.current) == (f"?{CMD}&sort=-kpi%3AVEH", True)
    assert coverage.url == f"?{CMD}&tell=in&sort=-kpi%3AVEH"
    assert order.extra_head.url == f"?{CMD}&tell=change&sort=kpi%3AVEH"
    # Nobody chose the order of the page, so that of what is told next takes its place.
    assert page_of(chief).order.tells[1].url == f"?{CMD}&tell=change"


def test_all_to_rank_by_stands_in_a_list_by_kind(world, chief):
    groups = page_of(chief, "kpi:VEH").order.options
    assert [(name, [option.word for option in options]) for name, options in groups] == [
        ("", ["score", "change", "in"]),
        ("Perspectives", ["perspective:PROC"]),
        ("Objectives", ["objective:REPAIR"]),
        ("KPIs", ["kpi:STAFF", "kpi:VEH"]),
    ]
    assert [option.word for _name, found in groups for option in found if option.current] == [
        "kpi:VEH"
    ]
