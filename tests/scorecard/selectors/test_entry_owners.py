"""Whose the figures of the entry page are, and where to go next."""

import pytest

from tests.factories import make_entry, make_kpi, make_person, make_reporter, make_unit

PAGE = "/enter/?unit=MARA&period=2026-10"
MINE = f"{PAGE}&show=mine"


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def cleo(units):
    return make_person("Cleo Berg", "contributor", units.mara)


@pytest.fixture
def kpis(units, cleo):
    given, other = make_kpi("AMMO", name="Ammunition"), make_kpi("FUEL", name="Fuel")
    make_reporter(units.mara, given, person=cleo)
    make_reporter(units.mara, other)
    return given, other


def test_all_stand_there_and_what_somebody_else_enters_says_so(mara, read, kpis):
    page = read(mara, PAGE)
    assert "Ammunition" in page
    assert page.count("Cleo Berg enters it") == 1
    assert "All 2" in page
    assert "Mine 1" in page


def test_mine_alone_on_demand(mara, cleo, read, kpis):
    assert "Ammunition" not in read(mara, MINE)
    shown = read(cleo, MINE)
    assert "Ammunition" in shown
    assert "Fuel" not in shown
    assert "enters it" not in shown


def test_no_choice_where_all_are_mine_or_none(mara, ada, read, units):
    make_reporter(units.mara, make_kpi())
    for person in (mara, ada):
        assert "show=mine" not in read(person, PAGE)


def test_none_of_mine_leads_to_the_others(ada, read, kpis):
    page = read(ada, MINE)
    assert "None of these figures is yours to enter" in page
    assert "All 2" in page


def test_a_figure_sent_from_mine_leads_back_to_mine(mara, sign_in, kpis):
    answer = sign_in(mara).post(MINE, {})
    assert answer.url == MINE


def test_a_refused_figure_of_somebody_else_stays_on_the_page(mara, sign_in, units, kpis):
    name = f"cell-{kpis[0].pk}-{units.mara.pk}-value"
    answer = sign_in(mara).post(MINE, {name: "x"})
    assert answer.status_code == 422
    assert f'name="{name}"' in answer.content.decode()


def test_a_doubtful_figure_of_somebody_else_stays_on_the_page(mara, sign_in, units, kpis):
    make_entry(units.mara, kpis[0], "2026-09", 7)
    name = f"cell-{kpis[0].pk}-{units.mara.pk}-value"
    answer = sign_in(mara).post(MINE, {name: "700"})
    assert answer.status_code == 422
    assert "about a hundred times" in answer.content.decode()
    assert f'name="{name.replace("value", "comment")}"' in answer.content.decode()


def test_the_next_unit_with_something_left_is_one_click_away_and_goes_round(mara, read, units):
    kpi = make_kpi()
    first, second = make_unit("A", units.mara, name="Alpha"), make_unit("B", units.mara)
    for unit in (first, second, units.mara):
        make_reporter(unit, kpi)
    assert "Next unit: Alpha, 1 left to you" in read(mara, PAGE)
    assert "Next unit: 1st Armoured Brigade" in read(mara, PAGE.replace("MARA", "B"))


def test_nowhere_to_go_is_no_link(mara, read, units):
    make_reporter(units.mara, make_kpi())
    assert "Next unit" not in read(mara, PAGE)
