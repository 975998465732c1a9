import re

import pytest
from django.core import mail
from django.test import Client

from jobs.services.drain import drain
from tests.factories import PASSWORD, make_person

CHANGE = "/account/password/"
NEW = "three quiet words"


@pytest.fixture
def mara(db):
    return make_person("Mara Hartley")


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def typed(old=PASSWORD, new=NEW, again=None):
    return {"oldpassword": old, "password1": new, "password2": again or new}


def opens(person, password):
    answer = Client().post("/sign-in/", {"login": person.email, "password": password})
    return answer.status_code == 302


def link(person):
    Client().post("/password/", {"email": person.email})
    drain({"password_reset"})
    return re.search(r"http://127\.0\.0\.1:8000(/password/\S+)", mail.outbox[-1].body)[1]


def test_a_changed_password_opens_the_door_and_ends_the_other_sessions(mara):
    here, there = signed_in(mara), signed_in(mara)
    there.get("/account/")
    answer = here.post(CHANGE, typed(), follow=True)
    assert "All other sessions are ended." in answer.content.decode()
    assert answer.redirect_chain == [("/account/", 302)]
    assert there.get("/account/").status_code == 302
    assert here.get("/account/").status_code == 200
    assert (opens(mara, NEW), opens(mara, PASSWORD)) == (True, False)


@pytest.mark.parametrize(
    "wrong",
    [typed(old="not it at all"), typed(new="too short"), typed(new="password12345"), {}],
)
def test_a_wrong_or_weak_password_changes_nothing(mara, wrong):
    answer = signed_in(mara).post(CHANGE, wrong)
    assert answer.status_code == 422
    assert opens(mara, PASSWORD)


def test_two_different_new_passwords_are_refused(mara):
    assert signed_in(mara).post(CHANGE, typed(again="another quiet word")).status_code == 422


def test_a_link_sets_a_new_password_once(mara):
    there = signed_in(mara)
    there.get("/account/")
    path, client = link(mara), Client()
    page = client.get(path, follow=True)
    assert "Set a new password" in page.content.decode()
    answer = client.post(page.redirect_chain[-1][0], {"password1": NEW, "password2": NEW})
    assert (answer.status_code, answer.url) == (302, "/sign-in/")
    assert there.get("/account/").status_code == 302
    assert opens(mara, NEW)
    assert "This link is used or over" in Client().get(path, follow=True).content.decode()


def test_looking_at_a_link_does_not_use_it(mara):
    path = link(mara)
    for _ in range(3):
        assert "Set a new password" in Client().get(path, follow=True).content.decode()


def test_a_link_is_good_for_four_hours(mara, time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)
    path = link(mara)
    time_machine.move_to("2026-11-12 12:00Z", tick=False)
    assert "Set a new password" in Client().get(path, follow=True).content.decode()
    time_machine.move_to("2026-11-12 12:00:01Z", tick=False)
    assert "This link is used or over" in Client().get(path, follow=True).content.decode()


@pytest.mark.parametrize("path", ["/password/1/set-password/", "/password/zz/x-y/"])
def test_a_made_up_link_says_what_to_do(db, path):
    page = Client().get(path, follow=True).content.decode()
    assert "Ask for another link" in page


def test_who_is_signed_in_sees_the_same_door(mara):
    assert "Set a new password" in signed_in(mara).get(link(mara), follow=True).content.decode()


def test_every_address_gets_the_same_answer(mara):
    pages = []
    for email in (mara.email, "nobody@aldmark.example"):
        answer = Client().post("/password/", {"email": email}, follow=True)
        pages.append((answer.redirect_chain, answer.status_code, len(answer.content)))
    assert pages[0] == pages[1]


def test_asking_too_often_is_refused_with_when_to_ask_again(mara):
    answers = [Client().post("/password/", {"email": mara.email}) for _ in range(4)]
    assert [answer.status_code for answer in answers] == [302, 302, 302, 429]
    assert "asked for too often" in answers[-1].content.decode()


def test_a_forged_host_does_not_get_into_the_link(mara, settings):
    settings.ALLOWED_HOSTS = ["*"]
    Client(headers={"Host": "evil.example"}).post("/password/", {"email": mara.email})
    drain({"password_reset"})
    assert "evil" not in mail.outbox[0].body


def test_who_signed_in_without_a_password_can_set_a_first_one(mara):
    mara.set_unusable_password()
    mara.save()
    client = signed_in(mara)
    assert client.get(CHANGE).url == "/account/password/first/"
    answer = client.post("/account/password/first/", {"password1": NEW, "password2": NEW})
    assert answer.url == "/account/"
    assert opens(mara, NEW)
