"""The page on which somebody says what they expect of a year."""

from decimal import Decimal

import time_machine

from scorecard.models import OwnForecast
from tests.factories import make_own_forecast

PAGE = "/forecasts/VEH/?unit=MARA"
KPI = "/kpis/VEH/?unit=MARA&period=2026-10"


def test_a_percentage_is_typed_as_one_and_kept_as_a_share(world, mara, sign_in, read):
    posted = {"year": "2026", "value": "72.5 %", "comment": "Depots deliver"}
    answer = sign_in(mara).post(PAGE, posted)
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert OwnForecast.objects.get().value == Decimal("0.725")
    page = read(mara, PAGE)
    assert "for FY 2026" in page
    assert "Depots deliver" in page


def test_what_is_no_number_is_refused_beside_its_field(world, mara, sign_in):
    answer = sign_in(mara).post(PAGE, {"year": "2026", "value": "seven", "comment": "Depots"})
    assert answer.status_code == 422
    assert "is not a number" in answer.content.decode()
    assert "Depots" in answer.content.decode()


def test_it_stands_beside_the_computed_one_with_name_and_reason(world, mara, chief, read):
    make_own_forecast(
        world.units.mara, world.vehicles, 2026, "0.72", mara, comment="Depots deliver"
    )
    page = read(chief, KPI)
    assert f"{mara.name} expects 72 % for FY 2026" in page
    assert "Depots deliver" in page
    assert "Too few data for a forecast" in page


def test_above_ones_own_unit_it_is_not_shown(world, ada, mara, read):
    make_own_forecast(world.units.hq, world.vehicles, 2026, "0.77", ada)
    page = read(mara, "/kpis/VEH/?unit=HQ&period=2026-10")
    assert "expects" not in page


def test_as_known_earlier_what_was_expected_later_is_not_shown(world, mara, read):
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        make_own_forecast(world.units.mara, world.vehicles, 2026, "0.72", mara)
    with time_machine.travel("2026-11-22T08:00:00Z", tick=False):
        assert "expects" in read(mara, KPI)
        assert "expects" not in read(mara, f"{KPI}&as_of=2026-11-14")


def test_only_who_enters_for_the_unit_is_offered_to_say_it(world, mara, ada, chief, otto, read):
    for person in (mara, ada):
        assert "Give your own forecast" in read(person, KPI)
    for person in (chief, otto):
        assert "Give your own forecast" not in read(person, KPI)
