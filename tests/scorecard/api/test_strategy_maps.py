"""The published strategy map, as a program gets it."""

from tests.factories import make_line, make_map_change, make_objective, make_objective_link

PATH = "/api/v1/strategy-map/?unit=HQ&period=2026-10"


def test_it_has_objectives_with_places_and_links_and_nothing_of_the_draft(
    world, units, ada, sign_in
):
    supply = make_objective("SUPPLY", unit=units.hq, perspective=world.perspective, place=2)
    make_line(supply, world.staff)
    make_objective_link(supply, world.objective)
    gone = make_objective("GONE", unit=units.hq, retired=True)
    make_objective_link(gone, world.objective)
    make_map_change(ada, "SUPPLY")
    found = sign_in(ada).get(PATH).json()
    assert [(each["code"], each["place"]) for each in found["objectives"]] == [
        ("REPAIR", None),
        ("SUPPLY", 2),
    ]
    assert found["links"] == [{"cause": "SUPPLY", "effect": "REPAIR"}]
    assert (found["unit"], found["period"]) == ("HQ", "2026-10")
