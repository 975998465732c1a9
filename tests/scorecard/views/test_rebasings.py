"""The page on which limits are computed anew."""

import time_machine

from scorecard.models import Rebasing
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_rebasing,
    make_reporter,
)
from tests.scorecard.small import roll_up

PAGE = "/limits/VEH/?unit=MARA"
LOW, HIGH = [10, 12, 11, 13, 10, 12, 11, 13], [60, 62, 61, 63, 60, 62, 61, 63]


def make_yard(world):
    """A KPI of HQ that rose for good in September 2025."""
    yard = make_kpi("YARD", name="Yard hours")
    make_line(make_objective(unit=world.units.hq), yard)
    make_reporter(world.units.mara, yard, "2025-01")
    for number, value in enumerate([*LOW, *HIGH]):
        month = f"{2025 + number // 12}-{number % 12 + 1:02}"
        make_entry(world.units.mara, yard, month, value)
    roll_up()
    return yard


def test_it_offers_the_periods_with_figures_the_newest_first(world, ada, read):
    page = read(ada, PAGE)
    assert page.index('value="2026-10"') < page.index('value="2026-08"')
    assert "2026-07" not in page


def test_a_decision_is_told_with_who_and_why_and_can_be_taken_back(world, ada, sign_in, read):
    browser = sign_in(ada)
    answer = browser.post(PAGE, {"period": "2026-09", "reason": "New depots"})
    assert (answer.status_code, answer["Location"]) == (302, PAGE)
    assert "From September 2026 on" in read(ada, PAGE)
    row = Rebasing.objects.get()
    browser.post(f"/limits/{row.pk}/take-back/", {"reason": "It was noise"})
    assert "From September 2026 on" not in read(ada, PAGE)


def test_a_refusal_stands_beside_the_field_with_what_was_typed(world, ada, sign_in):
    make_rebasing(world.units.mara, world.vehicles, "2026-09", ada)
    answer = sign_in(ada).post(PAGE, {"period": "2026-09", "reason": "New depots"})
    assert answer.status_code == 422
    assert "New limits begin with this period already." in answer.content.decode()
    assert "New depots" in answer.content.decode()


def test_taking_back_without_a_reason_is_refused_in_a_sentence(world, ada, sign_in):
    row = make_rebasing(world.units.mara, world.vehicles, "2026-09", ada)
    answer = sign_in(ada).post(f"/limits/{row.pk}/take-back/", follow=True)
    assert "Say why" in answer.content.decode()
    assert Rebasing.objects.in_force().exists()


def test_the_page_of_the_kpi_holds_the_course_against_the_new_limits(world, ada, read):
    yard = make_yard(world)
    address = "/kpis/YARD/?unit=HQ&period=2026-04"
    assert "8 in a row above the average" in read(ada, address)
    make_rebasing(world.units.hq, yard, "2025-09", ada, reason="A second yard")
    page = read(ada, address)
    assert "No unusual change." in page
    assert "Usual since September 2025: 62 on average" in page
    assert "From September 2025 on, at the short line, the limits are computed anew" in page
    assert f"A second yard ({ada.name}, 12 Nov 2026)" in page


def test_above_ones_own_unit_neither_limits_nor_reasons_are_told(world, ada, mara, read):
    yard = make_yard(world)
    make_rebasing(world.units.hq, yard, "2025-09", ada, reason="A second yard")
    page = read(mara, "/kpis/YARD/?unit=HQ&period=2026-04")
    assert "A second yard" not in page
    assert "limits" not in page.split('id="course-heading"')[1].split("</section>")[0]


def test_as_known_before_the_decision_the_old_limits_hold(world, ada, read):
    yard = make_yard(world)
    with time_machine.travel("2026-11-20T08:00:00Z", tick=False):
        make_rebasing(world.units.hq, yard, "2025-09", ada)
    with time_machine.travel("2026-11-22T08:00:00Z", tick=False):
        address = "/kpis/YARD/?unit=HQ&period=2026-04"
        assert "No unusual change." in read(ada, address)
        page = read(ada, f"{address}&as_of=2026-11-14")
        assert "8 in a row above the average" in page
        assert "Compute the limits anew" not in page


def test_only_the_office_is_offered_to_decide(world, ada, mara, chief, read):
    address = "/kpis/VEH/?unit=MARA"
    assert "Compute the limits anew" in read(ada, address)
    for person in (mara, chief):
        assert "Compute the limits anew" not in read(person, address)
