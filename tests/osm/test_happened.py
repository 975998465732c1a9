"""What happened to a KPI outside the scorecard, as its page tells it."""

from datetime import date

import pytest
import time_machine

from osm.happened import happened
from tests.factories import make_kpi, make_line, make_objective
from tests.initiatives.factories import (
    make_action,
    make_action_event,
    make_contribution,
    make_initiative,
)


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


@pytest.fixture
def kpi(units):
    found = make_kpi("VEH")
    make_line(make_objective("REPAIR", unit=units.hq), found)
    return found


def test_initiatives_and_next_steps_are_told_with_a_way_to_them(units, ada, mara, kpi):
    objective = kpi.lines.get().objective
    surge = make_initiative("SURGE", unit=units.hq, name="Spares surge", starts_on=date(2026, 5, 4))
    make_contribution(surge, objective)
    step = make_action(units.mara, kpi, mara, text="Fly brake sets in")
    make_action_event(step, "done", mara, reason="They came")
    bare = make_action(units.mara, kpi, mara, text="Count them")
    make_action_event(bare, "done", mara)
    launched, done, counted = happened(ada, units.mara, kpi, [objective.pk])
    assert (launched.day, launched.text) == (
        date(2026, 5, 4),
        "Initiative launched: Spares surge",
    )
    assert launched.url == f"/initiatives/{surge.pk}/"
    assert (done.text, done.by) == ("Done: Fly brake sets in – They came", mara.name)
    assert done.url == f"/initiatives/actions/{step.pk}/"
    assert counted.text == "Next step done: Count them"
