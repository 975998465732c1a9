"""Which KPIs make which objectives at a unit on a day."""

from datetime import date

from scorecard.models import KpiVersion
from scorecard.selectors.lines import path_on, strategy_at
from tests.factories import make_kpi, make_line, make_unit, move_unit, recorded

OCTOBER = date(2026, 10, 31)


def codes(strategy, objective):
    return [line.kpi.code for line in strategy.lines[objective.pk]]


def test_a_unit_below_inherits_the_lines_of_the_objective(world):
    strategy = strategy_at(world.units.mara, OCTOBER)
    assert codes(strategy, world.objective) == ["VEH", "STAFF"]


def test_own_lines_replace_the_inherited_ones(world):
    own = make_kpi("OWN")
    make_line(world.objective, own, unit=world.units.command)
    assert codes(strategy_at(world.units.mara, OCTOBER), world.objective) == ["OWN"]
    assert codes(strategy_at(world.units.hq, OCTOBER), world.objective) == ["VEH", "STAFF"]


def test_the_weight_valid_on_the_day_counts(world):
    make_line(world.objective, world.staff, weight=7, valid_from=date(2026, 10, 1))
    weights = {
        day: [line.weight for line in strategy_at(world.units.hq, day).lines[world.objective.pk]]
        for day in (date(2026, 9, 30), OCTOBER)
    }
    assert weights == {date(2026, 9, 30): [2, 3], OCTOBER: [2, 7]}


def test_a_kpi_is_called_what_it_was_called_on_the_day(world):
    version = KpiVersion.objects.get(kpi=world.staff)
    version.pk, version.name, version.valid_from = None, "People in post", date(2026, 11, 1)
    version.recorded_at = recorded()
    version.save()
    line = strategy_at(world.units.hq, OCTOBER).lines[world.objective.pk][1]
    assert line.version.name == "Staff in post"


def test_the_path_is_the_one_on_the_day_not_the_one_of_today(units):
    other = make_unit("NEW", units.hq)
    move_unit(units.mara, other, date(2026, 11, 1))
    units.mara.parent, units.mara.path = other, f"{other.path}{units.mara.pk}/"
    units.mara.save()
    assert path_on(units.mara, OCTOBER) == [units.hq.pk, units.command.pk, units.mara.pk]
    assert path_on(units.mara, date(2026, 11, 30)) == [units.hq.pk, other.pk, units.mara.pk]
