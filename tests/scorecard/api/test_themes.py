from scorecard.models import Theme
from tests.factories import make_person


def test_themes_come_in_their_order(rows, otto):
    Theme.objects.create(code="SPEED", name="Speed", position=2)
    Theme.objects.create(code="READY", name="Readiness", position=1)
    assert rows(otto, "themes") == [
        {"code": "READY", "name": "Readiness", "position": 1},
        {"code": "SPEED", "name": "Speed", "position": 2},
    ]


def test_who_belongs_to_no_unit_gets_none(rows, units):
    Theme.objects.create(code="SPEED", name="Speed")
    assert rows(make_person("Ines Berg", "administrator", units.hq), "themes") == []
