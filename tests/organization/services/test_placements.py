from datetime import date

import pytest
import time_machine

from organization.models import ALWAYS, Placement, Unit
from organization.services.placements import refresh_present
from tests.packages import bring_in, refusal

pytestmark = pytest.mark.django_db

UNITS = "code,name,parent\nHQ,Army HQ,\nNFC,Northern,HQ\nEFC,Eastern,HQ\nMARA,1st Brigade,{}\n"
MOVED = "unit,parent,valid_from\n"


def places(code="MARA"):
    rows = Placement.objects.filter(unit__code=code).order_by("id")
    newest = {row.valid_from: row.parent.code if row.parent else None for row in rows}
    return dict(sorted(newest.items()))


def test_a_parent_in_units_holds_since_ever(tmp_path):
    bring_in(tmp_path, units=UNITS.format("EFC"))
    assert places() == {ALWAYS: "EFC"}
    assert places("HQ") == {ALWAYS: None}


def test_a_dated_row_holds_from_its_day_after_the_place_in_units(tmp_path):
    placements = MOVED + "MARA,EFC,2026-04-01\n"
    bring_in(tmp_path, units=UNITS.format("NFC"), placements=placements)
    assert places() == {ALWAYS: "NFC", date(2026, 4, 1): "EFC"}


def test_where_the_last_dated_row_names_the_same_parent_units_names_the_present_place(tmp_path):
    placements = MOVED + "MARA,EFC,2026-04-01\nMARA,NFC,2024-01-01\n"
    bring_in(tmp_path, units=UNITS.format("EFC"), placements=placements)
    assert places() == {ALWAYS: "NFC", date(2024, 1, 1): "NFC", date(2026, 4, 1): "EFC"}


def test_an_earlier_place_that_is_stored_stays_when_units_names_the_present_one(tmp_path):
    bring_in(tmp_path, units=UNITS.format("NFC"))
    placements = MOVED + "MARA,EFC,2026-04-01\n"
    bring_in(tmp_path, units=UNITS.format("EFC"), placements=placements)
    assert places() == {ALWAYS: "NFC", date(2026, 4, 1): "EFC"}


def test_a_dated_move_alone_needs_no_units(tmp_path):
    bring_in(tmp_path, units=UNITS.format("NFC"))
    report = bring_in(tmp_path, placements=MOVED + "MARA,EFC,2026-04-01\n")
    assert places() == {ALWAYS: "NFC", date(2026, 4, 1): "EFC"}
    assert (report.added, report.changed) == (0, 1)


def test_the_same_moves_twice_append_nothing(tmp_path):
    files = {
        "units": UNITS.format("EFC"),
        "placements": MOVED + "MARA,NFC,2024-01-01\nMARA,EFC,2026-04-01\n",
    }
    bring_in(tmp_path, **files)
    before = Placement.objects.count()
    assert bring_in(tmp_path, **files).changed == 0
    assert Placement.objects.count() == before


def test_the_present_place_is_the_one_of_today_where_the_organisation_is(tmp_path):
    files = {
        "organization": "name,time_zone\nArmy,Europe/Oslo\n",
        "units": UNITS.format("NFC"),
        "placements": MOVED + "MARA,EFC,2026-04-01\n",
    }
    with time_machine.travel("2026-03-31T21:30:00Z", tick=False):
        bring_in(tmp_path, **files)
    assert Unit.objects.get(code="MARA").parent.code == "NFC"
    with time_machine.travel("2026-03-31T22:30:00Z", tick=False):
        bring_in(tmp_path, **files)
    unit = Unit.objects.get(code="MARA")
    assert unit.parent.code == "EFC"
    assert unit.path == f"{unit.parent.path}{unit.pk}/"


def test_units_below_a_moved_unit_move_with_it(tmp_path):
    units = UNITS.format("NFC") + "11TK,Tank Battalion,MARA\n"
    bring_in(tmp_path, units=units, placements=MOVED + "MARA,EFC,2026-04-01\n")
    refresh_present(date(2026, 5, 1))
    below, eastern = Unit.objects.get(code="11TK"), Unit.objects.get(code="EFC")
    assert below.path.startswith(eastern.path)


@time_machine.travel("2026-05-01")
def test_where_units_names_the_place_of_today_the_past_and_a_coming_move_stay(tmp_path):
    placements = MOVED + "MARA,NFC,0001-01-01\nMARA,EFC,2024-01-01\nMARA,HQ,2999-01-01\n"
    bring_in(tmp_path, units=UNITS.format("EFC"), placements=placements)
    assert bring_in(tmp_path, units=UNITS.format("EFC")).changed == 0
    assert places() == {ALWAYS: "NFC", date(2024, 1, 1): "EFC", date(2999, 1, 1): "HQ"}


def test_a_parent_that_is_none_of_the_places_listed_since_ever_is_refused(tmp_path):
    placements = MOVED + "MARA,NFC,0001-01-01\nMARA,EFC,2024-01-01\n"
    (problem,) = refusal(tmp_path, units=UNITS.format("HQ"), placements=placements)
    assert (problem.file, problem.row, problem.column) == ("units.csv", 5, "parent")
    assert "add a row there" in problem.message
