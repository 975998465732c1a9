"""Each kind of change makes a page that the browser kept a page of yesterday."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.contrib import messages
from django.contrib.messages.storage.cookie import CookieStorage
from django.http import HttpRequest
from django.test import Client
from django.utils import timezone

from communications.services.deliveries import mark_read
from jobs.models import OutboxRow
from jobs.services.drain import drain
from organization.models import Membership, Organization
from osm import revalidation
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import Draft, KpiVersion
from scorecard.services.entries import Figure, submit_entries
from tests.communications.factories import delivery_to, make_delivered, make_waiting
from tests.factories import PASSWORD, give_role, make_unit, move_unit, ordinal
from tests.initiatives.factories import make_contribution, make_initiative, make_status_line
from tests.scorecard.small import make_scorecard

PAGES = (
    "/?unit=MARA",
    "/scorecard/?unit=MARA",
    "/units/?unit=MARA",
    "/kpis/VEH/?unit=MARA",
)


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


@pytest.fixture
def browser(world, mara):
    client = Client()
    client.force_login(mara)
    # The first page brings the cookie of the forms.
    client.get("/")
    return client


def fetch(client, page, etag="", **headers):
    kept = {"If-None-Match": etag} if etag else {}
    return client.get(page, headers=kept | headers)


def etags(client):
    found = [fetch(client, page) for page in PAGES]
    assert [each.status_code for each in found] == [200] * len(PAGES)
    return [each["ETag"] for each in found]


@pytest.mark.parametrize("page", PAGES)
def test_an_unchanged_page_is_answered_with_304_and_nothing(browser, page):
    first = fetch(browser, page)
    again = fetch(browser, page, first["ETag"])
    assert (again.status_code, again.content) == (304, b"")
    for answer in (first, again):
        assert answer["ETag"] == first["ETag"]
        assert {"private", "no-cache"} <= set(answer["Cache-Control"].split(", "))
        assert "Cookie" in answer["Vary"]


def test_heartbeats_and_hints_change_no_page(browser):
    before = etags(browser)
    OutboxRow.objects.create(topic="rollup", key="1:1")
    OutboxRow.objects.all().delete()
    assert etags(browser) == before


def test_somebody_who_signs_in_moves_no_page_of_others(browser, chief):
    before = etags(browser)
    answer = Client().post("/sign-in/", {"login": chief.email, "password": PASSWORD})
    assert answer.status_code == 302
    chief.refresh_from_db()
    assert chief.last_login is not None
    assert etags(browser) == before


def submit(world, mara):
    period = FiscalCalendar(1).parse("2026-10")
    submit_entries(
        actor=mara,
        unit=world.units.mara,
        figures={(world.staff, period): Figure(value=Decimal(30))},
    )


def draft(world, mara):
    place = {"unit": world.units.mara, "period": ordinal("2026-10"), "typed_at": timezone.now()}
    Draft.objects.create(kpi=world.vehicles, value="9", typed_by=mara, **place)


CHANGES = {
    "an entry": lambda world, mara, **_: submit(world, mara),
    "a draft": lambda world, mara, **_: draft(world, mara),
    "a unit": lambda world, **_: make_unit(parent=world.units.mara),
    "a placement": lambda world, **_: move_unit(world.units.nils, world.units.hq, date(2026, 1, 1)),
    "a membership": lambda world, mara, **_: give_role(mara, "executive", world.units.mara),
    "the end of a membership": lambda **_: Membership.objects.update(valid_until=date(2027, 1, 1)),
    "a message": lambda world, ada, chief, **_: make_delivered(ada, chief, world.units.mara),
    "an approval": lambda world, ada, mara, **_: make_waiting(ada, mara, world.units.mara),
    "an initiative": lambda world, **_: make_initiative(unit=world.units.mara),
    "the organisation": lambda **_: Organization.objects.update(name="Army of Elsewhere"),
    "a definition": lambda **_: KpiVersion.objects.update(name="Renamed"),
    "a name": lambda chief, **_: type(chief).objects.update(name="Renamed"),
}


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_each_kind_of_change_moves_every_page(browser, world, mara, ada, chief, change):
    before = etags(browser)
    change(world=world, mara=mara, ada=ada, chief=chief)
    after = etags(browser)
    assert set(before).isdisjoint(after)
    kept = zip(PAGES, before, strict=True)
    assert {fetch(browser, page, etag).status_code for page, etag in kept} == {200}


@pytest.mark.django_db(transaction=True)
def test_an_entry_moves_the_pages_when_it_is_stored_and_again_when_it_is_rolled_up(
    browser, world, mara
):
    before = etags(browser)
    submit(world, mara)
    stored = etags(browser)
    drain()
    assert len({*before, *stored, *etags(browser)}) == 3 * len(PAGES)


@pytest.mark.django_db(transaction=True)
def test_reading_a_message_moves_the_pages(browser, world, mara, ada, chief):
    version = make_delivered(ada, chief, world.units.mara)
    before = etags(browser)
    mark_read(actor=mara, delivery=delivery_to(mara, version))
    assert set(before).isdisjoint(etags(browser))


@pytest.mark.django_db(transaction=True)
def test_what_the_owner_says_moves_the_pages(browser, world, mara):
    initiative = make_initiative(unit=world.units.mara)
    make_contribution(initiative, world.objective)
    before = etags(browser)
    make_status_line(initiative, author=mara)
    assert set(before).isdisjoint(etags(browser))


@pytest.mark.parametrize("moment", ["2026-11-12 21:00Z", "2026-11-12 20:30Z"])
def test_a_new_hour_moves_the_pages_also_where_it_begins_earlier(world, mara, time_machine, moment):
    # There clocks are 5 hours and 30 minutes ahead.
    Organization.objects.update(time_zone="Asia/Kolkata")
    browser = Client()
    time_machine.move_to("2026-11-12 20:00Z", tick=False)
    browser.force_login(mara)
    browser.get("/")
    before = etags(browser)
    time_machine.move_to("2026-11-12 20:29Z", tick=False)
    assert etags(browser) == before
    time_machine.move_to(moment, tick=False)
    assert set(before).isdisjoint(etags(browser))


def test_another_release_moves_the_pages(browser, monkeypatch):
    before = etags(browser)
    monkeypatch.setattr(revalidation, "fingerprint", lambda: "the next one")
    assert set(before).isdisjoint(etags(browser))


def test_another_language_moves_the_pages(browser, monkeypatch):
    before = etags(browser)
    monkeypatch.setattr(revalidation, "get_language", lambda: "pl")
    assert set(before).isdisjoint(etags(browser))


def test_a_part_of_a_page_is_not_the_page(browser):
    for header in ("HX-Request", "HX-Boosted", "HX-History-Restore-Request"):
        whole = fetch(browser, PAGES[0])
        assert fetch(browser, PAGES[0], **{header: "true"})["ETag"] != whole["ETag"]


def test_nobody_gets_304_for_the_page_of_somebody_else(browser, chief):
    other = Client()
    other.force_login(chief)
    for page in PAGES:
        assert fetch(other, page, fetch(browser, page)["ETag"]).status_code == 200


def test_signing_in_again_moves_the_pages(browser, mara):
    before = etags(browser)
    session = browser.session
    session["something"] = "else"
    session.save()
    assert set(before).isdisjoint(etags(browser))


@pytest.mark.django_db(transaction=True)
def test_who_lost_the_right_gets_no_304(browser, world):
    page = "/scorecard/?unit=MARA"
    etag = fetch(browser, page)["ETag"]
    Membership.objects.filter(role="unit_manager").update(valid_until=date(2026, 11, 1))
    assert fetch(browser, page, etag).status_code == 404


def test_who_is_signed_out_is_asked_to_sign_in_and_not_told_that_nothing_changed(browser):
    etag = fetch(browser, PAGES[0])["ETag"]
    browser.logout()
    assert fetch(browser, PAGES[0], etag).status_code == 302


def test_what_is_said_once_is_not_kept(browser):
    kept = fetch(browser, PAGES[0])["ETag"]
    say(browser, "Your acknowledgement is recorded.")
    told = fetch(browser, PAGES[0], kept)
    assert (told.status_code, "ETag" in told) == (200, False)
    assert "Your acknowledgement is recorded." in told.content.decode()
    assert fetch(browser, PAGES[0], kept).status_code == 304


def say(browser, text):
    request = HttpRequest()
    notice = messages.storage.base.Message(messages.SUCCESS, text)
    browser.cookies["messages"] = CookieStorage(request)._encode([notice])


def test_the_form_of_a_kept_page_still_works(world, mara):
    client = Client(enforce_csrf_checks=True)
    client.force_login(mara)
    page = fetch(client, PAGES[0])
    # The first visit brings the cookie; the page after it is the one that is kept.
    page = fetch(client, PAGES[0])
    assert fetch(client, PAGES[0], page["ETag"]).status_code == 304
    token = re.search(r'name="csrfmiddlewaretoken" value="(\w+)"', page.content.decode())[1]
    assert client.post("/sign-out/", {"csrfmiddlewaretoken": token}).status_code == 302


def test_a_page_whose_forms_would_be_refused_is_not_kept(browser):
    before = fetch(browser, PAGES[0])["ETag"]
    browser.cookies["csrftoken"] = "x" * 32
    assert fetch(browser, PAGES[0], before).status_code == 200


def test_where_errors_are_shown_in_the_browser_nothing_is_kept(browser, settings):
    settings.DEBUG = True
    assert "ETag" not in fetch(browser, PAGES[0])


def test_a_page_that_is_not_marked_gets_no_etag(browser):
    assert "ETag" not in fetch(browser, "/messages/")
