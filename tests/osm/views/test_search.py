"""The page of the search."""

import pytest

from tests.factories import make_unit

pytestmark = pytest.mark.django_db


def read(client, person, query):
    client.force_login(person)
    answer = client.get(f"/search/?{query}")
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_lists_what_is_found_and_says_how_much(client, units, mara):
    shown = read(client, mara, "q=armored")
    assert '<a href="/scorecard/?unit=MARA">1st Armoured Brigade</a>' in shown
    assert "1 hit for “armored”" in shown
    assert 'role="status"' in shown


def test_it_says_where_nothing_is_found(client, units, mara):
    shown = read(client, mara, "q=zzzz")
    assert "0 hits for “zzzz”" in shown
    assert "Nothing that you can see is like these words" in shown


def test_it_says_what_can_be_found_where_nothing_is_typed(client, units, mara):
    assert "Type two letters or more" in read(client, mara, "")


def test_what_is_typed_and_found_stays_text(client, units, chief):
    make_unit("B", units.hq, name="<b>Bold</b> unit")
    shown = read(client, chief, "q=%3Cb%3EBold")
    assert "&lt;b&gt;Bold&lt;/b&gt; unit" in shown
    assert "<b>Bold" not in shown


def test_the_field_of_the_top_bar_asks_it(client, units, mara):
    shown = read(client, mara, "")
    assert 'action="/search/"' in shown
    assert 'placeholder="Find a unit, KPI or person"' in shown


def test_while_somebody_types_the_best_are_given_without_the_page(client, units, mara):
    client.force_login(mara)
    answer = client.get("/search/?q=armored", headers={"HX-Request": "true"})
    shown = answer.content.decode()
    assert 'role="listbox"' in shown
    assert 'href="/scorecard/?unit=MARA"' in shown
    assert "<html" not in shown
    assert "HX-Request" in answer["Vary"]
