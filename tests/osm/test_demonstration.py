from datetime import date

import pytest
from django.test import Client
from django.utils import timezone

from accounts.models import User
from communications.models import Delivery
from initiatives.models import Initiative, StatusLine
from jobs.models import OutboxRow
from organization.models import Unit
from osm import demonstration
from scorecard.models import CapSwitch, Draft, Entry, OwnForecast, Rebasing, Result, Score
from tests.factories import make_organization

DAY = "2026-11-12 08:00Z"


@pytest.mark.parametrize(
    ("day", "month"),
    [
        (date(2026, 11, 12), "2026-10"),
        (date(2026, 1, 31), "2025-12"),
        (date(2026, 3, 1), "2026-02"),
    ],
)
def test_the_last_month_of_the_demo_is_the_one_before_today(day, month):
    assert demonstration.month_before(day) == month


@pytest.mark.django_db
def test_loaded_means_that_there_is_an_organisation():
    assert not demonstration.is_loaded()
    make_organization()
    assert demonstration.is_loaded()


def test_reading_is_decided_alike_every_time():
    letter = type("Letter", (), {"title": "Spares"})
    readers = [demonstration._is_reader(letter, person, 0.5) for person in range(200)]
    assert readers == [demonstration._is_reader(letter, person, 0.5) for person in range(200)]
    assert 60 < sum(readers) < 140
    assert not any(demonstration._is_reader(letter, person, 0.0) for person in range(200))


def assert_complete():
    """Nothing is left to be worked off, and every part of the story has come."""
    # What is left are reminders whose time is still to come.
    left = OutboxRow.objects.exclude(topic="reminders", not_before__gt=timezone.now())
    assert not left.exists()
    assert Entry.objects.count() > 100_000
    kept = (Rebasing, OwnForecast, Draft)
    found = (Result, Score, CapSwitch, Initiative, StatusLine, Delivery, *kept)
    for model in found:
        assert model.objects.exists(), model


def assert_everybody_gets_in():
    for member in demonstration.cast():
        client = Client()
        client.force_login(User.objects.get(email=member.email))
        first = client.get("/", follow=True)
        for group in first.context["navigation"]:
            for item in group["items"]:
                assert client.get(item.url).status_code == 200, (member.email, item.url)


# On PostgreSQL the journeys of the browser load it.
@pytest.mark.once
@pytest.mark.slow
@pytest.mark.django_db
def test_the_army_of_aldmark_is_loaded_with_its_past(time_machine):
    time_machine.move_to(DAY)
    demonstration.load()
    assert_complete()
    assert_everybody_gets_in()
    top = Unit.objects.get(code="HQ")
    assert Score.objects.filter(unit=top, period=2026 * 12 + 9, node_kind=Score.SCORECARD).exists()


@pytest.mark.slow
@pytest.mark.django_db(transaction=True)
def test_a_load_that_fails_leaves_an_empty_database(time_machine, monkeypatch):
    time_machine.move_to(DAY)

    def fail(*_args, **_options):
        raise ZeroDivisionError

    monkeypatch.setattr(demonstration, "rebuild", fail)
    with pytest.raises(ZeroDivisionError):
        demonstration.load()
    assert not demonstration.is_loaded()
    assert not User.objects.exists()
