import pytest
import time_machine

from jobs.models import OutboxRow
from jobs.services.drain import drain
from jobs.services.outbox import post
from scorecard.models import Score
from scorecard.services.dependents import keys_of_entries
from scorecard.services.rollup.full import rebuild
from tests.factories import make_entry, make_kpi, make_line, make_objective, make_reporter

pytestmark = pytest.mark.django_db


@time_machine.travel("2026-05-20 10:00Z", tick=False)
def test_where_one_unit_changed_only_the_units_above_it_are_scored(units):
    kpi, objective = make_kpi("FUEL"), make_objective("READY", unit=units.hq)
    make_line(objective, kpi)
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi, "2026-01", "2026-03")
    rebuild()
    Score.objects.filter(unit=units.nils).update(green=77)
    make_entry(units.mara, kpi, "2026-01", 5)
    post("rollup", keys_of_entries(kpi.pk, [2026]))
    drain(["rollup"])
    (row,) = OutboxRow.objects.filter(topic="scores")
    touched = {int(unit_id) for unit_id in row.part.split(",")}
    assert units.mara.pk in touched
    assert units.nils.pk not in touched
    drain()
    spoilt = Score.objects.filter(green=77)
    assert set(spoilt.values_list("unit_id", flat=True)) == {units.nils.pk}
    post("scores", [row.key])
    drain()
    assert not spoilt.exists()
    assert rebuild() == 0
