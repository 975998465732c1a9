"""Today is one's own: what is to be entered, explained and chased, and what one serves."""

import pytest
from django.http import QueryDict

from organization.roles import Role
from osm.duties import NO_DUTIES, duties_of
from osm.today import today_page
from scorecard.engine.types import Status
from scorecard.selectors.context import read_context
from tests.factories import make_explanation, make_flag, make_kpi, make_owner, make_person
from tests.scorecard.small import make_scorecard


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


def today(person, **address):
    params = QueryDict(mutable=True)
    params.update({"period": "2026-10"} | address)
    return today_page(person, read_context(person, params), None, duties_of(person))


def test_a_manager_is_asked_to_enter_and_to_explain(world, nils, mara):
    assert today(nils).duties.n_to_enter == 1
    assert [need.row.code for need in today(mara).asked] == ["VEH"]
    make_explanation(world.units.mara, world.vehicles, "2026-10", mara)
    assert today(mara).asked == []


def test_an_owner_is_asked_where_they_may_only_see_and_above_their_unit(world, chief, otto):
    assert today(chief).asked == []
    make_owner(world.vehicles, chief)
    assert [need.row.code for need in today(chief).asked] == ["VEH"]
    make_owner(world.vehicles, otto)
    assert [need.row.code for need in today(otto, unit="HQ").asked] == ["VEH"]


def test_the_office_chases_what_nobody_explained_and_flags_that_nobody_has_seen(
    world, ada, mara, read
):
    make_flag(world.units.mara, world.staff, mara, fear="Snow")
    page = today(ada)
    assert page.duties.is_chasing
    assert [need.row.code for need in page.asked] == ["VEH", "STAFF"]
    assert [flag.fear for flag in page.unseen] == ["Snow"]
    text = read(ada, "/?period=2026-10")
    assert "For the strategy office" in text
    assert "Vehicle availability is not explained" in text
    assert "Nobody above has seen the flag on Staff in post" in text


def test_many_flags_are_counted_and_the_first_shown(world, chief, mara, read):
    for at in range(8):
        kpi = make_kpi(f"K{at}")
        make_flag(world.units.mara, kpi, mara, fear=f"Fear {at}")
    page = today(chief)
    assert (len(page.flags), page.n_flags) == (6, 8)
    text = read(chief, "/?period=2026-10")
    assert "Fear 5" in text
    assert "Fear 6" not in text
    assert "8 stand" in text
    assert "Fear 7" in read(chief, "/?period=2026-10&needs=all")


def test_an_employee_reads_what_the_unit_gives_and_how_it_stands_at_the_top(world, otto, read):
    served = today(otto).mine
    assert served.top == world.units.hq
    [one] = served.served
    assert (one.here.code, one.here.status, one.top_status) == ("REPAIR", Status.RED, Status.RED)
    text = read(otto, "/?period=2026-10")
    assert f"What {world.units.mara.name} gives to the strategy" in text


def test_of_the_unit_at_the_top_nobody_is_told_whom_it_serves(world):
    otto = make_person("Otto at the top", Role.EMPLOYEE, world.units.hq)
    assert today(otto).mine is None


@pytest.mark.parametrize("who", ["chief", "vera", "mara", "ada"])
def test_who_does_more_than_read_has_another_page(world, request, who):
    assert today(request.getfixturevalue(who)).mine is None


def test_nothing_is_asked_of_an_executive_who_owns_nothing(world, chief, read):
    assert duties_of(chief) == NO_DUTIES
    text = read(chief, "/?period=2026-10")
    assert "Yours to do" not in text
    assert "For the strategy office" not in text


def test_pages_that_are_kept_do_not_mix_duties(pages_are_kept, world, nils, mara, read):
    for _ in range(2):
        assert "1 figure to enter" in read(nils, "/")
        assert "to enter" not in read(mara, "/")


def test_what_is_not_off_target_need_not_be_explained(world, mara):
    assert today(mara, period="2026-09").asked == []
