"""The buttons that pin a thing from its own page."""

import pytest

from osm.models import Pin
from tests.osm.factories import make_pin
from tests.scorecard.small import make_scorecard, roll_up


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def scorecard(units):
    made = make_scorecard(units)
    roll_up()
    return made


def read(client, address):
    return client.get(address).content.decode()


def test_a_kpi_is_pinned_from_its_page_and_taken_off_there(client, mara, scorecard):
    client.force_login(mara)
    assert "This KPI: pin to my dashboard" in read(client, "/kpis/VEH/")
    body = {"kind": "kpi", "code": "VEH", "unit": "MARA", "back": "/kpis/VEH/"}
    assert client.post("/dashboard/pins/", body).url == "/kpis/VEH/"
    assert "This KPI: on your dashboard, remove" in read(client, "/kpis/VEH/")
    # At another unit it is another thing.
    assert "This KPI: pin to my dashboard" in read(client, "/kpis/VEH/?unit=HQ")
    pin = Pin.objects.get()
    client.post(f"/dashboard/pins/{pin.pk}/remove/", {"back": "/kpis/VEH/"})
    assert not Pin.objects.exists()


def test_two_who_share_a_page_have_their_own_buttons(client, chief, ada, units, scorecard):
    make_pin(chief, unit=units.hq, kpi=scorecard.vehicles)
    client.force_login(ada)
    assert "This KPI: pin to my dashboard" in read(client, "/kpis/VEH/")
    client.force_login(chief)
    assert "This KPI: on your dashboard, remove" in read(client, "/kpis/VEH/")


@pytest.mark.parametrize(
    ("address", "words"),
    [
        ("/explain/objectives/{objective}/", "This objective: pin"),
        ("/", "Late data: pin"),
        ("/initiatives/actions/", "Next steps that I hold: pin"),
    ],
)
def test_other_pages_have_theirs(client, mara, scorecard, address, words):
    client.force_login(mara)
    code = scorecard.objective.code
    assert words in read(client, address.format(objective=code))


def test_late_data_above_ones_own_unit_is_not_offered(client, mara, scorecard):
    client.force_login(mara)
    assert "Late data: pin" in read(client, "/?unit=MARA")
    assert "Late data: pin" not in read(client, "/?unit=HQ")


def test_no_page_that_is_not_there_offers_a_pin(client, mara, scorecard):
    client.force_login(mara)
    assert "to my dashboard" not in read(client, "/kpis/NONE/")


def test_nobody_is_sent_to_another_site(client, mara, scorecard):
    client.force_login(mara)
    body = {"kind": "steps", "back": "https://evil.example/"}
    assert client.post("/dashboard/pins/", body).url == "/dashboard/"


def test_a_place_that_is_none_is_refused_with_a_sentence(client, mara):
    pin = make_pin(mara, Pin.STEPS)
    client.force_login(mara)
    answer = client.post(f"/dashboard/pins/{pin.pk}/move/", {"place": "top"}, follow=True)
    assert "Say which place it goes to" in answer.content.decode()
