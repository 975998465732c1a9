import pytest

from scorecard.models import Theme
from tests.factories import make_objective, make_perspective


@pytest.fixture
def objectives(units, mara):
    theme = Theme.objects.create(code="SPEED", name="Speed")
    perspective = make_perspective("PROC")
    make_objective(
        "REPAIR",
        unit=units.hq,
        perspective=perspective,
        theme=theme,
        name="Repair faster",
        description="Days in the yard.",
        owner_name="T. Brandt",
        weight=2,
    )
    make_objective("YARD", unit=units.mara, perspective=perspective, owner=mara, critical=True)
    make_objective("DEPOT", unit=units.nils)


def codes(found):
    return [row["code"] for row in found]


def test_an_objective_says_what_it_is(rows, otto, objectives):
    assert rows(otto, "objectives", code="REPAIR") == [
        {
            "code": "REPAIR",
            "name": "Repair faster",
            "unit": "HQ",
            "perspective": "PROC",
            "theme": "SPEED",
            "description": "Days in the yard.",
            "owner": "T. Brandt",
            "weight": 2.0,
            "critical": False,
        }
    ]


def test_objectives_above_are_published_and_those_of_a_sister_are_not(rows, mara, objectives):
    assert codes(rows(mara, "objectives")) == ["REPAIR", "YARD"]
    assert rows(mara, "objectives", unit="MARA")[0]["owner"] == "Mara Hartley"


@pytest.mark.parametrize(
    ("asked", "found"),
    [
        ({"unit": "NILS"}, ["DEPOT"]),
        ({"perspective": "PROC"}, ["REPAIR", "YARD"]),
        ({"theme": "SPEED"}, ["REPAIR"]),
        ({"theme": "NONE"}, []),
    ],
)
def test_objectives_can_be_asked_for(rows, ada, objectives, asked, found):
    assert codes(rows(ada, "objectives", **asked)) == found


def test_the_objectives_of_a_sister_unit_are_not_known(client, mara, objectives):
    client.force_login(mara)
    assert client.get("/api/v1/objectives/", {"unit": "NILS"}).status_code == 404
