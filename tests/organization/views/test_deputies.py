import pytest
from django.test import Client

from organization.models import Deputy
from tests.factories import make_deputy

HERE = "/account/deputies/"


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def signed_in(person):
    client = Client()
    client.force_login(person)
    return client


def named(person, first="2026-11-12", last="2026-11-20"):
    return {"email": person.email, "first": first, "last": last}


def test_a_person_names_a_deputy_and_both_see_it(chief, mara):
    answer = signed_in(chief).post(HERE, named(mara), follow=True)
    assert "Mara Hartley can act for you." in answer.content.decode()
    assert "12 Nov to 20 Nov" in answer.content.decode()
    assert "Chief Lindqvist" in signed_in(mara).get(HERE).content.decode()


def test_a_refusal_stands_beside_the_field_with_what_was_typed(chief, mara):
    answer = signed_in(chief).post(HERE, named(mara, last="2026-11-11"))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert "ends before it begins" in page
    assert mara.email in page


def test_a_person_ends_it_and_a_second_time_is_told(chief, mara):
    row = make_deputy(chief, mara)
    client = signed_in(chief)
    page = client.post(f"{HERE}{row.pk}/end/", follow=True).content.decode()
    assert "Ended." in page
    assert "Nobody acts for you" in page
    again = client.post(f"{HERE}{row.pk}/end/", follow=True).content.decode()
    assert "This is over already." in again


def test_what_is_not_ones_own_is_not_found(chief, mara, nils):
    row = make_deputy(chief, mara)
    assert signed_in(nils).post(f"{HERE}{row.pk}/end/").status_code == 404
    assert Deputy.objects.count() == 1
