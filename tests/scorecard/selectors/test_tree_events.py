"""What changed in the tree around a unit, named as far as one may see it."""

from datetime import UTC, date, datetime

import time_machine
from django.http import QueryDict

from organization.models import UnitWindow
from scorecard.selectors.context import read_context
from scorecard.selectors.tree_events import tree_events
from tests.factories import give_role, make_entry, make_reporter, make_unit, move_unit
from tests.scorecard.small import roll_up

SEPTEMBER = date(2026, 9, 1)


def told(person, kpi, unit="CMD", as_of=None):
    context = read_context(person, QueryDict(f"unit={unit}&period=2026-10"))
    return [(event.day, event.text) for event in tree_events(context, kpi, as_of)]


def report(world, unit):
    make_reporter(unit, world.vehicles, "2026-08")
    make_entry(unit, world.vehicles, "2026-10", pair=(1, 2))
    roll_up()


def test_a_unit_that_stays_tells_nothing(world, chief):
    assert told(chief, world.vehicles) == []


def test_a_move_is_told_where_the_unit_left_where_it_came_and_at_the_unit_itself(world, chief):
    other = make_unit("OTHER", world.units.hq, name="Other Command")
    move_unit(world.units.mara, other, SEPTEMBER)
    assert told(chief, world.vehicles) == [
        (SEPTEMBER, "1st Armoured Brigade left for another unit")
    ]
    assert told(chief, world.vehicles, "OTHER") == [
        (SEPTEMBER, "1st Armoured Brigade came here from another unit")
    ]
    assert told(chief, world.vehicles, "MARA") == [
        (SEPTEMBER, "1st Armoured Brigade moved: from here on it belongs to Other Command")
    ]


def test_a_move_within_the_same_unit_tells_nothing(world, chief):
    move_unit(world.units.mara, world.units.command, SEPTEMBER)
    assert told(chief, world.vehicles) == []


def test_openings_and_closings_are_told_by_the_newest_window(world, chief):
    new = make_unit("NEW", world.units.command, name="New Brigade", opened_on=SEPTEMBER)
    report(world, new)
    assert told(chief, world.vehicles) == [(SEPTEMBER, "New Brigade opened")]
    UnitWindow.objects.create(
        unit=new,
        opened_on=date(2026, 9, 15),
        closed_on=date(2026, 10, 31),
        recorded_at="2026-11-20T08:00:00Z",
    )
    assert told(chief, world.vehicles) == [
        (date(2026, 9, 15), "New Brigade opened"),
        (date(2026, 10, 31), "New Brigade closed"),
    ]


def test_units_that_have_no_figures_of_the_kpi_explain_nothing(world, chief):
    make_unit("IDLE", world.units.command, name="Idle Depot", opened_on=SEPTEMBER)
    assert told(chief, world.vehicles) == []


def test_a_unit_that_one_may_not_see_any_more_is_not_named(world, chief, nils):
    other = make_unit("OTHER", world.units.hq, name="Other Command")
    world.units.mara.path = f"{other.path}{world.units.mara.pk}/"
    world.units.mara.save()
    move_unit(world.units.mara, other, SEPTEMBER)
    give_role(nils, "unit_manager", world.units.command)
    assert told(nils, world.vehicles) == [
        (SEPTEMBER, "A unit that you do not see left for another unit")
    ]


def test_as_of_a_past_day_only_moves_known_then_are_told(world, chief):
    other = make_unit("OTHER", world.units.hq)
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        move_unit(world.units.mara, other, SEPTEMBER)
    assert told(chief, world.vehicles, as_of=datetime(2026, 11, 15, tzinfo=UTC)) == []
    assert len(told(chief, world.vehicles, as_of=datetime(2026, 11, 21, tzinfo=UTC))) == 1
