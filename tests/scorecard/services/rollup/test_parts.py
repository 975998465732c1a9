import pytest
import time_machine

from jobs.models import OutboxRow
from jobs.services.drain import drain
from jobs.services.outbox import post
from scorecard.models import Result, Score
from scorecard.services.dependents import keys_of_entries
from scorecard.services.rollup.full import rebuild
from scorecard.services.rollup.parts import part_of
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_reporter,
    ordinal,
)

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


@time_machine.travel("2026-05-20 10:00Z", tick=False)
def test_where_one_unit_s_entries_changed_only_its_rows_and_those_above_are_written(units):
    kpi = make_kpi("FUEL")
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi, "2026-01", "2026-03")
    rebuild()
    Result.objects.filter(unit=units.nils).update(score=77)
    make_entry(units.mara, kpi, "2026-01", 5)
    post("rollup", keys_of_entries(kpi.pk, [2026]), part_of([units.mara.pk]))
    drain()
    spoilt = Result.objects.filter(score=77)
    assert set(spoilt.values_list("unit_id", flat=True)) == {units.nils.pk}
    for unit in (units.mara, units.command, units.hq):
        assert Result.objects.get(kpi=kpi, unit=unit, period=ordinal("2026-01")).value == 5
    rebuild()
    assert not spoilt.exists()
    assert rebuild() == 0


def test_where_a_month_has_begun_all_units_are_due_in_it(units):
    kpi = make_kpi("FUEL")
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi, "2026-01")
    with time_machine.travel("2026-04-20 10:00Z", tick=False):
        rebuild()
    with time_machine.travel("2026-05-20 10:00Z", tick=False):
        make_entry(units.mara, kpi, "2026-05", 5)
        post("rollup", keys_of_entries(kpi.pk, [2026]), part_of([units.mara.pk]))
        drain()
        assert Result.objects.filter(unit=units.nils, period=ordinal("2026-05")).exists()
        assert rebuild() == 0
