"""One KPI at one unit."""

import pytest
from django.http import Http404, QueryDict

from scorecard.engine.types import Status
from scorecard.models import Result
from scorecard.selectors.context import read_context
from scorecard.selectors.kpis import kpi_page, span_choices
from scorecard.selectors.subjects import kpi_at, stored_readings
from tests.factories import make_entry
from tests.scorecard.small import roll_up


def page_of(person, code, query="", span="25"):
    context = read_context(person, QueryDict(query))
    subject = kpi_at(person, context, code)
    return kpi_page(context, subject, stored_readings(context, subject, span))


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_finding_says_value_and_distance_from_the_target(world, chief):
    page = page_of(chief, "VEH")
    assert plain(page.finding) == "October 2026 is 60 %, 20 points under target"
    assert plain(page.change_sentence) == "Down 20 points since September 2026"


def test_the_figure_is_that_of_the_unit_and_month_asked_for(world, chief):
    page = page_of(chief, "VEH", "unit=NILS&period=2026-10")
    assert (page.figure.value, page.status) == (pytest.approx(0.7), Status.RED)


def test_there_is_no_kpi_with_an_unknown_code(world, chief):
    with pytest.raises(Http404, match="NOTHING"):
        page_of(chief, "NOTHING")


def test_the_course_begins_with_the_first_figure_and_ends_with_the_period_shown(world, chief):
    points = page_of(chief, "VEH", "period=2026-09").points
    assert [point.label for point in points] == ["Aug 26", "Sep 26"]


def test_it_says_how_it_moved_since_the_same_period_of_the_year_before(world, chief):
    assert page_of(chief, "VEH").year_sentence == ""
    reporter = world.vehicles.reporters.first()
    reporter.first_period = 2025 * 12
    reporter.save()
    make_entry(reporter.unit, world.vehicles, "2025-10", pair=(1, 2))
    roll_up()
    assert plain(page_of(chief, "VEH").year_sentence) == "Up 10 points since October 2025"
    assert page_of(chief, "VEH", "period=FY2026").year_sentence == ""


def test_a_period_without_a_line_stays_in_the_course_as_a_gap(world, chief):
    Result.objects.filter(kpi=world.vehicles, period=2026 * 12 + 8).delete()
    points = page_of(chief, "VEH").points
    assert [point.figure is None for point in points] == [False, True, False]


def test_the_whole_course_reaches_back_to_the_first_result(world, chief):
    for year in (2022, 2023, 2024, 2025):
        make_entry(world.units.mara, world.vehicles, f"{year}-08", pair=(1, 2))
    reporter = world.vehicles.reporters.first()
    reporter.first_period = 2022 * 12
    reporter.save()
    roll_up()
    assert len(page_of(chief, "VEH", span="25").points) == 25
    assert page_of(chief, "VEH", span="all").points[0].name == "January 2022"


def test_units_below_stand_with_what_is_not_reported_first_then_worst_first(world, chief):
    staff = page_of(chief, "STAFF", "unit=CMD").breakdown
    assert [part.name for part in staff.parts] == ["4th Mechanised Brigade", "1st Armoured Brigade"]
    assert staff.parts[0].is_not_reported
    vehicles = page_of(chief, "VEH", "unit=CMD").breakdown
    assert vehicles.parts[0].name == "1st Armoured Brigade"
    assert vehicles.finding == "2 units below are off target"


def test_a_link_to_a_part_keeps_the_period(world, chief):
    part = page_of(chief, "VEH", "unit=CMD&period=2026-09").breakdown.parts[0]
    assert part.query == "unit=MARA&period=2026-09"


def test_above_ones_own_unit_there_is_a_figure_but_no_breakdown_and_no_entries(world, mara):
    page = page_of(mara, "VEH", "unit=HQ")
    assert page.figure.value == pytest.approx(0.6)
    assert page.breakdown is None
    assert page.revisions == ()


def test_it_names_the_objectives_that_it_makes(world, chief):
    page = page_of(chief, "VEH")
    assert [name for _line, name in page.subject.lines] == ["Repair faster"]
    assert page.subject.objective_ids == [world.objective.pk]


def test_a_month_before_the_first_report_has_no_figure_and_no_course(world, chief):
    page = page_of(chief, "VEH", "period=2026-05")
    assert page.figure is None
    assert page.points == ()
    assert page.finding == "May 2026 has no figure yet"


def test_an_unknown_span_counts_as_the_default(world, chief):
    context = read_context(chief, QueryDict())
    subject = kpi_at(chief, context, "VEH")
    readings = stored_readings(context, subject, "77")
    (chosen,) = [choice for choice in span_choices(readings, "77") if choice.current]
    assert (chosen.label, chosen.word) == ("25 months", "25")
