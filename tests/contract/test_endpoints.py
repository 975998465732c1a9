"""Nobody can add an address without saying who gets what answer there."""

from types import ModuleType

import pytest
from django.http import HttpResponse
from django.urls import include, path

from tests.contract.addresses import names
from tests.contract.asking import (
    OF_NO_UNIT,
    answers,
    ask,
    mirrored,
    proofs,
    told_by_options,
    unexpected_verbs,
)
from tests.contract.endpoints import ROWS
from tests.contract.rows import ASKED, EVERYBODY, Row
from tests.contract.visitors import AT_HOME, AT_THE_SISTER, VISITORS

# allauth sends whoever is signed in away from these doors, whatever the verb.
DOORS = {"account_login", "account_signup"}
# What it asks for belongs to a unit, so the sister unit's is asked for as well.
OF_A_UNIT = [row for row in ROWS if mirrored(row)]
READ = list({row.name: row for row in reversed(ROWS) if row.verb == "GET"}.values())
WRITING = [row for row in ROWS if row.verb not in {"GET", "HEAD"} and row.name not in DOORS]


def undeclared(rows, urlconf=None):
    """Return the addresses without a row."""
    return sorted(names(urlconf) - {row.name for row in rows})


def expected(row, answers_by_person):
    coming = [visitor for visitor in VISITORS if visitor.comes_to(row)]
    return {visitor.name: visitor.expected(row, answers_by_person) for visitor in coming}


@pytest.fixture(autouse=True)
def quiet(caplog):
    """Refusals are what is asked for here: no line for each of them."""
    caplog.set_level("ERROR", logger="django.request")


@pytest.fixture
def carried(world, cast):
    """What each visitor's requests carry."""
    return proofs(cast)


def test_every_address_has_its_rows():
    assert undeclared(ROWS) == []


def test_every_row_has_its_address():
    assert {row.name for row in ROWS} - names() == set()


@pytest.mark.parametrize("row", ROWS, ids=str)
def test_everybody_gets_the_declared_answer(row, world, carried):
    assert answers(row, world, carried) == expected(row, AT_HOME(row))


@pytest.mark.parametrize("row", OF_A_UNIT, ids=str)
def test_one_s_own_passes_and_the_sister_s_does_not(row, sister_world, carried):
    row, world = mirrored(row), sister_world
    assert answers(row, world, carried) == expected(row, AT_THE_SISTER(row))


@pytest.mark.once
@pytest.mark.parametrize("name", sorted({row.name for row in ROWS} - DOORS))
def test_an_address_answers_only_the_declared_verbs(name, world, carried):
    rows = [row for row in ROWS if row.name == name]
    assert unexpected_verbs(rows, world, carried) == {}
    assert told_by_options(rows[0], world, carried) == {}


@pytest.mark.once
@pytest.mark.parametrize("row", READ, ids=lambda row: row.name)
def test_a_page_answers_head_as_it_answers_get(row, world, carried):
    given = answers(row, world, carried, "HEAD")
    assert given == expected(row, AT_HOME(row))


@pytest.mark.once
@pytest.mark.parametrize("row", WRITING, ids=str)
def test_nobody_writes_without_the_token_of_the_form(row, world, carried):
    for who in ("ada", "chief", "mara"):
        answer = ask(row, world, carried[who], enforce_csrf_checks=True)
        assert answer == 403


def test_the_sister_unit_has_everything_that_mara_s_has(world, sister_world):
    shared = {name for name, thing in world.items() if sister_world[name] == thing}
    assert shared == OF_NO_UNIT | {"substitute"}
    assert len(OF_A_UNIT) > len(ROWS) / 2


def hole(_request):
    return HttpResponse("Anybody may read this.")


@pytest.fixture
def holed(settings):
    """A URLconf with one more address, at which nobody looked."""
    module = ModuleType("holed_urls")
    module.urlpatterns = [path("", include("osm.urls")), path("hole/", hole, name="hole")]
    settings.ROOT_URLCONF = module
    return module


def wrong(given, declared):
    return {who for who in given if given[who] != declared[who]}


def test_the_net_catches_an_address_without_rows(holed):
    assert undeclared(ROWS, holed) == ["hole"]


def test_the_net_catches_an_address_without_a_name():
    module = ModuleType("nameless_urls")
    module.urlpatterns = [path("nameless/", hole), path("twice/", hole, name="twice")]
    module.urlpatterns.append(path("twice/", hole))
    assert names(module) == {"nameless/", "twice"}


def test_the_net_catches_a_wrong_answer_and_an_undeclared_verb(holed, world, carried):
    row = Row("hole", "GET", (ASKED, 200, 200, 200, 404, 200, 200, 404))
    given = answers(row, world, carried)
    assert wrong(given, expected(row, AT_HOME(row))) == {"nils", "administrator"}
    found = unexpected_verbs([row], world, carried)
    assert set(found["mara"]) == {"DELETE", "PATCH", "POST", "PUT", "TRACE"}
    assert found.keys() == set(EVERYBODY) - {"anonymous"}


def test_the_net_catches_a_page_that_shows_the_sister_s(holed, sister_world, carried):
    row = Row("hole", "GET", (ASKED, 200, 200, 200, 404, 200, 200, 404), query="unit=MARA")
    given = answers(mirrored(row), sister_world, carried)
    leaks = wrong(given, expected(row, AT_THE_SISTER(row)))
    assert leaks == {"mara", "otto", "cleo", "kurt", "administrator"}


def test_the_net_catches_a_writing_page_without_a_token(holed, world, carried):
    row = Row("hole", "POST", (ASKED, 200, 200, 200, 200, 200, 200, 200))
    hole.csrf_exempt = True
    try:
        assert ask(row, world, carried["mara"], enforce_csrf_checks=True) == 200
    finally:
        del hole.csrf_exempt
    assert ask(row, world, carried["mara"], enforce_csrf_checks=True) == 403
