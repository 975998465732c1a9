"""How much is in for each objective of the heat map."""

from django.http import QueryDict

from scorecard.selectors.context import read_context
from scorecard.selectors.map_cells import Count
from scorecard.selectors.map_coverage import coverage_of
from tests.factories import make_kpi, make_line, make_objective, make_reporter, make_unit
from tests.scorecard.small import MONTHS, roll_up


def coverage(person, *units):
    context = read_context(person, QueryDict("unit=CMD&period=2026-10"))
    return coverage_of(context, units)


def test_an_objective_counts_the_figures_of_its_kpis_at_each_unit(world, chief):
    units = world.units
    found = coverage(chief, units.command, units.mara, units.nils).of([world.objective.pk])
    assert found == {
        units.command.pk: Count(3, 4),
        units.mara.pk: Count(2, 2),
        units.nils.pk: Count(1, 2),
    }


def test_lines_of_its_own_take_the_place_of_those_from_above(world, chief):
    own = make_kpi("OWN")
    make_line(world.objective, own, unit=world.units.nils)
    make_reporter(world.units.nils, own, MONTHS[0])
    roll_up()
    found = coverage(chief, world.units.mara, world.units.nils).of([world.objective.pk])
    assert found == {world.units.mara.pk: Count(2, 2), world.units.nils.pk: Count(0, 1)}


def test_a_kpi_of_two_objectives_counts_once_for_both_together(world, chief):
    second = make_objective("SECOND", unit=world.units.hq, perspective=world.perspective)
    make_line(second, world.vehicles)
    roll_up()
    both = [world.objective.pk, second.pk]
    assert coverage(chief, world.units.mara).of(both) == {world.units.mara.pk: Count(2, 2)}


def test_where_nothing_is_due_there_is_nothing_to_count(world, chief):
    idle = make_unit("IDLE", world.units.command)
    assert coverage(chief, idle).of([world.objective.pk, 0]) == {idle.pk: Count(0, 0)}
