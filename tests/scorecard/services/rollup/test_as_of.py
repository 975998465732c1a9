"""What was exported once is exported again, byte for byte, as of its moment."""

import io
from datetime import UTC, date, datetime, timedelta

import pytest
from django.core.management import CommandError, call_command
from django.utils import timezone

from jobs.services.drain import drain
from jobs.services.outbox import post
from organization.models import UnitWindow
from scorecard.models import Entry, EntryEvent, KpiVersion, PerspectiveVersion
from scorecard.services.rollup.full import rebuild
from scorecard.services.rollup.history import load_history
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_organization,
    make_reporter,
    make_target,
    make_unit,
    move_unit,
    recorded,
)
from tests.scorecard.small import make_scorecard

pytestmark = pytest.mark.django_db

VIEWS = ("base", "quarter", "year", "ytd", "rolling12")
TODAY = datetime(2026, 11, 20, 10, tzinfo=UTC)


@pytest.fixture(autouse=True)
def clock(time_machine):
    time_machine.move_to(TODAY, tick=False)
    return time_machine


@pytest.fixture
def world(units, clock):
    make_organization()
    world = make_scorecard(units)
    world.yearly = make_kpi("MOOD", frequency="yearly", unit_rule="mean", time_rule="last")
    world.other = make_objective("TRAIN", unit=units.hq)
    make_line(world.other, world.yearly, weight=1)
    make_reporter(units.nils, world.yearly)
    make_entry(units.nils, world.yearly, "FY2025", 7)
    make_target(units.hq, world.staff, "2026-Q4", goal=70, red_flag=60)
    rebuild()
    return world


def exported(moment=None, **options):
    """Return both exports in every view."""
    found = {}
    for command in ("export_results", "export_scores"):
        for view in VIEWS:
            stream = io.StringIO()
            as_of = moment and moment.isoformat()
            call_command(command, stdout=stream, view=view, as_of=as_of, **options)
            found[command, view] = stream.getvalue()
    return found


def test_computed_as_of_now_everything_is_as_stored(world):
    stored = exported()
    assert all(text.count("\n") > 3 for text in stored.values())
    assert exported(timezone.now()) == stored
    for unit in ("HQ", "MARA"):
        assert exported(timezone.now(), unit=unit) == exported(unit=unit)


def enter_again(world):
    make_entry(world.units.mara, world.staff, "2026-08", 4)


def withdraw(world):
    entry = Entry.objects.filter(kpi=world.staff).first()
    EntryEvent.objects.create(entry=entry, kind="withdrawn", recorded_at=recorded())


def reject(world):
    entry = Entry.objects.filter(kpi=world.staff).first()
    EntryEvent.objects.create(entry=entry, kind="rejected", reason="No.", recorded_at=recorded())


def aim_elsewhere(world):
    make_target(world.units.hq, world.staff, "2026-10", goal=99, red_flag=98)
    make_target(world.units.hq, world.staff, "2026-Q4", goal=99, red_flag=98)


def weigh_otherwise(world):
    make_line(world.objective, world.staff, weight=0.5)


def weigh_objectives_otherwise(world):
    for version in (world.objective.current, PerspectiveVersion.objects.earliest("pk")):
        version.pk, version.weight, version.recorded_at = None, 7, recorded()
        version.save()


def put_elsewhere(world):
    version = world.other.current
    version.pk, version.perspective, version.recorded_at = None, world.perspective, recorded()
    version.save()


def move(world):
    move_unit(world.units.nils, world.units.hq, date(2026, 9, 1))
    make_unit("A-NEW", world.units.command)


def close(world):
    UnitWindow.objects.create(
        unit=world.units.nils, closed_on=date(2026, 9, 3), recorded_at=recorded()
    )


def report_longer(world):
    make_reporter(world.units.mara, world.staff, "2026-01")
    make_reporter(world.units.nils, world.yearly, "FY2018")


def define_anew(world):
    version = KpiVersion.objects.get(kpi=world.staff)
    version.pk, version.unit_rule, version.min_coverage = None, "max", 0.9
    version.recorded_at = recorded()
    version.save()
    world.staff.current = version
    world.staff.save()


def count_otherwise(world):
    make_organization(score_at_goal=95, fiscal_year_start_month=4)


def measure_more(world):
    kpi = make_kpi("A-NEW")
    make_line(world.objective, kpi)
    make_reporter(world.units.mara, kpi, "2026-01")


@pytest.mark.parametrize(
    "change",
    [
        enter_again,
        withdraw,
        reject,
        aim_elsewhere,
        weigh_otherwise,
        weigh_objectives_otherwise,
        put_elsewhere,
        move,
        close,
        report_longer,
        define_anew,
        count_otherwise,
        measure_more,
    ],
)
def test_a_later_change_leaves_what_was_known_before_as_it_was(world, clock, change):
    before, moment = exported(), timezone.now()
    clock.move_to(TODAY + timedelta(days=40), tick=False)
    change(world)
    rebuild()
    assert exported() != before
    assert exported(moment) == before


def test_before_anything_was_recorded_there_is_only_the_header(world):
    for text in exported(TODAY - timedelta(days=1)).values():
        assert text.count("\n") == 1
        assert text.startswith("unit,")
    for text in exported(TODAY - timedelta(days=1), unit="CMD", subtree=True).values():
        assert text.count("\n") == 1


def test_what_is_due_is_what_had_begun_then(units, clock):
    kpi = make_kpi("FUEL")
    make_reporter(units.mara, kpi, "2026-10")
    clock.move_to(TODAY + timedelta(days=40), tick=False)
    rebuild()
    assert exported()["export_results", "base"].count("MARA,FUEL") == 3
    assert exported(TODAY)["export_results", "base"].count("MARA,FUEL") == 2


def test_a_year_that_only_a_target_or_a_weight_asks_for_is_computed_too(units):
    heads, fuel = make_kpi("HEADS"), make_kpi("FUEL")
    mood = make_kpi("MOOD", unit_rule="weighted_mean", weight_kpi=heads)
    for kpi in (fuel, mood):
        make_reporter(units.mara, kpi)
        make_entry(units.mara, kpi, "2026-08", 2)
    make_target(units.mara, fuel, "FY2023", goal=9, red_flag=3)
    make_entry(units.mara, heads, "2024-02", 2)
    post("rollup", [f"{fuel.pk}:2023", f"{mood.pk}:2024"])
    drain()
    stored = exported()
    assert "MARA,FUEL,2023-01" in stored["export_results", "base"]
    assert "MARA,MOOD,2024-01" in stored["export_results", "base"]
    assert exported(timezone.now()) == stored
    rebuild()
    assert exported() == stored


def test_a_future_moment_is_refused(world):
    with pytest.raises(CommandError, match="in the future") as refusal:
        exported(TODAY + timedelta(seconds=1))
    assert refusal.value.returncode == 1


def test_a_moment_that_cannot_be_read_is_a_wrong_call(world):
    with pytest.raises(CommandError, match="is no moment") as refusal:
        call_command("export_results", as_of="yesterday")
    assert refusal.value.returncode == 2


def test_the_organisation_of_a_moment_has_the_day_of_its_own_time_zone(units):
    make_organization(time_zone="Pacific/Auckland")
    assert load_history(TODAY + timedelta(hours=1)).today == date(2026, 11, 21)
