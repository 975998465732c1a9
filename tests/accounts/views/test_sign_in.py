import pytest
from django.test import Client

from accounts.services.browsers import COOKIE
from tests.factories import PASSWORD, make_person

DOOR = "/sign-in/"


@pytest.fixture
def mara(db):
    return make_person("Mara Hartley")


def ask(person, password, client=None, **extra):
    data = {"login": person.email, "password": password}
    return (client or Client()).post(DOOR, data, **extra)


def test_the_right_password_is_refused_too_while_the_door_is_closed(mara):
    statuses = [ask(mara, f"wrong {number}").status_code for number in range(6)]
    assert statuses == [422] * 5 + [429]
    answer = ask(mara, PASSWORD)
    assert answer.status_code == 429
    assert "not even the right password" in answer.content.decode()


def test_forged_addresses_do_not_help(mara):
    statuses = [
        ask(mara, "wrong", HTTP_X_FORWARDED_FOR=f"198.51.100.{number}").status_code
        for number in range(6)
    ]
    assert statuses == [422] * 5 + [429]


def test_behind_a_trusted_proxy_only_what_it_added_counts(mara, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    forged = [
        ask(mara, "wrong", HTTP_X_FORWARDED_FOR=f"10.0.0.{number}, 203.0.113.7").status_code
        for number in range(6)
    ]
    assert forged[-1] == 429
    assert ask(mara, PASSWORD, HTTP_X_FORWARDED_FOR="203.0.113.8").status_code == 302


def test_a_request_past_one_of_two_proxies_counts_by_where_it_came_from(mara, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 2
    assert ask(mara, "wrong", HTTP_X_FORWARDED_FOR="10.0.0.1").status_code == 422


def test_an_address_that_nobody_has_is_counted_alike(mara):
    mara.email = "nobody@aldmark.example"
    statuses = [ask(mara, "wrong").status_code for _ in range(6)]
    assert statuses == [422] * 5 + [429]


def test_a_browser_that_signed_in_before_still_gets_in(mara):
    client = Client()
    ask(mara, PASSWORD, client)
    assert client.cookies[COOKIE]["httponly"]
    client.post("/sign-out/")
    for number in range(60):
        ask(mara, "wrong", REMOTE_ADDR=f"198.51.{number}.1")
    assert ask(mara, PASSWORD).status_code == 429
    assert ask(mara, PASSWORD, client).status_code == 302


def test_whoever_knows_the_password_is_never_counted(mara):
    assert {ask(mara, PASSWORD).status_code for _ in range(20)} == {302}
