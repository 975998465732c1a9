"""What people with the same rights are shown is computed once, in each one's own frame."""

import re
from decimal import Decimal

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from communications.services.deliveries import mark_read
from jobs.services.drain import drain
from scorecard.engine.periods import FiscalCalendar
from scorecard.services.entries import Figure, submit_entries
from tests.communications.factories import delivery_to, make_delivered
from tests.factories import make_person
from tests.scorecard.small import make_scorecard

PAGES = (
    "/?unit=HQ&period=2026-10",
    "/scorecard/?unit=HQ&period=2026-10",
    "/units/?unit=HQ&period=2026-10",
    "/kpis/VEH/?unit=HQ&period=2026-10",
)
pytestmark = pytest.mark.usefixtures("pages_are_kept")

CONTENT = re.compile(r'<main id="main".*?</main>', re.DOTALL)


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


@pytest.fixture
def second(units):
    return make_person("Siri Dahl", "executive", units.hq)


def opened_by(person):
    client = Client()
    client.force_login(person)
    # The first page of a session brings what later ones do not ask for.
    client.get("/messages/")
    return client


def content(client, page):
    answer = client.get(page)
    assert answer.status_code == 200
    return CONTENT.search(answer.content.decode())[0]


def queries(client, page):
    with CaptureQueriesContext(connection) as asked:
        content(client, page)
    return len(asked)


@pytest.mark.parametrize("page", PAGES)
def test_the_second_is_shown_the_same_and_costs_less(world, chief, second, page):
    first, other = opened_by(chief), opened_by(second)
    assert queries(first, page) > 2 * queries(other, page)
    assert content(first, page) == content(other, page)


def test_the_frame_is_one_s_own(world, chief, second):
    for person in (chief, second):
        text = opened_by(person).get(PAGES[1]).content.decode()
        assert {name for name in (chief.name, second.name) if name in text} == {person.name}


@pytest.mark.parametrize("page", PAGES)
def test_who_may_see_less_is_shown_less(world, chief, nils, page):
    page = page.replace("HQ", "CMD")
    whole = content(opened_by(chief), page)
    part = content(opened_by(nils), page)
    assert "1st Armoured Brigade" in whole
    assert "1st Armoured Brigade" not in part


@pytest.mark.django_db(transaction=True)
def test_a_figure_is_on_the_next_page_of_everybody(world, chief, second, mara):
    page = "/kpis/STAFF/?unit=HQ&period=2026-10"
    first, other = opened_by(chief), opened_by(second)
    before = content(first, page)
    submit_entries(
        actor=mara,
        unit=world.units.mara,
        figures={
            (world.staff, FiscalCalendar(1).parse("2026-10")): Figure(
                value=Decimal(977), comment="Two battalions came."
            )
        },
    )
    drain()
    after = content(other, page)
    assert "977" in after
    assert "977" not in before
    assert content(first, page) == after


def test_what_one_has_read_another_may_not_have(world, ada, chief, mara, otto, units):
    version = make_delivered(ada, chief, units.mara)
    reader, other = opened_by(mara), opened_by(make_person("Mia Lund", "unit_manager", units.mara))
    mark_read(actor=mara, delivery=delivery_to(mara, version))
    unread = "Open it and say that you have read it"
    assert unread not in content(reader, "/?unit=MARA")
    assert unread not in content(other, "/?unit=MARA")
    assert unread in content(opened_by(otto), "/?unit=MARA")
