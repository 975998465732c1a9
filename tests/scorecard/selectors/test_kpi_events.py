"""What happened to a KPI at a unit: of each kind, to whom it is told, and as of when."""

from datetime import date

import time_machine
from django.http import QueryDict

from scorecard.policies import NOTHING_OWNED
from scorecard.selectors.context import read_context
from scorecard.selectors.events import Event, Knowledge
from scorecard.selectors.kpi_events import MOST_STEPS, kpi_events
from scorecard.selectors.subjects import kpi_at
from scorecard.services.figures import read_readings
from scorecard.services.past import requested_moment
from tests.factories import (
    make_entry,
    make_explanation,
    make_flag,
    make_flag_ending,
    make_kpi,
    make_line,
    make_reporter,
    make_target,
)
from tests.scorecard.small import roll_up

HERE = "unit=HQ&period=2026-10"


def events(person, query=HERE, code="VEH", elsewhere=None):
    asked = QueryDict(query)
    moment = requested_moment(asked)
    context = read_context(person, asked, asked.get("as_of", ""))
    subject = kpi_at(person, context, code, moment)
    readings = read_readings(context, subject, "25", moment)
    known_of = Knowledge(moment, NOTHING_OWNED)
    return kpi_events(context, subject, readings.own, known_of, elsewhere)


def told(*args, **kwargs):
    return [
        (event.day, event.text.replace("\N{NO-BREAK SPACE}", " "))
        for event in events(*args, **kwargs)
    ]


def test_where_nothing_happened_nothing_is_told(world, chief):
    assert events(chief) == []


def test_a_new_target_counts_from_its_first_period(world, chief):
    make_target(world.units.hq, world.vehicles, "2026-10", goal="0.82", red_flag="0.7")
    roll_up()
    assert told(chief) == [(date(2026, 10, 1), "The target is 82 % from here on, before that 80 %")]


def test_targets_that_read_the_same_are_the_same(world, chief):
    make_target(world.units.hq, world.vehicles, "2026-10", goal="0.80000001", red_flag="0.7")
    roll_up()
    assert told(chief) == []


def test_a_target_that_follows_a_profile_is_no_news(world, chief):
    seasonal = make_kpi("SEASON")
    make_reporter(world.units.mara, seasonal, "2026-04")
    make_line(world.objective, seasonal)
    for place in range(MOST_STEPS + 2):
        make_target(world.units.hq, seasonal, f"2026-{6 + place:02}", goal=30 + place, red_flag=1)
    roll_up()
    assert told(chief, code="SEASON") == []
    make_target(world.units.hq, seasonal, "2026-06", goal=31, red_flag=1)
    roll_up()
    assert len([day for day, text in told(chief, code="SEASON") if "from here on" in text]) == 3


def test_a_target_that_was_decided_anew_is_told_on_the_day_of_the_decision(world, chief):
    with time_machine.travel("2026-09-08T08:00:00Z", tick=False):
        make_target(world.units.hq, world.vehicles, "FY2026", goal="0.85", red_flag="0.7")
        make_target(world.units.hq, world.vehicles, "FY2026", goal="0.85", red_flag="0.6")
    roll_up()
    assert told(chief) == [
        (date(2026, 9, 8), "The target of FY 2026 was set to 85 %, before that 80 %")
    ]


def test_what_was_corrected_while_its_period_was_still_open_is_no_news(world, chief):
    with time_machine.travel("2026-09-30T08:00:00Z", tick=False):
        make_entry(world.units.mara, world.vehicles, "2026-08", pair=(81, 100))
    assert told(chief) == []


def test_corrections_long_after_are_told_with_their_period_together(world, chief):
    for unit, day in ((world.units.mara, "08"), (world.units.nils, "09")):
        with time_machine.travel(f"2026-11-{day}T08:00:00Z", tick=False):
            make_entry(unit, world.vehicles, "2026-08", pair=(81, 100))
    words = "2 figures were corrected long after, the last on 9 Nov 2026"
    assert told(chief) == [(date(2026, 8, 31), words)]


def test_what_owners_say_and_fear_is_told_with_who_and_a_way_there(world, chief, mara):
    with time_machine.travel("2026-10-12T08:00:00Z", tick=False):
        make_explanation(world.units.hq, world.vehicles, "2026-09", chief, happened="No brakes")
        flag = make_flag(world.units.hq, world.vehicles, chief, fear="No tyres")
    with time_machine.travel("2026-10-20T08:00:00Z", tick=False):
        make_flag_ending(flag, chief, reason="Tyres came")
    said, raised, over = events(chief)
    assert (said.day, said.text) == (date(2026, 9, 30), "In the owner’s words: No brakes")
    assert (said.by, said.url) == ("Chief Lindqvist", "/kpis/VEH/?unit=HQ&period=2026-09")
    assert (raised.day, raised.text) == (date(2026, 10, 12), "A flag was raised: No tyres")
    assert raised.url == "/flags/kpis/VEH/?unit=HQ"
    assert (over.day, over.text) == (date(2026, 10, 20), "The flag is over: Tyres came")


def test_only_the_newest_revision_of_what_an_owner_said_is_told(world, chief):
    for words in ("First", "Second"):
        make_explanation(world.units.hq, world.vehicles, "2026-09", chief, happened=words)
    assert [event.text for event in events(chief)] == ["In the owner’s words: Second"]


def test_long_words_are_cut(world, chief):
    make_explanation(world.units.hq, world.vehicles, "2026-09", chief, happened="brakes " * 90)
    (said,) = events(chief)
    assert len(said.text) < 200
    assert said.text.endswith("…")


def test_above_ones_own_unit_only_the_published_target_is_told(world, chief, mara):
    make_target(world.units.hq, world.vehicles, "2026-10", goal="0.82", red_flag="0.7")
    make_target(world.units.hq, world.vehicles, "FY2026", goal="0.81", red_flag="0.7")
    make_explanation(world.units.hq, world.vehicles, "2026-09", chief)
    make_flag(world.units.hq, world.vehicles, chief)
    with time_machine.travel("2026-11-09T08:00:00Z", tick=False):
        make_entry(world.units.nils, world.vehicles, "2026-08", pair=(81, 100))
    roll_up()
    assert len(events(chief)) == 5
    assert [text for _day, text in told(mara)] == [
        "The target is 82 % from here on, before that 81 %"
    ]


def test_as_of_a_past_day_only_what_was_known_then_is_told(world, chief):
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        make_explanation(world.units.hq, world.vehicles, "2026-09", chief)
        make_entry(world.units.nils, world.vehicles, "2026-08", pair=(81, 100))
        flag = make_flag(world.units.hq, world.vehicles, chief)
    with time_machine.travel("2026-11-25T08:00:00Z", tick=False):
        make_flag_ending(flag, chief)
        assert len(events(chief)) == 4
        assert events(chief, f"{HERE}&as_of=2026-11-15") == []
        assert len(events(chief, f"{HERE}&as_of=2026-11-22")) == 3


def test_what_happened_elsewhere_is_asked_for_with_all_that_it_depends_on(world, chief):
    asked = []

    def elsewhere(*known):
        asked.append(known)
        return [Event(date(2026, 9, 1), "launched")]

    assert [event.text for event in events(chief, elsewhere=elsewhere)] == ["launched"]
    ((person, unit, kpi, objectives, moment),) = asked
    assert (person, unit, kpi, moment) == (chief, world.units.hq, world.vehicles, None)
    assert list(objectives) == [world.objective.pk]
