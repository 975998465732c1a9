import re

import pytest
from django.core import mail
from django.test import Client

from accounts.models import User
from jobs.services.drain import drain
from organization.models import Membership
from tests.factories import make_person

WORDS = "three quiet words"
GUS = {"name": "Gus Dahl", "email": "gus@aldmark.example", "role": "employee"}


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def invited(ada, units):
    signed_in(ada).post("/people/invite/", GUS | {"unit": units.mara.pk})
    drain({"invitation"})
    return re.search(r"http://127\.0\.0\.1:8000(/invitation/\S+)", mail.outbox[-1].body)[1]


def accept(client, path, words=WORDS):
    return client.post(path, {"new_password1": words, "new_password2": words})


def test_from_the_invitation_to_the_first_page(ada, units):
    path, client = invited(ada, units), Client()
    assert "Welcome, Gus Dahl" in client.get(path).content.decode()
    answer = accept(client, path)
    assert (answer.status_code, answer.url) == (302, "/")
    assert "Gus Dahl" in client.get("/account/").content.decode()
    again = Client().get(path)
    assert again.status_code == 410
    assert "has been used" in again.content.decode()


def test_a_weak_password_is_refused_and_the_link_stays_good(ada, units):
    path, client = invited(ada, units), Client()
    answer = accept(client, path, "short")
    assert answer.status_code == 422
    assert accept(client, path).status_code == 302


def test_the_invitation_of_another_signs_out_who_looks_at_it_only_by_accepting(ada, units):
    path, client = invited(ada, units), signed_in(ada)
    assert "Welcome, Gus Dahl" in client.get(path).content.decode()
    assert "Ada Whitlock" in client.get("/account/").content.decode()
    accept(client, path)
    assert "Gus Dahl" in client.get("/account/").content.decode()


def test_a_unit_beyond_ones_reach_is_not_offered(units):
    actor = make_person("Aron", "osm_staff", units.mara)
    answer = signed_in(actor).post("/people/invite/", GUS | {"unit": units.nils.pk})
    assert answer.status_code == 422
    assert not User.objects.filter(email=GUS["email"]).exists()


def test_the_list_shows_ones_own_units_only(units, otto, nils):
    actor = make_person("Aron", "osm_staff", units.mara)
    page = signed_in(actor).get("/people/").content.decode()
    assert "Otto Strand" in page
    assert "Nils Falk" not in page
    assert signed_in(actor).get(f"/people/{nils.pk}/").status_code == 404
    role = Membership.objects.get(person=nils)
    assert signed_in(actor).get(f"/people/roles/{role.pk}/").status_code == 404


def test_the_list_finds_by_name_and_address_and_says_how_far_each_is_in(ada, otto, units):
    otto.set_unusable_password()
    otto.save()
    client = signed_in(ada)
    page = client.get("/people/", {"q": "STRAND"}).content.decode()
    assert "Otto Strand" in page
    assert "not invited yet" in page
    assert "Mara Hartley" not in page
    assert "Nobody is found" in client.get("/people/", {"q": "zzz"}).content.decode()


def test_fifty_people_stand_on_a_page(ada, units):
    for _ in range(60):
        make_person(role="employee", unit=units.mara)
    first = signed_in(ada).get("/people/").content.decode()
    assert "Page 1 of 2" in first


def test_a_role_is_given_changed_and_ended_on_the_page(ada, otto, units):
    client, page = signed_in(ada), f"/people/{otto.pk}/"
    role = {"unit": units.nils.pk, "role": "contributor", "first": "2026-11-12"}
    assert client.post(page, role).status_code == 302
    given = Membership.objects.get(person=otto, role="contributor")
    change = role | {"role": "unit_manager"}
    assert client.post(f"/people/roles/{given.pk}/", change).status_code == 302
    changed = Membership.objects.get(person=otto, role="unit_manager")
    client.post(f"/people/roles/{changed.pk}/end/", {"first": "2026-11-13"})
    shown = client.get(page).content.decode()
    assert "until 12 Nov" in shown
    assert "Contributor</b>" not in shown


def test_a_refused_day_stands_beside_its_field(ada, otto):
    role = Membership.objects.get(person=otto)
    answer = signed_in(ada).post(f"/people/roles/{role.pk}/end/", {"first": "2026-11-01"})
    assert answer.status_code == 422
    assert "The past stays as it was" in answer.content.decode()


def test_an_account_is_closed_and_opened_on_the_page(ada, otto):
    client, page = signed_in(ada), f"/people/{otto.pk}/"
    assert "every session ended" in client.post(f"{page}close/", follow=True).content.decode()
    assert not User.objects.get(pk=otto.pk).is_active
    assert "open again" in client.post(f"{page}open/", follow=True).content.decode()
    assert User.objects.get(pk=otto.pk).is_active


def test_who_cannot_be_invited_again_is_said(ada, otto):
    page = signed_in(ada).post(f"/people/{otto.pk}/invite/", follow=True).content.decode()
    assert "signs in here already" in page


def test_what_was_done_to_somebody_stands_on_their_page_for_who_sees_the_record(ada, otto, units):
    office = signed_in(ada)
    role = {"unit": units.mara.pk, "role": "contributor", "first": "2026-11-12"}
    office.post(f"/people/{otto.pk}/", role)
    page = office.get(f"/people/{otto.pk}/").content.decode()
    assert "Record of changes" in page
    assert "gave a role" in page
    holt = signed_in(make_person("Holt Berg", "administrator", units.hq))
    assert "gave a role" not in holt.get(f"/people/{otto.pk}/").content.decode()
