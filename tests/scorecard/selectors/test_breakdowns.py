"""What a KPI is made of."""

from datetime import date

import pytest
from django.http import QueryDict

from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.selectors.breakdowns import breakdown, children_in
from scorecard.selectors.context import read_context
from scorecard.selectors.subjects import kpi_at, stored_readings
from tests.factories import make_entry, make_reporter, make_unit, move_unit
from tests.scorecard.small import roll_up

OCTOBER = Period(Frequency.MONTHLY, 2026 * 12 + 9)


def at(person, query):
    return read_context(person, QueryDict(query))


def parts_of(person, query, code):
    context = at(person, query)
    subject = kpi_at(person, context, code)
    readings = stored_readings(context, subject, "13")
    found = breakdown(context, subject.kpi, [readings.period.ordinal], readings.children)
    return found and found.parts


def test_a_unit_that_moved_later_still_belongs_to_its_old_parent_of_the_month(world, chief):
    other = make_unit("NEW", world.units.hq)
    move_unit(world.units.mara, other, date(2026, 11, 1))
    below = children_in(at(chief, "unit=CMD"), OCTOBER)
    assert [unit.code for unit in below] == ["MARA", "NILS"]
    november = Period(Frequency.MONTHLY, OCTOBER.ordinal + 1)
    assert [unit.code for unit in children_in(at(chief, "unit=CMD"), november)] == ["NILS"]
    assert [unit.code for unit in children_in(at(chief, "unit=NEW"), november)] == ["MARA"]


def test_a_unit_that_was_closed_before_the_month_is_no_child(world, chief):
    make_unit("OLD", world.units.command, closed_on=date(2026, 9, 30))
    below = children_in(at(chief, "unit=CMD"), OCTOBER)
    assert "OLD" not in [unit.code for unit in below]


def test_the_units_own_entry_stands_as_one_more_line(world, chief):
    make_reporter(world.units.command, world.staff, "2026-10")
    make_entry(world.units.command, world.staff, "2026-10", 4)
    roll_up()
    own = [part for part in parts_of(chief, "unit=CMD", "STAFF") if not part.query]
    assert [(part.name, part.value) for part in own] == [("Eastern Field Command, own entry", 4)]


def test_an_own_pair_is_shown_as_the_share_that_it_is(world, chief):
    make_reporter(world.units.command, world.vehicles, "2026-10")
    make_entry(world.units.command, world.vehicles, "2026-10", pair=(9, 10))
    roll_up()
    (own,) = [part for part in parts_of(chief, "unit=CMD", "VEH") if not part.query]
    assert own.value == pytest.approx(0.9)


def test_a_part_says_when_its_last_figure_came_in(world, chief):
    parts = {part.name: part for part in parts_of(chief, "unit=CMD", "STAFF")}
    assert parts["1st Armoured Brigade"].received is not None
    assert parts["4th Mechanised Brigade"].received is None


def test_a_unit_with_nothing_below_has_no_breakdown(world, chief):
    assert parts_of(chief, "unit=MARA", "VEH") is None
