from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.test import Client

from accounts.services.outdated import remove_outdated
from accounts.services.sessions import end_other_sessions
from audit.models import Record

pytestmark = pytest.mark.django_db
HERE = "/account/sessions/"


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def browser(person, name="Firefox on Linux"):
    client = Client(headers={"User-Agent": f"{name} test"})
    client.force_login(person)
    client.get(HERE)
    return client


def is_asked(client):
    return client.get(HERE).status_code == 302


def noted(client):
    return UserSession.objects.get(session_key=client.session.session_key)


def test_a_session_is_noted_when_it_is_first_used(mara):
    browser(mara)
    row = UserSession.objects.get()
    assert (row.user, row.ip, row.user_agent) == (mara, "127.0.0.1", "Firefox on Linux test")


def test_the_last_use_is_noted_once_a_minute(mara, time_machine):
    client = browser(mara)
    first = noted(client).last_seen_at
    time_machine.shift(timedelta(seconds=59))
    client.get(HERE)
    assert noted(client).last_seen_at == first
    time_machine.shift(timedelta(seconds=1))
    client.get(HERE)
    assert noted(client).last_seen_at == first + timedelta(seconds=60)


def test_one_ended_session_is_asked_to_sign_in_and_the_others_go_on(mara):
    here, there = browser(mara), browser(mara)
    here.post(f"{HERE}{noted(there).pk}/end/")
    assert is_asked(there)
    assert not is_asked(here)
    assert Record.objects.get().verb == "ended session"


def test_ending_all_others_keeps_the_present_one(mara, otto):
    here, there, elsewhere, ottos = browser(mara), browser(mara), browser(mara), browser(otto)
    answer = here.post(f"{HERE}end-others/", follow=True)
    assert "2 other sessions are ended." in answer.content.decode()
    assert [is_asked(client) for client in (here, there, elsewhere, ottos)] == [0, 1, 1, 0]
    row = Record.objects.get()
    assert (row.verb, row.detail) == ("ended other sessions", {"sessions": 2})


def test_nobody_ends_the_session_of_somebody_else(mara, otto):
    here, ottos = browser(mara), browser(otto)
    assert here.post(f"{HERE}{noted(ottos).pk}/end/").status_code == 404
    assert not is_asked(ottos)


def test_without_one_to_keep_all_sessions_end(mara):
    clients = [browser(mara), browser(mara)]
    assert end_other_sessions(mara) == 2
    assert all(is_asked(client) for client in clients)


def test_what_is_over_is_removed(mara, otto, time_machine):
    browser(mara)
    time_machine.shift(timedelta(hours=6))
    browser(otto)
    time_machine.shift(timedelta(hours=7))
    remove_outdated()
    assert [row.user for row in UserSession.objects.all()] == [otto]
    assert Session.objects.count() == 1
