"""The page of a KPI, as a browser gets it."""

import json
import re
from datetime import date
from types import SimpleNamespace

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from organization.selectors.readers import reader_of, rights_of
from scorecard.models import KpiVersion, Result
from scorecard.views.kpis import kpi
from tests.factories import (
    make_entry,
    make_explanation,
    make_kpi,
    make_line,
    make_objective,
    make_reporter,
    make_target,
    make_unit,
)
from tests.scorecard.small import roll_up

PAGE = "/kpis/VEH/"


def test_it_shows_figure_target_gap_change_and_score(world, chief, read):
    page = read(chief, PAGE)
    assert "October 2026 is 60 %, 20 points under target" in page
    assert "≥ 80 %" in page
    assert "−20 points" in page
    assert "Down 20 points since September 2026" in page


def test_the_chart_has_its_figures_in_a_table_too(world, chief, read):
    page = read(chief, PAGE)
    figure = json.loads(
        re.search(r'<script id="course" type="application/json">(.*?)</script>', page)[1]
    )
    assert figure["data"][1]["y"][-1] == pytest.approx(60)
    table = page.split("The figures behind the chart")[-1]
    assert table.index("October 2026") < table.index("September 2026") < table.index("August 2026")


def test_units_below_are_listed_with_links_and_what_is_missing_first(world, chief, read):
    page = read(chief, "/kpis/STAFF/?unit=CMD&period=2026-10")
    table = page.split('aria-label="Units below"')[1]
    assert table.index("4th Mechanised Brigade") < table.index("not reported")
    assert table.index("not reported") < table.index("1st Armoured Brigade")
    assert 'href="?unit=MARA&amp;period=2026-10"' in table


def test_it_says_what_the_kpi_means(world, chief, read):
    page = read(chief, PAGE)
    assert "sum of numerators over sum of denominators" in page
    assert "on target from 80 % up, off target from 70 % down" in page


def test_above_ones_own_unit_only_the_published_figure_is_shown(world, mara, read):
    page = read(mara, f"{PAGE}?unit=HQ")
    assert "October 2026 is 60 %" in page
    assert "You see the published figure of Army HQ" in page
    for hidden in ("Units in", "Last entries", "4th Mechanised Brigade", "70 of 100"):
        assert hidden not in page


def test_above_ones_own_unit_a_kpi_without_a_line_there_has_no_figure(world, mara, read):
    yard = make_kpi("YARD", name="Yard hours")
    make_line(make_objective(unit=world.units.mara), yard)
    for unit in (world.units.mara, world.units.nils):
        make_reporter(unit, yard, "2026-10")
    make_entry(world.units.nils, yard, "2026-10", 7654321)
    roll_up()
    page = read(mara, "/kpis/YARD/?unit=HQ&period=2026-10")
    assert "This KPI is not on the scorecard of Army HQ" in page
    # A nonce or a token may hold any three digits.
    assert "654" not in re.sub(r"[\w-]{16,}", "", page)
    assert "Nobody at 1st Armoured Brigade" not in read(mara, "/kpis/YARD/?unit=MARA")


def test_a_kpi_of_a_sister_unit_is_not_there(world, mara, chief, sign_in):
    make_reporter(world.units.nils, make_kpi("BRIDGE", name="Bridges"))
    assert sign_in(mara).get("/kpis/BRIDGE/").status_code == 404
    assert sign_in(chief).get("/kpis/BRIDGE/?unit=MARA").status_code == 200


@pytest.mark.parametrize("address", [f"{PAGE}?unit=MARA", "/kpis/NOTHING/", f"{PAGE}?period=x"])
def test_what_one_may_not_know_of_is_not_there(world, nils, sign_in, address):
    assert sign_in(nils).get(address).status_code == 404


def test_a_period_that_was_not_due_stands_in_the_table_as_such(world, chief, read):
    Result.objects.filter(kpi=world.vehicles, period=2026 * 12 + 8).delete()
    table = read(chief, PAGE).split("The figures behind the chart")[-1]
    assert 'September 2026</th> <td class="num m3">not due</td>' in table


def test_a_kpi_that_the_unit_never_reports_says_so(world, chief, read):
    make_unit("IDLE", world.units.hq, name="Idle Depot")
    page = read(chief, f"{PAGE}?unit=IDLE")
    assert "Nobody at Idle Depot is to report this for October 2026" in page


def test_what_is_being_done_comes_from_the_caller(world, chief, rf):
    asked = []

    def being_done(person, _unit, _kpi, objective_ids):
        asked.append((person, list(objective_ids)))
        initiative = SimpleNamespace(
            name="Spares surge",
            url="/initiatives/7/",
            stage="launched",
            status_line="First delivery on 2 December.",
            owner="T. Brandt",
            next_milestone="Delivery, 2 Dec",
        )
        step = SimpleNamespace(
            text="Call the depot",
            url="/initiatives/actions/3/",
            owner="Mara",
            lateness="2 days late",
            is_overdue=True,
        )
        return SimpleNamespace(steps=[step], initiatives=[initiative], add_url="/new/")

    request = rf.get(PAGE)
    request.user = chief
    request.htmx = False
    page = kpi(request, "VEH", being_done).content.decode()
    (reader, objectives) = asked[0]
    assert objectives == [world.objective.pk]
    # In the name of nobody, with the rights of the chief.
    assert (reader.pk, rights_of(reader)) == (None, rights_of(reader_of(chief)))
    assert '<a href="/initiatives/7/">Spares surge</a>' in page
    assert "First delivery on 2 December." in page
    assert '<a href="/initiatives/actions/3/">Call the depot</a>' in page
    assert "2 days late" in page
    # The chief neither owns it nor is the unit's manager.
    assert "Add a next step" not in page


