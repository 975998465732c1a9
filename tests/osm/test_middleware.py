from datetime import timedelta

import pytest
from allauth.usersessions.models import UserSession
from django.test import Client

from tests.factories import PASSWORD, make_deputy

HERE = "/account/"
MINUTE = timedelta(minutes=1)


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def browser(person):
    client = Client()
    client.force_login(person)
    client.get(HERE)
    return client


def is_asked(client):
    return client.get(HERE).status_code == 302


@pytest.mark.parametrize(
    ("who", "asked"), [("ada", True), ("mara", False), ("chief", False), ("vera", False)]
)
def test_half_an_hour_of_silence_signs_out_who_manages_people(request, time_machine, who, asked):
    client = browser(request.getfixturevalue(who))
    time_machine.shift(30 * MINUTE)
    assert not is_asked(client)
    time_machine.shift(31 * MINUTE)
    assert is_asked(client) is asked


def test_who_opens_the_administration_pages_is_signed_out_too(otto, time_machine):
    otto.is_staff = True
    otto.save()
    client = browser(otto)
    time_machine.shift(31 * MINUTE)
    assert is_asked(client)


def test_who_goes_on_working_stays_until_twelve_hours_are_over(ada, time_machine):
    client = browser(ada)
    for _ in range(12 * 60 // 20):
        time_machine.shift(20 * MINUTE)
        assert not is_asked(client)
    time_machine.shift(MINUTE)
    assert is_asked(client)


def test_the_reason_is_said_at_the_door_and_the_session_is_off_the_list(ada, time_machine):
    client = browser(ada)
    time_machine.shift(31 * MINUTE)
    answer = client.get(HERE, follow=True)
    assert answer.redirect_chain[-1][0] == "/sign-in/?next=/account/"
    assert "You were signed out after 30 minutes without a click" in answer.content.decode()
    assert not UserSession.objects.exists()


def test_twelve_hours_begin_with_signing_in_and_not_with_the_first_page(mara, time_machine):
    client = Client()
    client.post("/sign-in/", {"login": mara.email, "password": PASSWORD})
    time_machine.shift(timedelta(hours=11))
    assert not is_asked(client)
    time_machine.shift(timedelta(hours=1, minutes=1))
    assert is_asked(client)


def test_a_deputy_of_the_office_keeps_their_own_silence(ada, otto, time_machine):
    make_deputy(ada, otto)
    client = browser(otto)
    time_machine.shift(31 * MINUTE)
    assert not is_asked(client)


def test_a_page_between_two_notes_writes_nothing(mara, django_assert_num_queries):
    client = browser(mara)
    with django_assert_num_queries(2):
        # Session and person; the rights come with the page that asks for them.
        client.get("/sign-up/")


def test_a_page_that_is_left_open_does_not_make_a_session_last(ada, time_machine):
    client = browser(ada)
    for _ in range(3):
        time_machine.shift(10 * MINUTE)
        client.get(HERE, headers={"osm-follows": "1"})
    time_machine.shift(MINUTE)
    assert is_asked(client)
