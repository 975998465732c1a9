"""When initiatives were launched and what became of them, and which next steps were done."""

from datetime import UTC, date, datetime

import pytest
import time_machine

from initiatives.selectors.happenings import stages_reached, steps_done
from initiatives.services.versions import Facts, append_version
from tests.initiatives.factories import (
    make_action,
    make_action_event,
    make_contribution,
    make_initiative,
)

pytestmark = pytest.mark.usefixtures("november")

MAY, NEXT_YEAR = date(2026, 5, 4), date(2027, 1, 4)
NOW = datetime(2026, 11, 12, 8, tzinfo=UTC)


def change(initiative, stage, day):
    moment = datetime.combine(day, datetime.min.time(), UTC)
    facts = Facts(unit=initiative.unit, name=initiative.code, stage=stage)
    append_version(
        initiative=initiative, facts=facts, actor=None, reason="Decided", recorded_at=moment
    )


def told(person, objective, as_of=None):
    found = stages_reached(person, [objective.pk], as_of)
    return [(fact.name, fact.stage, fact.day) for fact in found]


def test_what_runs_counts_from_its_start_and_changes_from_their_day(units, ada, objective):
    surge = make_initiative("SURGE", unit=units.hq, starts_on=MAY)
    make_contribution(surge, objective)
    change(surge, "delayed", date(2026, 8, 3))
    change(surge, "delayed", date(2026, 8, 4))
    change(surge, "done", date(2026, 10, 5))
    assert told(ada, objective) == [
        ("SURGE", "launched", MAY),
        ("SURGE", "delayed", date(2026, 8, 3)),
        ("SURGE", "done", date(2026, 10, 5)),
    ]


def test_a_proposal_is_launched_on_the_day_of_the_decision(units, ada, objective):
    surge = make_initiative("SURGE", unit=units.hq, stage="proposed", starts_on=MAY)
    make_contribution(surge, objective)
    assert told(ada, objective) == []
    change(surge, "launched", date(2026, 9, 1))
    assert told(ada, objective) == [("SURGE", "launched", date(2026, 9, 1))]


def test_what_has_not_started_or_does_not_help_is_not_told(units, ada, objective):
    make_contribution(make_initiative(unit=units.hq, starts_on=NEXT_YEAR), objective)
    make_contribution(make_initiative(unit=units.hq, starts_on=MAY), objective, 0)
    make_contribution(make_initiative(unit=units.hq), objective)
    assert told(ada, objective) == []


def test_an_initiative_of_a_unit_that_one_does_not_see_is_not_told(units, mara, nils, objective):
    make_contribution(make_initiative("OURS", unit=units.mara, starts_on=MAY), objective)
    assert told(mara, objective) == [("OURS", "launched", MAY)]
    assert told(nils, objective) == []


def test_as_of_a_past_day_later_changes_are_not_known(units, ada, objective):
    surge = make_initiative("SURGE", unit=units.hq, starts_on=MAY)
    make_contribution(surge, objective)
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        change(surge, "stopped", date(2026, 11, 19))
        assert len(told(ada, objective)) == 2
        assert told(ada, objective, NOW) == [("SURGE", "launched", MAY)]
        assert told(ada, objective, datetime(2026, 4, 1, tzinfo=UTC)) == []


def test_only_next_steps_that_were_done_are_told_to_who_sees_the_unit(units, mara, nils, kpi):
    make_action(units.mara, kpi, mara, text="Open")
    make_action_event(
        make_action(units.mara, kpi, mara, text="Dropped"), "dropped", mara, reason="No"
    )
    done = make_action(units.mara, kpi, mara, text="Done")
    make_action_event(done, "done", mara, reason="Sets came")
    make_action_event(make_action(units.nils, kpi, nils, text="Theirs"), "done", nils)
    (fact,) = steps_done(mara, units.mara, kpi)
    assert (fact.text, fact.outcome, fact.day, fact.by) == (
        "Done",
        "Sets came",
        NOW.date(),
        mara.name,
    )
    assert steps_done(nils, units.mara, kpi) == []
    assert steps_done(mara, units.mara, kpi, datetime(2026, 11, 1, tzinfo=UTC)) == []
