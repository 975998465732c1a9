"""KPIs that are computed from others, from rows to rows."""

import pytest

from jobs.services.drain import drain
from jobs.services.outbox import post
from scorecard.engine.types import View
from scorecard.services.dependents import keys_of_entries
from scorecard.services.rollup.full import rebuild
from scorecard.services.rollup.history import load_history
from scorecard.services.rollup.known import NOW
from scorecard.services.rollup.meanings import load_meaning
from scorecard.services.rollup.unit_views import kpi_figures
from scorecard.services.rollup.views import view_figures
from tests.factories import make_entry, make_kpi, make_reporter, make_target
from tests.scorecard.services.rollup.figures import (
    AMBER,
    GREEN,
    INSUFFICIENT,
    NO_DATA,
    result_of,
)

pytestmark = pytest.mark.django_db


def formula(code, text, **fields):
    return make_kpi(code, unit_rule="none", time_rule="last", formula=text, **fields)


@pytest.fixture
def fuel(units):
    """Fuel of both brigades, men of both, from January to March."""
    kpis = make_kpi("FUEL"), make_kpi("MEN-1", time_rule="last")
    for kpi, numbers in zip(kpis, ((100, 200), (10, 40)), strict=True):
        for unit, number in zip((units.mara, units.nils), numbers, strict=True):
            make_reporter(unit, kpi, "2026-01", "2026-03")
            for period in ("2026-01", "2026-02"):
                make_entry(unit, kpi, period, number)
    return kpis


def test_a_formula_takes_the_results_of_the_same_unit_and_period(units, fuel):
    per_man = formula("PER-MAN", "FUEL / [MEN-1]")
    rebuild()
    values = [result_of(unit, per_man).value for unit in (units.mara, units.nils, units.hq)]
    assert values == [10, 5, 6]


def test_a_missing_operand_leaves_a_line_without_a_value(units, fuel):
    per_man = formula("PER-MAN", "FUEL / [MEN-1]")
    rebuild()
    found = result_of(units.hq, per_man, "2026-03")
    assert (found.value, found.status, found.reported, found.expected) == (None, NO_DATA, 0, 2)


def test_coverage_is_that_of_the_worst_covered_operand(units, fuel):
    make_entry(units.mara, fuel[0], "2026-03", 100)
    for unit, men in ((units.mara, 10), (units.nils, 40)):
        make_entry(unit, fuel[1], "2026-03", men)
    per_man = formula("PER-MAN", "FUEL / [MEN-1]")
    rebuild()
    found = result_of(units.hq, per_man, "2026-03")
    assert (found.value, found.reported, found.expected) == (2, 1, 2)
    assert found.status == INSUFFICIENT


def test_a_yearly_target_holds_in_every_period_and_is_never_rolled_up(units, fuel):
    per_man = formula("PER-MAN", "FUEL / [MEN-1]")
    for unit in (units.mara, units.nils):
        make_target(unit, per_man, "FY2026", goal=8, red_flag=12)
    rebuild()
    assert result_of(units.mara, per_man).status == AMBER
    assert result_of(units.nils, per_man, "2026-02").status == GREEN
    assert result_of(units.hq, per_man).goal is None


def test_a_formula_may_stand_on_another_one(units, fuel):
    per_man = formula("PER-MAN", "FUEL / [MEN-1]")
    twice = formula("TWICE", "[PER-MAN] * 2")
    rebuild()
    assert result_of(units.hq, twice).value == 2 * result_of(units.hq, per_man).value


def test_a_longer_view_computes_from_the_operands_of_that_view(units, fuel):
    per_man = formula("PER-MAN", "FUEL / [MEN-1]")
    rebuild()
    history = load_history()
    quarter = history.calendar.parse("2026-Q1")
    found = view_figures(history, load_meaning(NOW, per_man.pk), View.QUARTER)
    column = found.periods.index(quarter)
    hq = history.unit_ids.tolist().index(units.hq.pk)
    # 300 + 300 of fuel in two months, the last 50 men: not the mean of 6 and 6.
    assert found.figures.value[hq, column] == 12
    one = kpi_figures(per_man, [units.hq.pk], View.QUARTER, [quarter])
    assert one[units.hq.pk][quarter].value == 12


def test_an_entry_moves_what_is_computed_from_it_through_the_drain(units, fuel):
    per_man = formula("PER-MAN", "FUEL / [MEN-1]")
    twice = formula("TWICE", "[PER-MAN] * 2")
    rebuild()
    make_entry(units.mara, fuel[0], "2026-01", 150)
    keys = keys_of_entries(fuel[0].pk, [2026])
    assert {key.split(":")[0] for key in keys} >= {str(kpi.pk) for kpi in (per_man, twice)}
    post("rollup", keys)
    drain()
    assert result_of(units.hq, twice).value == 14
    assert rebuild() == 0


def test_a_formula_has_results_in_all_years_of_its_operands(units, fuel):
    make_reporter(units.mara, fuel[0], "2024-01", "2026-03")
    make_entry(units.mara, fuel[0], "2024-05", 7)
    same = formula("SAME", "FUEL + 0")
    rebuild()
    assert result_of(units.hq, same, "2024-05").value == 7
