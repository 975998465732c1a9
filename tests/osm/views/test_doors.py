import pytest
from django.test import Client

from demo.people import CastMember
from osm.views import doors
from tests.factories import PASSWORD

ONE_CLICK = "/sign-in/demo/"


@pytest.fixture
def demo(settings, monkeypatch, mara):
    """The demo, with Mara as its whole cast."""
    member = CastMember(mara.email, mara.name, "unit_manager", "leads a brigade")
    settings.DEMO = True
    monkeypatch.setattr("osm.demonstration.cast", lambda: (member,))
    return member


def signed_in(client):
    return client.session.get("_auth_user_id")


def test_the_demo_signs_in_with_one_click(client, demo, mara):
    answer = client.post(ONE_CLICK, {"email": demo.email})
    assert (answer.status_code, answer.url) == (302, "/start/")
    assert signed_in(client) == str(mara.pk)


def test_one_click_leads_back_to_the_page_that_asked_who_it_is(client, demo):
    page = client.get("/sign-in/?next=/enter/%3Funit%3DMARA").content.decode()
    field = '<input type="hidden" name="next" value="/enter/?unit=MARA"'
    assert page.count(field) == 2
    answer = client.post(ONE_CLICK, {"email": demo.email, "next": "/enter/?unit=MARA"})
    assert answer.url == "/enter/?unit=MARA"


@pytest.mark.parametrize("address", ["https://elsewhere.example/", "//elsewhere.example", "data:,"])
def test_one_click_leads_to_no_other_site(client, demo, address):
    assert client.post(ONE_CLICK, {"email": demo.email, "next": address}).url == "/start/"


def test_the_demos_sign_in_page_shows_its_cast(client, demo):
    page = client.get("/sign-in/").content.decode()
    assert "leads a brigade" in page
    assert ONE_CLICK in page


def test_outside_the_demo_there_is_no_such_door(client, mara):
    assert client.post(ONE_CLICK, {"email": mara.email}).status_code == 404
    assert signed_in(client) is None
    assert ONE_CLICK not in client.get("/sign-in/").content.decode()
    assert doors.demo_cast() == ()


@pytest.mark.parametrize("data", [{}, {"email": ""}, {"email": "nobody@aldmark.example"}])
def test_nobody_but_the_cast_gets_in_by_one_click(client, demo, data):
    assert client.post(ONE_CLICK, data).status_code == 404
    assert signed_in(client) is None


def test_somebody_of_the_organisation_who_is_not_of_the_cast_does_not_get_in(client, demo, ada):
    assert client.post(ONE_CLICK, {"email": ada.email}).status_code == 404


def test_the_door_opens_by_post_with_a_token_only(client, demo):
    assert client.get(ONE_CLICK).status_code == 405
    strict = Client(enforce_csrf_checks=True)
    assert strict.post(ONE_CLICK, {"email": demo.email}).status_code == 403


def test_the_session_of_before_is_not_kept(client, demo):
    client.get("/sign-in/")
    client.session.save()
    before = client.session.session_key
    client.post(ONE_CLICK, {"email": demo.email})
    assert client.session.session_key != before


def test_a_password_opens_the_door_everywhere(client, mara):
    answer = client.post("/sign-in/", {"login": mara.email, "password": PASSWORD})
    assert (answer.status_code, answer.url) == (302, "/start/")
    assert signed_in(client) == str(mara.pk)


def test_a_wrong_password_says_the_same_for_everybody(client, mara):
    pages = [
        client.post("/sign-in/", {"login": login, "password": "wrong"}).content.decode()
        for login in (mara.email, "nobody@aldmark.example")
    ]
    sentence = "The email address and/or password you specified are not correct."
    assert [sentence in page for page in pages] == [True, True]
    assert signed_in(client) is None


def test_who_may_no_longer_sign_in_is_told_so(client, mara):
    mara.is_active = False
    mara.save()
    data = {"login": mara.email, "password": PASSWORD}
    page = client.post("/sign-in/", data, follow=True).content.decode()
    assert "Your account is closed." in page
    assert signed_in(client) is None


def test_nobody_signs_up(client, db):
    page = client.get("/sign-up/")
    assert "password1" not in page.content.decode()
    client.post("/sign-up/", {"email": "new@aldmark.example", "password1": PASSWORD})
    assert signed_in(client) is None


def test_signing_in_leads_to_no_other_host(client, mara):
    data = {"login": mara.email, "password": PASSWORD, "next": "https://evil.example/"}
    assert client.post("/sign-in/", data).url == "/start/"


def test_signing_out_ends_the_session(client, mara):
    client.force_login(mara)
    client.post("/sign-out/")
    assert signed_in(client) is None
