import re

import pytest

from accounts.models import Token
from tests.accounts.factories import bearer, make_token

PAGE = "/account/tokens/"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def at_home(client, mara):
    client.force_login(mara)
    return client


def make(client, **typed):
    right = {"name": "Fleet register", "scopes": ["read", "enter"], "days": "30"}
    return client.post(PAGE, right | typed)


def secrets(answer):
    return re.findall(r"osm_[0-9a-f]{64}", answer.content.decode())


def test_a_secret_is_shown_once_and_works(at_home, client):
    made = make(at_home)
    (secret,) = secrets(made)
    assert "no-store" in made["Cache-Control"]
    assert secrets(at_home.get(PAGE)) == []
    client.logout()
    header = {"Authorization": f"Bearer {secret}"}
    assert client.get("/api/v1/units/", headers=header).status_code == 200


def test_the_page_says_what_there_is(at_home, mara):
    assert "No program may act in your name" in at_home.get(PAGE).content.decode()
    make(at_home)
    page = at_home.get(PAGE).content.decode()
    assert "1 program may act in your name" in page
    assert "made 12 Nov, good until 12 Dec" in page


@pytest.mark.parametrize(
    ("typed", "words"),
    [
        ({"name": ""}, "This field is required."),
        ({"scopes": []}, "This field is required."),
        ({"scopes": ["rule"]}, "Select a valid choice."),
        ({"days": "366"}, "A token is good for 1 to 365 days."),
        ({"days": "soon"}, "Enter a whole number."),
    ],
)
def test_a_wrong_form_comes_back_with_what_is_wrong(at_home, typed, words):
    answer = make(at_home, **typed)
    assert answer.status_code == 422
    assert words in answer.content.decode()
    assert not Token.objects.exists()


def test_a_revoked_token_is_refused_from_the_next_request_on(at_home, mara):
    made = make_token(mara)
    start = made.token.token_key
    answer = at_home.post(f"{PAGE}{start}/revoke/", follow=True)
    assert "The token “Fleet register” is revoked." in answer.content.decode()
    at_home.logout()
    assert at_home.get("/api/v1/units/", headers=bearer(made)).status_code == 401


def test_the_token_of_another_is_not_known(at_home, nils):
    start = make_token(nils).token.token_key
    assert at_home.post(f"{PAGE}{start}/revoke/").status_code == 404
    assert Token.objects.get().revoked_at is None


def test_a_name_is_only_ever_text(at_home):
    answer = make(at_home, name="<b>Fleet</b>")
    assert "<b>Fleet</b>" not in answer.content.decode()


def test_every_page_leads_to_one_s_account_and_from_there_to_the_tokens(at_home):
    assert 'href="/account/"' in at_home.get("/messages/").content.decode()
    assert f'href="{PAGE}"' in at_home.get("/account/").content.decode()
