import pytest
from django.test import Client

from tests.factories import make_kpi, make_line, make_objective, make_person
from tests.scorecard.small import make_scorecard


@pytest.fixture
def world(units):
    return make_scorecard(units)


def test_who_stands_where_sees_the_page_of_their_own_unit(world, read, chief, mara, otto, vera):
    assert "<h1>1 objective is off target</h1>" in read(chief, "/")
    assert "Army HQ" in read(vera, "/")
    for person in (mara, otto):
        assert "1st Armoured Brigade" in read(person, "/")


@pytest.mark.parametrize("who", ["ada", "chief", "mara", "nils", "otto", "vera"])
def test_an_empty_organisation_says_what_is_missing(request, read, units, who):
    page = read(request.getfixturevalue(who), "/")
    assert "This unit has no scorecard yet" in page
    assert "Nothing can be scored yet for October 2026" in page


def test_a_month_without_figures_says_so_and_not_that_there_is_no_scorecard(world, read, chief):
    page = read(chief, "/?period=2030-01")
    assert "There are no figures for January 2030" in page
    assert "no scorecard yet" not in page


def test_a_strategy_without_reporters_has_a_page(units, read, chief):
    make_line(make_objective(unit=units.hq), make_kpi())
    assert "There are no figures for October 2026" in read(chief, "/")


def test_above_ones_own_unit_no_breakdown_and_no_late_list(world, read, mara, chief):
    above, own = read(mara, "/?unit=HQ"), read(chief, "/?unit=HQ")
    assert "Late data" in own
    assert "of 2 units" in own
    assert "Late data" not in above
    assert "of 2 units" not in above
    assert "4th Mechanised Brigade" not in above


@pytest.mark.parametrize("code", ["NILS", "GHOST"])
def test_a_unit_that_one_may_not_know_of_is_not_found(world, sign_in, mara, code):
    assert sign_in(mara).get("/", {"unit": code}).status_code == 404


@pytest.mark.parametrize(
    "word", ["2026-W05", "0001-01", "FY0001", "0001-Q1", "9999-12", "FY9999", "October", "\0"]
)
def test_what_is_no_period_is_not_found_and_no_crash(world, sign_in, chief, word):
    assert sign_in(chief).get("/", {"period": word}).status_code == 404


@pytest.mark.parametrize(
    "word", ["1900-01", "2199-12", "2026-11", "2026-08", "2026-Q3", "2026-Q4", "FY2026", "FY2027"]
)
def test_any_period_has_a_page(world, sign_in, chief, word):
    assert sign_in(chief).get("/", {"period": word}).status_code == 200


def test_who_sees_no_unit_is_sent_to_the_messages(units, sign_in):
    outsider = make_person("Out", "administrator", units.hq)
    answer = sign_in(outsider).get("/")
    assert (answer.status_code, answer.url) == (302, "/messages/")


def test_nobody_sees_it_without_signing_in(db):
    assert Client().get("/").url.startswith("/sign-in/")


def test_today_is_only_read(units, sign_in, chief):
    assert sign_in(chief).post("/").status_code == 405


def test_a_past_day_is_shown_by_the_scorecard_which_says_so(world, sign_in, mara):
    answer = sign_in(mara).get("/?unit=MARA&period=2026-10&as_of=2026-11-11&needs=all", follow=True)
    ((address, status),) = answer.redirect_chain
    assert (address, status) == ("/scorecard/?unit=MARA&period=2026-10&as_of=2026-11-11", 302)
    assert "Today is always today" in answer.content.decode()
    assert "As known on" in answer.content.decode()
