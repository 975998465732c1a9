"""The map of units as of a past moment: what was known then, and whose scores changed since."""

from datetime import UTC, date, datetime

import pytest
from django.http import QueryDict

from scorecard.selectors.context import read_context
from scorecard.selectors.lines import strategy_at
from scorecard.selectors.map_order import Asked
from scorecard.services.heatmaps import read_heatmap
from scorecard.services.past_units import units_past
from tests.factories import make_entry, make_unit, move_unit
from tests.scorecard.small import make_scorecard, roll_up

THEN = datetime(2026, 11, 12, 22, tzinfo=UTC)


@pytest.fixture
def clock(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)
    return time_machine


@pytest.fixture
def world(clock, units):
    world = make_scorecard(units)
    roll_up()
    return world


def told(person, asked=None, moment=None, unit="CMD"):
    params = QueryDict(mutable=True)
    params.update({"unit": unit, "period": "2026-10"})
    context = read_context(person, params, "2026-11-12" if moment else "")
    strategy = strategy_at(context.unit, context.last_day, moment)
    page = read_heatmap(context, strategy, asked or Asked(), as_of=moment)
    return page, units_past(context, moment, strategy, page)


def scores(page):
    return {
        row.code: (row.whole.score, row.whole.change, row.whole.status, row.cells)
        for row in (page.own, *page.rows)
    }


def later(clock, units):
    """Correct a figure, and open a unit, the day after."""
    clock.move_to("2026-11-13 08:00Z", tick=False)
    vehicles = units.mara.entries.filter(kpi__code="VEH").first().kpi
    make_entry(units.mara, vehicles, "2026-10", pair=(95, 100))
    make_unit("NEW", parent=units.command)
    roll_up()


def test_a_map_as_of_a_moment_is_the_map_of_that_moment(world, units, clock, chief):
    before = scores(told(chief)[0])
    later(clock, units)
    assert scores(told(chief)[0]) != before
    page, _past = told(chief, moment=THEN)
    assert scores(page) == before


def test_whose_score_has_changed_since_is_told(world, units, clock, chief):
    assert told(chief, moment=THEN)[1].changes == ()
    later(clock, units)
    page, past = told(chief, moment=THEN)
    (changed,) = [change for change in past.changes if change.name == units.mara.name]
    then = {row.code: row.whole.score for row in page.rows}["MARA"]
    assert (changed.was, changed.now) == (then, scores(told(chief)[0])["MARA"][0])
    assert units.nils.name not in {change.name for change in past.changes}
    assert past.day == date(2026, 11, 12)


def test_a_unit_that_moved_later_stands_where_it_was(world, units, clock, chief):
    other = make_unit("OTHER", parent=units.hq)
    clock.move_to("2026-11-13 08:00Z", tick=False)
    move_unit(units.nils, other, date(2026, 10, 1))
    roll_up()
    assert "NILS" not in scores(told(chief)[0])
    assert "NILS" in scores(told(chief, moment=THEN)[0])


def test_how_much_had_come_in_is_neither_told_nor_ranked_by(world, chief):
    page, _past = told(chief, Asked("in", "in"), THEN)
    assert (page.order.tell, page.order.word) == ("status", "score")
    assert [choice.label for choice in page.order.tells] == ["Status", "Change"]
    assert all(row.whole.count.expected == 0 for row in page.rows)


def test_units_are_ranked_by_a_kpi_as_of_the_moment(world, units, clock, chief):
    by_vehicles = Asked(sort="kpi:VEH")
    before = [(row.code, row.ranked_by.value) for row in told(chief, by_vehicles)[0].rows]
    later(clock, units)
    page = told(chief, by_vehicles, THEN)[0]
    assert [(row.code, row.ranked_by.value) for row in page.rows] == before
