"""The strategy map of a unit, as a browser gets it."""

import pytest

from tests.factories import (
    make_kpi,
    make_line,
    make_objective,
    make_objective_link,
    make_perspective,
    make_unit,
)

PAGE = "/map/"


@pytest.fixture
def supply(world, units):
    """An objective without figures that drives the one there is."""
    people = make_perspective("PEOPLE", name="People and learning", position=9)
    supply = make_objective("SUPPLY", unit=units.hq, name="Move and supply", perspective=people)
    make_line(supply, make_kpi("PARTS"))
    make_objective_link(supply, world.objective)
    return supply


def test_it_shows_every_objective_in_its_lane_with_score_and_links(world, supply, chief, read):
    page = read(chief, PAGE)
    for words in ("Strategy map of Army HQ", "Processes", "People and", "Repair faster"):
        assert words in page
    assert page.count("marker-end") == 1
    assert "Read upwards: what stands below drives what stands above." in page


def test_the_worst_objective_is_open_until_another_is_asked_for(world, supply, chief, read):
    assert '<h2 id="objective-heading">Repair faster</h2>' in read(chief, PAGE)
    page = read(chief, f"{PAGE}?objective=SUPPLY")
    assert '<h2 id="objective-heading">Move and supply</h2>' in page
    assert "Drives" in page


@pytest.mark.parametrize("objective", ["NOWHERE", "", "A" * 500])
def test_an_objective_that_is_not_on_the_map_opens_the_worst_one(world, chief, read, objective):
    assert "Repair faster</h2>" in read(chief, f"{PAGE}?objective={objective}")


def test_only_links_between_objectives_of_the_map_are_drawn(world, units, chief, read):
    elsewhere = make_objective("ELSEWHERE", unit=units.nils)
    make_objective_link(elsewhere, world.objective)
    make_objective_link(world.objective, elsewhere, "shared")
    page = read(chief, PAGE)
    assert "ELSEWHERE" not in page
    assert "No objective is linked to another yet" in page


@pytest.mark.parametrize(("show", "words"), [("change", "it fell"), ("status", "score of 100")])
def test_boxes_tell_what_was_asked_for(world, chief, read, show, words):
    assert words in read(chief, f"{PAGE}?show={show}")
    assert "score of 100" in read(chief, f"{PAGE}?show=nothing")


def test_what_is_off_target_without_an_initiative_is_framed(world, chief, read):
    page = read(chief, f"{PAGE}?show=initiatives")
    assert "0 initiatives" in page
    assert " hot " in page
    assert "No initiative is under way for it." in page


def test_who_sees_a_part_of_the_organisation_is_not_told_that_nothing_is_done(world, mara, read):
    page = read(mara, f"{PAGE}?unit=MARA&show=initiatives")
    assert "0 initiatives" not in page
    assert "No initiative is under way" not in page
    assert "score of 100" in page


def test_as_of_a_moment_nothing_is_said_of_initiatives(world, chief, read):
    page = read(chief, f"{PAGE}?as_of=2026-11-11&show=initiatives")
    assert "0 initiatives" not in page
    assert "What is being done" not in page


def test_a_unit_without_objectives_says_what_comes_first(units, chief, read):
    assert "has no strategy map yet" in read(
        chief, f"{PAGE}?unit={make_unit('NEW', units.hq).code}"
    )


@pytest.mark.parametrize(("person", "unit"), [("nils", "MARA"), ("otto", "NILS"), ("mara", "X")])
def test_a_unit_outside_ones_own_branch_is_not_there(world, request, sign_in, person, unit):
    assert sign_in(request.getfixturevalue(person)).get(PAGE, {"unit": unit}).status_code == 404