def test_nothing_being_done_draws_no_empty_block(world, chief, read):
    assert "Being done" not in read(chief, PAGE)


def test_a_unit_name_cannot_break_out_of_the_chart(world, chief, read):
    evil = make_unit("EVIL", world.units.command, name="</script><b>Evil</b>")
    make_reporter(evil, world.vehicles, "2026-10")
    make_entry(evil, world.vehicles, "2026-10", pair=(1, 2))
    roll_up()
    page = read(chief, f"{PAGE}?unit=CMD")
    assert "</script><b>" not in page
    assert "<b>Evil</b>" not in page


def test_a_quarter_has_its_figure_course_and_units_below(world, chief, read):
    page = read(chief, f"{PAGE}?unit=CMD&period=2026-Q4")
    assert "Quarter 4, FY 2026 is 60 %" in page
    assert "Down 20 points since Quarter 3, FY 2026" in page
    course = page.split("The figures behind the chart")[-1]
    assert course.index("Quarter 4, FY 2026") < course.index("Quarter 3, FY 2026")
    assert "25 quarters" in page
    below = page.split('aria-label="Units below"')[1]
    assert below.index("1st Armoured Brigade") < below.index("4th Mechanised Brigade")
    assert 'href="?unit=MARA&amp;period=2026-Q4"' in below
    assert "50 %" in below
    assert "1 of 2" in below


def test_a_year_adds_the_pairs_of_its_months(world, chief, read):
    page = read(chief, f"{PAGE}?period=FY2026&span=all")
    # 80 + 80 + 50 and 80 + 80 + 70 of three times 200.
    assert "FY 2026 is 73 %, 7 points under target" in page


def test_a_yearly_kpi_stands_on_the_page_of_a_quarter_with_its_last_year(world, chief, read):
    strength = make_kpi("STRENGTH", name="Strength", frequency="yearly", time_rule="last")
    make_reporter(world.units.mara, strength, "FY2025", "FY2025")
    make_entry(world.units.mara, strength, "FY2025", 41)
    roll_up()
    page = read(chief, "/kpis/STRENGTH/?period=2026-Q3")
    assert "FY 2025 is 41" in page
    assert "25 years" in page


def test_above_ones_own_unit_a_quarter_is_not_taken_apart(world, mara, read):
    page = read(mara, f"{PAGE}?unit=HQ&period=2026-Q4")
    assert "Quarter 4, FY 2026 is 60 %" in page
    for hidden in ("Figures in", "Last entries", "4th Mechanised Brigade", "70 of 100"):
        assert hidden not in page


@pytest.mark.parametrize("word", ["2026-10", "2026-Q4", "FY2026"])
def test_more_units_below_take_no_more_queries(world, chief, sign_in, word):
    client = sign_in(chief)
    address = f"{PAGE}?unit=CMD&period={word}"
    few = queries_of(client, address)
    for number in range(20):
        unit = make_unit(f"B{number}", world.units.command)
        make_reporter(unit, world.vehicles, "2026-10")
        make_target(unit, world.vehicles, "FY2026", goal="0.8", red_flag="0.7")
        make_entry(unit, world.vehicles, "2026-10", pair=(1, 2))
    roll_up()
    assert "B19" in client.get(address).content.decode()
    assert queries_of(client, address) == few


