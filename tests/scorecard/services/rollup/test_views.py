import numpy as np
import pytest
import time_machine

from scorecard.engine.types import View
from scorecard.services.rollup.full import rebuild
from scorecard.services.rollup.history import load_history
from scorecard.services.rollup.known import NOW
from scorecard.services.rollup.meanings import load_meaning
from scorecard.services.rollup.views import view_figures
from tests.factories import make_entry, make_kpi, make_reporter, make_target
from tests.scorecard.services.rollup.figures import result_of

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def may_2026():
    with time_machine.travel("2026-05-20 10:00Z", tick=False):
        yield


@pytest.fixture
def fuel(units):
    """A mean of both brigades from November to April, with a goal of their command."""
    kpi = make_kpi("FUEL", unit_rule="mean", time_rule="mean")
    for unit, shift in ((units.mara, 0), (units.nils, 0.1)):
        make_reporter(unit, kpi, "2025-11", "2026-04")
        for place, period in enumerate(("2025-11", "2026-01", "2026-02")):
            make_entry(unit, kpi, period, str(round(place / 3 + shift, 5)))
    make_target(units.command, kpi, "FY2026", goal=1, red_flag=0)
    rebuild()
    return kpi


def shown(figures, unit, history):
    """Return the figures of one unit as plain lists, NaN alike."""
    row = history.unit_ids.tolist().index(unit.pk)
    return {
        name: repr(np.asarray(array)[..., row, :].tolist()) for name, array in vars(figures).items()
    }


@pytest.mark.parametrize("view", list(View))
def test_one_unit_alone_has_the_same_figures_as_among_all(units, fuel, view):
    history = load_history()
    whole = view_figures(history, load_meaning(NOW, fuel.pk), view)
    for unit in (units.command, units.mara):
        alone = history.only(unit.pk)
        one = view_figures(alone, load_meaning(NOW, fuel.pk), view)
        assert one.periods == whole.periods
        assert shown(one.figures, unit, alone) == shown(whole.figures, unit, history)


def test_the_base_view_shows_the_stored_results_as_they_are(units, fuel):
    history = load_history()
    found = view_figures(history, load_meaning(NOW, fuel.pk), View.BASE)
    column = [history.calendar.format(period) for period in found.periods].index("2026-02")
    stored, row = result_of(units.command, fuel, "2026-02"), 0
    figures = found.figures
    assert history.unit_ids[row] == units.command.pk
    assert (figures.value[row, column], figures.goal[row, column]) == (stored.value, stored.goal)
    assert (figures.score[row, column], figures.status[row, column]) == (
        stored.score,
        stored.status,
    )


def test_a_kpi_without_anything_has_no_periods(units):
    found = view_figures(load_history(), load_meaning(NOW, make_kpi("IDLE").pk), View.YEAR)
    assert found.periods == ()
    assert found.figures.value.shape == (4, 0)
