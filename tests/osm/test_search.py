"""What the search finds, in which order, and what it never tells."""

import pytest

from osm.search import MOST_HITS, search
from tests.communications.factories import make_delivered
from tests.factories import (
    give_role,
    make_kpi,
    make_line,
    make_objective,
    make_person,
    make_reporter,
    make_unit,
)
from tests.initiatives.factories import make_initiative

pytestmark = pytest.mark.django_db


def names(person, typed):
    """Return the names found, by kind."""
    found = search(person, typed)
    return {group.kind: [hit.name for hit in group.hits] for group in found.groups}


@pytest.fixture
def things(units, ada, chief, mara, nils):
    """One of each kind in Mara's unit and in her sister's, and what is published at the top."""
    repair = make_objective("REPAIR", unit=units.hq, name="Repair sooner")
    make_line(repair, make_kpi("VEH_AVAIL", name="Vehicle availability"))
    for unit, word, person in ((units.mara, "Walnut", mara), (units.nils, "Juniper", nils)):
        objective = make_objective(f"O-{unit.code}", unit=unit, name=f"{word} objective")
        make_line(objective, make_kpi(f"K-{unit.code}", name=f"{word} measure"), unit=unit)
        make_reporter(unit, make_kpi(f"R-{unit.code}", name=f"{word} report"))
        make_initiative(f"I-{unit.code}", unit=unit, name=f"{word} programme", owner=person)
        make_person(f"{word} Clerk", "employee", unit)
        make_delivered(ada, chief, unit, title=f"{word} letter")
    return units


def test_one_wrong_letter_does_no_harm(things, chief, ada):
    assert names(chief, "vehcle") == {"kpi": ["Vehicle availability"]}
    assert names(ada, "Lindqist")["person"] == ["Chief Lindqvist"]
    assert names(ada, "reqair")["objective"] == ["Repair sooner"]


@pytest.mark.parametrize("typed", ["flaet", "flest", "fleat", "fleey", "gleet", "flet", "fleett"])
def test_a_word_of_five_letters_is_found_with_one_wrong(units, chief, typed):
    make_unit("F", units.hq, name="Fleet")
    assert names(chief, typed)["unit"] == ["Fleet"]


@pytest.mark.parametrize("typed", ["zzzz", "qwertz", "xylophone", "12345"])
def test_noise_finds_nothing(things, chief, typed):
    assert search(chief, typed).count == 0


def test_a_code_comes_before_what_begins_with_it_and_that_before_what_is_alike(units, chief):
    for code, name in (("EFC-1AB", "Third"), ("EFC-1ABX", "Second"), ("X", "EFC-1BA")):
        make_unit(code, units.hq, name=name)
    found = names(chief, "efc-1ab")["unit"]
    assert found[:2] == ["Third", "Second"]


def test_equals_come_by_name_and_no_more_than_some(units, chief):
    for number in range(MOST_HITS + 2, 0, -1):
        make_unit(f"W{number:02}", units.hq, name=f"Workshop {number:02}")
    found = names(chief, "workshop")["unit"]
    assert found == [f"Workshop {number:02}" for number in range(1, MOST_HITS + 1)]


def test_groups_come_in_one_order(things, mara):
    assert list(names(mara, "walnut")) == [
        "kpi",
        "objective",
        "person",
        "initiative",
        "message",
    ]


def test_a_hit_says_which_one_it_is_and_leads_there(client, things, mara):
    client.force_login(mara)
    found = {group.kind: group.hits[0] for group in search(mara, "walnut").groups}
    contexts = {kind: hit.context for kind, hit in found.items()}
    assert contexts["objective"] == "O-MARA · 1st Armoured Brigade"
    assert contexts["person"] == "1st Armoured Brigade"
    assert contexts["initiative"] == "I-MARA · 1st Armoured Brigade · Mara Hartley"
    assert contexts["message"].startswith("Chief Lindqvist · ")
    answers = {kind: client.get(hit.url).status_code for kind, hit in found.items()}
    assert set(answers.values()) == {200}, answers


def test_who_manages_people_is_led_to_their_page(things, ada, otto):
    (group,) = search(ada, "Otto Strand").groups
    assert group.hits[0].url == f"/people/{otto.pk}/"


@pytest.mark.parametrize("typed", ["juniper", "Junipr", "NILS", "I-NILS", "K-NILS", "4th Mech"])
def test_a_manager_finds_nothing_of_the_sister_unit(things, mara, nils, typed):
    assert search(mara, typed).count == 0
    assert search(nils, typed).count > 0


def test_people_are_those_whom_the_list_for_programs_has(client, things, mara, chief):
    for person in (mara, chief):
        client.force_login(person)
        listed = client.get("/api/v1/people/").json()["results"]
        told = {each["name"] for each in listed}
        asked = ("Walnut Clerk", "Juniper Clerk", "Chief Lindqvist", "Ada Whitlock", "Nils Falk")
        for name in asked:
            assert (name in names(person, name).get("person", [])) == (name in told)


def test_somebody_with_two_roles_stands_there_once(units, ada, otto):
    give_role(otto, "contributor", units.nils)
    assert names(ada, "Otto Strand")["person"] == ["Otto Strand"]


def test_what_is_above_is_published_but_not_its_people_and_initiatives(things, mara):
    make_initiative("TOP", unit=things.hq, name="Topmost programme")
    assert names(mara, "Army HQ") == {"unit": ["Army HQ"]}
    assert "initiative" not in names(mara, "Topmost")
    assert names(mara, "Repair")["objective"] == ["Repair sooner"]


def test_who_has_no_unit_finds_nothing(things):
    assert search(make_person("New"), "walnut").count == 0


@pytest.mark.parametrize("typed", ["", " ", "v", "%", "--", "\x00", "\x00a"])
def test_too_little_is_not_looked_for(units, chief, typed, django_assert_num_queries):
    with django_assert_num_queries(0):
        assert not search(chief, typed).is_asked


def test_a_hundred_letters_are_looked_at(units, chief):
    make_unit("LONG", units.hq, name="a" * 120)
    assert len(search(chief, "a" * 5000).typed) == 100


@pytest.mark.parametrize("many", [1, 20])
def test_it_asks_once_a_group(units, chief, django_assert_num_queries, many):
    for number in range(many):
        make_initiative(f"I{number}", unit=units.mara, name=f"Unit {number}")
        make_unit(f"U{number}", units.hq, name=f"Unit {number}")
    assert search(chief, "hq").is_asked
    with django_assert_num_queries(6):
        search(chief, "unit")


def test_what_is_far_less_like_it_than_the_best_is_left_out(units, ada, chief):
    make_initiative("LINE", unit=units.mara, name="Contract repair line")
    assert names(ada, "Lindqist") == {"person": ["Chief Lindqvist"]}


def test_of_two_alike_the_shorter_name_comes_first(units, chief):
    objective = make_objective(unit=units.hq)
    for name in ("Support cost per vehicle and year", "Vehicle availability"):
        make_line(objective, make_kpi(name=name))
    [group] = search(chief, "vehcle").groups
    assert group.hits[0].name == "Vehicle availability"