def queries_of(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        client.get(address)
    return len(queries)


def test_the_course_marks_from_when_on_the_kpi_is_defined_otherwise(world, chief, read):
    version = KpiVersion.objects.get(kpi=world.staff)
    version.pk, version.valid_from, version.unit_rule = None, date(2026, 9, 1), "max"
    version.save()
    roll_up()
    page = read(chief, "/kpis/STAFF/?unit=HQ&period=2026-10")
    assert (
        "From September 2026 on, at the dotted line, the KPI is defined otherwise. "
        "Over units: highest unit, before that sum of the units." in page
    )


def test_the_page_says_what_is_unusual_and_marks_it_in_chart_and_table(world, chief, read):
    yard = make_kpi("YARD", name="Yard hours")
    make_line(make_objective(unit=world.units.hq), yard)
    make_reporter(world.units.mara, yard, "2026-01")
    for number, value in enumerate([10, 12, 11, 13, 10, 12, 11, 13, 10, 40], start=1):
        make_entry(world.units.mara, yard, f"2026-{number:02}", value)
    roll_up()
    page = read(chief, "/kpis/YARD/?period=2026-10")
    assert "A point outside the limits: October 2026 is unusually high." in page
    assert "Unusual</th>" in page
    assert '<td class="events">outside the limits</td>' in page
    assert "No unusual change." in read(chief, "/kpis/YARD/?period=2026-09")


def test_under_eight_periods_the_page_says_that_there_are_too_few(world, chief, read):
    assert "Too few data to tell a signal: 3 periods of at least 8." in read(chief, PAGE)


def test_a_page_of_quarters_says_nothing_of_signals(world, chief, read):
    page = read(chief, f"{PAGE}?period=2026-Q3")
    assert "Too few data" not in page


def test_a_change_has_an_arrow_that_says_whether_it_is_for_the_worse(world, chief, read):
    assert re.search(
        r'class="delta bad"><span aria-hidden="true">↓</span> <small>worse', read(chief, PAGE)
    )


def test_the_page_says_where_the_year_ends(world, chief, read):
    yard = make_kpi("YARD", name="Yard hours")
    make_line(make_objective(unit=world.units.hq), yard)
    make_reporter(world.units.mara, yard, "2026-01")
    make_target(world.units.hq, yard, "FY2026", goal=130, red_flag=200)
    for number in range(1, 11):
        make_entry(world.units.mara, yard, f"2026-{number:02}", 12)
    roll_up()
    page = read(chief, "/kpis/YARD/?period=2026-10")
    assert "FY 2026 is heading for 144; target 130." in page
    assert "By the last value: tried 9 times, off by 0 on average." in page
    assert '<th scope="row">December 2026</th>' in page
    assert "heading for" not in read(chief, "/kpis/YARD/?period=2026-Q3")


def test_under_eight_periods_nothing_is_foretold(world, chief, read):
    assert "Too few data for a forecast: 3 periods of at least 8." in read(chief, PAGE)


def test_what_happened_is_numbered_on_the_chart_and_told_in_list_and_table(world, chief, read):
    make_target(world.units.hq, world.vehicles, "2026-10", goal="0.82", red_flag="0.7")
    make_explanation(world.units.hq, world.vehicles, "2026-09", chief, happened="No <brakes>")
    roll_up()
    page = read(chief, f"{PAGE}?unit=HQ&period=2026-10")
    words = "The target is 82 % from here on, before that 80 %"
    happened = page.split("What happened</h3>")[1].split("</ol>")[0]
    assert happened.index("September 2026") < happened.index("October 2026")
    assert 'href="/kpis/VEH/?unit=HQ&amp;period=2026-09"' in happened
    assert "No &lt;brakes&gt;" in happened
    assert words in happened
    table = page.split("The figures behind the chart")[-1].split("</table>")[0]
    assert f'<td class="events">{words}</td>' in table
    figure = json.loads(
        re.search(r'<script id="course" type="application/json">(.*?)</script>', page)[1]
    )
    texts = [each["text"] for each in figure["layout"]["annotations"]]
    assert {"1", "2"} <= set(texts)


def test_where_nothing_happened_there_is_no_list_and_no_column(world, chief, read):
    assert "What happened" not in read(chief, PAGE)


def test_above_ones_own_unit_only_the_published_target_is_told(world, chief, mara, read):
    make_explanation(world.units.hq, world.vehicles, "2026-09", chief, happened="No brakes")
    make_target(world.units.hq, world.vehicles, "2026-10", goal="0.82", red_flag="0.7")
    roll_up()
    page = read(mara, f"{PAGE}?unit=HQ&period=2026-10")
    assert "No brakes" not in page
    assert "from here on" in page


def test_the_way_from_target_to_actual_is_a_chart_with_its_steps_in_a_table(world, chief, read):
    page = read(chief, f"{PAGE}?unit=CMD&period=2026-10")
    assert "1 of 2 units explains 75 % of the miss" in page
    figure = json.loads(
        re.search(r'<script id="waterfall-chart" type="application/json">(.*?)</script>', page)[1]
    )
    assert figure["data"][0]["text"] == ["80.0", "−15.0", "−5.0", "60.0"]
    assert 'aria-label="1 of 2 units explains' in page
    steps = page.split("The steps behind the chart")[-1]
    assert steps.index("1st Armoured Brigade") < steps.index("4th Mechanised Brigade")
    assert "/tables/xlsx/waterfalls/VEH/?unit=CMD&amp;period=2026-10" in steps


def test_a_figure_without_steps_says_why_and_leads_to_its_explanation(world, chief, read):
    page = read(chief, f"{PAGE}?unit=MARA&period=2026-10")
    assert "From target to actual" in page
    assert "No unit below reports this KPI." in page
    assert "waterfall-chart" not in page


def test_above_ones_own_unit_the_other_units_are_one_step(world, mara, read):
    page = read(mara, f"{PAGE}?unit=CMD&period=2026-10")
    assert "What your units add on the way from target to actual" in page
    assert "Other units, together" in page
    assert "4th Mechanised Brigade" not in page
    assert "waterfall" not in read(mara, f"{PAGE}?unit=HQ&period=2026-10")
