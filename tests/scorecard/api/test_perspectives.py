from datetime import date

from django.utils import timezone

from scorecard.models import PerspectiveVersion
from tests.factories import make_person, make_perspective


def weigh(perspective, weight, valid_from, **fields):
    PerspectiveVersion.objects.create(
        perspective=perspective,
        weight=weight,
        valid_from=valid_from,
        recorded_at=timezone.now(),
        **fields,
    )


def test_perspectives_come_in_their_order(rows, otto):
    make_perspective("PEOPLE", position=2)
    make_perspective("MISSION", name="Mission", position=1, weight=3, critical=True)
    found = rows(otto, "perspectives")
    assert [row["code"] for row in found] == ["MISSION", "PEOPLE"]
    assert found[0] == {
        "code": "MISSION",
        "name": "Mission",
        "position": 1,
        "weight": 3.0,
        "critical": True,
    }


def test_the_weight_is_that_of_today(rows, otto):
    perspective = make_perspective("MISSION", weight=1)
    weigh(perspective, 2, date(2026, 11, 12))
    weigh(perspective, 4, date(2026, 11, 12), critical=True)
    weigh(perspective, 9, date(2026, 11, 13))
    (found,) = rows(otto, "perspectives")
    assert (found["weight"], found["critical"]) == (4.0, True)


def test_who_belongs_to_no_unit_gets_none(rows, units):
    make_perspective()
    assert rows(make_person("Ines Berg", "administrator", units.hq), "perspectives") == []
