"""A dashboard, read in the name of the one whose it is."""

import pytest
from django.http import Http404

from core.errors import DomainError, NotAllowedError
from osm.dashboards.services.pins import MOST_PINS, move_pin, pin_thing, remove_pin
from osm.dashboards.things import Thing, requested_thing
from osm.models import Pin
from scorecard.models import Objective
from tests.communications.factories import make_delivered
from tests.initiatives.factories import make_initiative
from tests.osm.factories import make_pin


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def read(client, person, query=""):
    client.force_login(person)
    answer = client.get(f"/dashboard/{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def page(client, person, query=""):
    client.force_login(person)
    return client.get(f"/dashboard/{query}").context["page"]


def kinds(person):
    return [pin.kind for pin in person.pins.all()]


def test_an_empty_one_says_what_to_do_first(client, units, mara):
    shown = read(client, mara)
    assert "Nothing is on your dashboard yet" in shown
    assert 'href="/scorecard/"' in shown


def test_a_kpi_has_its_unit_period_status_value_target_and_coverage(client, units, chief, vehicles):
    make_pin(chief, unit=units.hq, kpi=vehicles)
    shown = read(client, chief)
    for words in ("Vehicle availability", "Army HQ · October 2026", "off target", "60", "80"):
        assert words in shown
    tile = page(client, chief).tiles[0].tile
    assert (tile.course.figure.value, tile.course.figure.goal) == (0.6, 0.8)
    assert (tile.course.figure.reported, tile.course.figure.expected) == (2, 2)


def test_the_period_of_the_address_applies_to_the_tiles(client, units, chief, vehicles):
    make_pin(chief, unit=units.hq, kpi=vehicles)
    tile = page(client, chief, "?period=2026-09").tiles[0].tile
    assert (tile.period, tile.course.figure.value) == ("September 2026", 0.8)


def test_a_chart_is_drawn_large(client, units, chief, vehicles):
    make_pin(chief, Pin.COURSE, unit=units.mara, kpi=vehicles)
    assert 'data-chart="course-' in read(client, chief)


def test_an_objective_has_its_score(client, units, chief, vehicles):
    objective = Objective.objects.get()
    make_pin(chief, Pin.OBJECTIVE, unit=units.hq, objective=objective)
    tile = page(client, chief).tiles[0].tile
    assert tile.unit == "Army HQ"
    assert tile.scored.score is not None


def test_late_data_names_the_units(client, units, chief, vehicles):
    make_pin(chief, Pin.LATE, unit=units.hq)
    shown = read(client, chief)
    assert "1 of 2 units late" in shown
    assert "4th Mechanised Brigade" in shown


def test_a_message_is_shown_to_whom_it_was_delivered_only(client, units, ada, chief, mara, nils):
    letter = make_delivered(ada, chief, units.mara, title="Brakes first")
    for person in (mara, nils):
        make_pin(person, Pin.MESSAGE, message=letter.message)
    assert "Brakes first" in read(client, mara)
    assert "Brakes first" not in read(client, nils)


def test_what_may_no_longer_be_seen_is_said_and_not_named(client, units, nils, vehicles):
    make_pin(nils, unit=units.mara, kpi=vehicles)
    shown = read(client, nils)
    assert "1 pin is no longer visible to you." in shown
    assert "1st Armoured Brigade" not in shown
    assert "Vehicle availability" not in shown


def test_above_ones_own_unit_only_what_stands_on_the_scorecard_is_shown(
    client, units, mara, vehicles
):
    make_pin(mara, unit=units.hq, kpi=vehicles)
    assert page(client, mara).tiles[0].tile.course.coverage_known is False
    vehicles.lines.all().delete()
    assert page(client, mara).hidden


def test_nothing_is_pinned_that_one_may_not_see(units, nils, vehicles):
    with pytest.raises(Http404):
        requested_thing(nils, Pin.KPI, "VEH", "MARA")
    with pytest.raises(Http404):
        requested_thing(nils, Pin.KPI, "NONE", "HQ")
    with pytest.raises(Http404):
        requested_thing(nils, "nonsense", "VEH", "")
    with pytest.raises(Http404):
        requested_thing(nils, Pin.MESSAGE, "7", "")
    with pytest.raises(NotAllowedError):
        requested_thing(nils, Pin.LATE, "", "HQ")


def test_pinning_twice_leaves_one_pin(units, mara, vehicles):
    thing = requested_thing(mara, Pin.KPI, "VEH", "")
    assert pin_thing(actor=mara, thing=thing) == pin_thing(actor=mara, thing=thing)
    assert kinds(mara) == [Pin.KPI]


def test_a_full_dashboard_refuses_with_a_sentence(units, mara, vehicles):
    for _ in range(MOST_PINS):
        make_pin(mara, Pin.STEPS)
    with pytest.raises(DomainError, match="Your dashboard is full: it holds 24 pins"):
        pin_thing(actor=mara, thing=Thing(Pin.LATE, unit=units.mara))


def test_a_pin_goes_to_its_place_and_the_others_close_up(units, mara, vehicles):
    make_pin(mara, Pin.STEPS)
    make_pin(mara, Pin.LATE, unit=units.mara)
    last = make_pin(mara, unit=units.mara, kpi=vehicles)
    move_pin(actor=mara, pin=last, place=0)
    assert kinds(mara) == [Pin.KPI, Pin.STEPS, Pin.LATE]
    move_pin(actor=mara, pin=last, place=99)
    assert kinds(mara) == [Pin.STEPS, Pin.LATE, Pin.KPI]


def test_moving_what_another_tab_removed_loses_nothing(units, mara):
    first, second = make_pin(mara, Pin.STEPS), make_pin(mara, Pin.LATE, unit=units.mara)
    Pin.objects.filter(pk=second.pk).delete()
    move_pin(actor=mara, pin=second, place=0)
    assert list(mara.pins.all()) == [first]


def test_the_dashboard_of_another_is_not_touched(units, mara, nils):
    pin = make_pin(mara, Pin.STEPS)
    for act in (remove_pin, lambda **what: move_pin(place=0, **what)):
        with pytest.raises(NotAllowedError):
            act(actor=nils, pin=pin)
    assert kinds(mara) == [Pin.STEPS]


def test_a_list_of_initiatives_has_those_first_that_need_a_look(client, units, mara):
    make_initiative("CALM", unit=units.mara, stage="launched")
    make_initiative("LATE", unit=units.mara, stage="delayed")
    make_initiative("ELSEWHERE", unit=units.nils, stage="delayed")
    make_pin(mara, Pin.PORTFOLIO, unit=units.mara)
    tile = page(client, mara).tiles[0].tile
    names = [row.version.initiative.code for row in tile.portfolio.initiatives]
    assert names == ["LATE", "CALM"]
    assert (tile.portfolio.count, tile.portfolio.attention) == (2, 1)


def test_initiatives_of_a_unit_above_are_not_pinned(client, units, mara, vehicles):
    client.force_login(mara)
    assert client.post("/dashboard/pins/", {"kind": "portfolio", "unit": "HQ"}).status_code == 403
    make_pin(mara, Pin.PORTFOLIO, unit=units.hq)
    assert len(page(client, mara).hidden) == 1
