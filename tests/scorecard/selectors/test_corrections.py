"""Whom a rejected figure is given back to, and until when."""

from decimal import Decimal

import pytest

from scorecard.engine.periods import FiscalCalendar
from scorecard.selectors.corrections import figures_to_correct, place_to_enter, rejections_in
from scorecard.services.approvals import reject_entry
from tests.factories import make_deputy, make_entry, make_kpi, make_person, make_reporter

CALENDAR = FiscalCalendar(1)


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def cleo(units):
    return make_person("Cleo", "contributor", units.mara)


@pytest.fixture
def fuel(units):
    kpi = make_kpi("FUEL", name="Fuel in store", approved_only=True, unit_of_measure="t")
    make_reporter(units.mara, kpi)
    return kpi


@pytest.fixture
def rejected(units, fuel, cleo, mara):
    entry = make_entry(units.mara, fuel, "2026-10", Decimal(7), author=cleo)
    reject_entry(actor=mara, entry=entry, figure_hash=entry.figure_hash, reason="In litres?")
    return entry


def asked(person):
    return [(one.kpi.code, one.rejection.reason) for one in figures_to_correct(person)]


def test_its_author_is_asked_and_not_who_rejected_it(rejected, cleo, mara, nils, otto):
    assert asked(cleo) == [("FUEL", "In litres?")]
    assert (asked(mara), asked(nils), asked(otto)) == ([], [], [])
    (one,) = figures_to_correct(cleo)
    assert one.rejection.by == "Mara Hartley"
    assert one.rejection.text.replace("\N{NO-BREAK SPACE}", " ") == "7 t"


def test_who_enters_it_now_is_asked_too(units, fuel, rejected, cleo):
    other = make_person("Dana", "contributor", units.mara)
    make_reporter(units.mara, fuel, person=other)
    assert asked(other) == asked(cleo) == [("FUEL", "In litres?")]


def test_where_no_author_can_correct_it_the_manager_does_even_if_she_rejected_it(
    units, fuel, mara, ada
):
    entry = make_entry(units.mara, fuel, "2026-10", Decimal(7), author=None)
    reject_entry(actor=mara, entry=entry, figure_hash=entry.figure_hash, reason="Too much.")
    assert asked(mara) == [("FUEL", "Too much.")]
    assert figures_to_correct(mara)[0].is_owed


def test_a_deputy_is_asked_for_the_other(rejected, cleo, otto):
    make_deputy(cleo, otto)
    assert asked(otto) == [("FUEL", "In litres?")]


def test_a_newer_figure_settles_it(units, fuel, rejected, cleo):
    make_entry(units.mara, fuel, "2026-10", Decimal(8), author=cleo)
    assert asked(cleo) == []


def test_it_is_found_in_its_cell(units, fuel, rejected):
    october, september = CALENDAR.parse("2026-10"), CALENDAR.parse("2026-09")
    found = rejections_in(units.mara, [(fuel, october), (fuel, september)])
    assert {key: said.reason for key, said in found.items()} == {
        (fuel.pk, october.ordinal): "In litres?"
    }
    assert rejections_in(units.nils, [(fuel, october)]) == {}


@pytest.mark.parametrize(
    ("frequency", "period", "month"),
    [
        ("monthly", "2026-10", "2026-10"),
        ("weekly", "2026-W40", "2026-10"),
        ("quarterly", "2026-Q3", "2026-09"),
    ],
)
def test_the_way_leads_to_the_field(units, frequency, period, month):
    kpi = make_kpi("TANK", frequency=frequency)
    address = place_to_enter(units.mara, kpi, CALENDAR.parse(period), CALENDAR)
    assert address.startswith(f"/enter/?unit=MARA&period={month}#cell-{kpi.pk}")
