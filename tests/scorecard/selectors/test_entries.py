from decimal import Decimal

import pytest

from core.numbers import SPACE
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import EntryEvent
from scorecard.selectors.entries import (
    count_left_to_enter,
    entry_page,
    kpis_due,
    left_to_enter,
    month_to_enter,
    units_to_enter,
    with_sent,
)
from scorecard.selectors.entry_numbers import number_as_typed
from scorecard.selectors.entry_rows import Refused
from scorecard.services.drafts import Typed, save_drafts
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_organization,
    make_perspective,
    make_reporter,
    make_target,
    make_unit,
)
from tests.scorecard.small import roll_up

CALENDAR = FiscalCalendar()
OCTOBER = CALENDAR.parse("2026-10")


@pytest.fixture
def kpi(units):
    kpi = make_kpi("DAYS", name="Days lost", unit_of_measure="days", decimals=1)
    make_reporter(units.mara, kpi)
    return kpi


def page(unit, month="2026-10", **fields):
    found = CALENDAR.parse(month)
    return entry_page(units=[unit], unit=unit, month=found, due=kpis_due(unit, found), **fields)


def row(unit, month="2026-10", **fields):
    (only,) = page(unit, month, **fields).rows
    return only


def test_the_month_to_enter_is_the_last_one_that_ended_where_the_organisation_is(
    db, organization, time_machine
):
    time_machine.move_to("2026-10-31 23:30Z")
    assert CALENDAR.format(month_to_enter()) == "2026-09"
    make_organization(time_zone="Europe/Oslo")
    assert CALENDAR.format(month_to_enter()) == "2026-10"


def test_only_units_that_i_may_enter_for_and_that_report_are_mine(request, units, kpi):
    for name, codes in {
        "mara": ["MARA"],
        "ada": ["MARA"],
        "nils": [],
        "otto": [],
        "vera": [],
        "chief": [],
    }.items():
        found = units_to_enter(request.getfixturevalue(name))
        assert [unit.code for unit in found] == codes


def test_an_empty_cell_is_to_be_entered(units, kpi):
    assert (row(units.mara).state, row(units.mara).message) == ("todo", "not entered")


def test_a_draft_stands_in_its_cell_and_is_not_submitted(mara, units, kpi):
    save_drafts(actor=mara, unit=units.mara, typed={(kpi, OCTOBER): Typed("12,5")})
    found = row(units.mara)
    assert (found.cells[0].typed, found.state) == ("12,5", "draft")
    assert row(units.mara, "2026-09").cells[0].typed == ""


def test_a_submitted_figure_stands_as_it_is_typed(units, kpi):
    make_entry(units.mara, kpi, "2026-10", "12.50")
    found = row(units.mara)
    assert (found.cells[0].typed, found.state) == ("12.5", "ok")


def test_the_last_revision_that_stands_is_shown(units, kpi):
    make_entry(units.mara, kpi, "2026-10", 1)
    newest = make_entry(units.mara, kpi, "2026-10", 2)
    assert row(units.mara).cells[0].typed == "2"
    EntryEvent.objects.create(entry=newest, kind="withdrawn", recorded_at=newest.recorded_at)
    assert row(units.mara).cells[0].typed == "1"


def test_a_refused_post_brings_back_every_letter(units, kpi):
    name = f"cell-{kpi.pk}-{units.mara.pk}-value"
    refused = Refused({name: " 1,234"}, {(kpi.pk, OCTOBER.ordinal): "Which one?"})
    found = row(units.mara, refused=refused)
    assert (found.cells[0].typed, found.state, found.message) == (" 1,234", "err", "Which one?")


def test_a_ratio_has_two_fields_with_names_that_differ(units):
    kpi = make_kpi(unit_rule="ratio", name="Share")
    make_reporter(units.mara, kpi)
    make_entry(units.mara, kpi, "2026-10", pair=(3, 4))
    found = row(units.mara)
    assert found.is_pair
    assert [(cell.label, cell.typed) for cell in found.cells] == [
        ("Share: how many", "3"),
        ("Share: of how many", "4"),
    ]


def test_not_applicable_is_shown_once(units):
    kpi = make_kpi(unit_rule="ratio")
    make_reporter(units.mara, kpi)
    make_entry(units.mara, kpi, "2026-10", not_applicable=True)
    found = row(units.mara)
    assert ([cell.typed for cell in found.cells], found.state) == (["n/a", ""], "ok")


def test_previous_figures_have_the_decimals_of_the_kpi_and_gaps_are_no_zeros(units, kpi):
    make_entry(units.mara, kpi, "2026-09", 12)
    make_entry(units.mara, kpi, "2026-07", not_applicable=True)
    make_entry(units.mara, kpi, "2026-05", "0.04")
    found = row(units.mara)
    assert found.previous == ["0.0", "–", "–", "–", "12.0"]
    assert found.spark[-5:] == [0.04, None, None, None, 12.0]
    assert page(units.mara).previous_months == ["May 26", "Jun 26", "Jul 26", "Aug 26", "Sep 26"]


def test_a_share_of_nothing_is_unknown(units):
    kpi = make_kpi(unit_rule="ratio", unit_of_measure="%")
    make_reporter(units.mara, kpi)
    make_entry(units.mara, kpi, "2026-09", pair=(0, 0))
    make_entry(units.mara, kpi, "2026-08", pair=(1, 4))
    assert row(units.mara).previous[-2:] == ["25", "–"]


def test_a_quarterly_kpi_stands_only_in_the_last_month_and_shows_quarters(units):
    kpi = make_kpi(frequency="quarterly")
    make_reporter(units.mara, kpi)
    make_entry(units.mara, kpi, "2026-Q2", 7)
    make_entry(units.mara, kpi, "2026-Q1", 6)
    assert page(units.mara, "2026-10").rows == []
    found = row(units.mara, "2026-09")
    assert found.of_period == "Quarter 3, FY 2026"
    # Apr, May, Jun, Jul, Aug: the second quarter ended with June.
    assert found.previous == ["", "", "7", "", ""]
    assert (found.spark[-2:], found.spark_head) == ([6.0, 7.0], "12 quarters")


def test_the_target_shows_its_direction(units, kpi):
    make_target(units.mara, kpi, "2026-10", goal=10, red_flag=20)
    roll_up()
    assert row(units.mara).target.replace(SPACE, " ") == "≤ 10"


def test_rows_stand_under_their_perspectives_in_the_order_of_the_scorecard(units, kpi):
    later = make_perspective("A", name="Later", position=2)
    first = make_perspective("B", name="First", position=1)
    for code, perspective in {"X": later, "Y": first}.items():
        other = make_kpi(code)
        make_reporter(units.mara, other)
        make_line(make_objective(unit=units.hq, perspective=perspective), other)
    groups = page(units.mara).groups
    assert [(group.name, [found.name for found in group.rows]) for group in groups] == [
        ("First", ["Y"]),
        ("Later", ["X"]),
        ("Other figures", ["Days lost"]),
    ]


def test_the_page_counts_its_rows_by_state(mara, units, kpi):
    typed, entered = make_kpi(), make_kpi()
    for other in (typed, entered):
        make_reporter(units.mara, other)
    make_entry(units.mara, entered, "2026-10", 1)
    save_drafts(actor=mara, unit=units.mara, typed={(typed, OCTOBER): Typed("1")})
    found = page(units.mara)
    assert (found.total, found.submitted, found.typed, found.missing, found.wrong) == (
        3,
        1,
        1,
        1,
        0,
    )


def test_what_is_left_counts_quarters_too_and_drafts_are_left(mara, units, kpi, time_machine):
    time_machine.move_to("2026-10-05 08:00Z")
    make_reporter(units.mara, make_kpi(frequency="quarterly"))
    september = CALENDAR.parse("2026-09")
    save_drafts(actor=mara, unit=units.mara, typed={(kpi, september): Typed("1")})
    assert left_to_enter([units.mara, units.nils], september) == {units.mara.pk: 2}
    assert left_to_enter([units.nils], september) == {}
    assert count_left_to_enter(mara) == 2
    make_entry(units.mara, kpi, "2026-09", 1)
    assert count_left_to_enter(mara) == 1


def test_what_others_owe_is_not_mine(nils, otto, units, kpi):
    assert count_left_to_enter(nils) == count_left_to_enter(otto) == 0


def test_a_kpi_that_is_not_due_is_added_once_for_its_refusal(units, kpi):
    other = make_kpi(frequency="quarterly")
    sent = [(kpi.pk, ""), (other.pk, ""), (10**9, "")]
    due = with_sent(kpis_due(units.mara, OCTOBER), sent, OCTOBER)
    assert [(found, CALENDAR.format(period)) for found, period in due] == [
        (kpi, "2026-10"),
        (other, "2026-Q4"),
    ]


def test_twelve_months_and_the_one_shown_can_be_chosen(units, kpi, time_machine):
    time_machine.move_to("2026-11-12 08:00Z")
    months = page(units.mara, "2020-01").months
    assert (months[0].value, months[-1].value, len(months)) == ("2026-11", "2020-01", 14)
    assert [month.value for month in months if month.current] == ["2020-01"]


@pytest.mark.parametrize(
    ("number", "is_percentage", "text"),
    [
        ("0.8250", True, "82.5"),
        ("1200", False, "1200"),
        ("0", True, "0"),
        ("-0.5", False, "-0.5"),
        ("1E+3", False, "1000"),
        ("12345678901234567890123456789.5", True, "1234567890123456789012345678950"),
    ],
)
def test_a_number_is_written_back_as_it_was_typed(number, is_percentage, text):
    assert number_as_typed(Decimal(number), is_percentage=is_percentage) == text


@pytest.mark.parametrize("count", [5, 50])
def test_the_page_has_a_fixed_number_of_queries(units, django_assert_max_num_queries, count):
    for _ in range(count):
        kpi = make_kpi()
        make_reporter(units.mara, kpi)
        make_entry(units.mara, kpi, "2026-10", 1)
    with django_assert_max_num_queries(14):
        assert page(units.mara).total == count


def test_units_can_be_chosen_with_what_they_owe(ada, units, kpi):
    other = make_unit("ALSO", units.command, name="Also")
    make_reporter(other, kpi)
    make_entry(other, kpi, "2026-10", 1)
    mine = units_to_enter(ada)
    found = entry_page(units=mine, unit=other, month=OCTOBER, due=kpis_due(other, OCTOBER))
    assert [(c.value, c.current, c.left) for c in found.units] == [
        ("MARA", False, 1),
        ("ALSO", True, 0),
    ]


@pytest.fixture
def trucks(units):
    kpi = make_kpi("TRUCKS", name="Trucks off", frequency="weekly", unit_of_measure="trucks")
    make_reporter(units.mara, kpi)
    return kpi


def test_a_weekly_kpi_has_a_row_for_each_week_of_the_month(units, trucks):
    rows = page(units.mara).rows
    assert [row.of_period for row in rows] == [f"Week {week}, 2026" for week in range(40, 45)]
    assert [row.cells[0].name for row in rows[:1]] == [
        f"cell-{trucks.pk}-{units.mara.pk}-2026-W40-value"
    ]
    assert rows[0].cells[0].label == "Trucks off, Week 40, 2026"
    assert len({row.key for row in rows}) == 5


def test_a_week_shows_the_weeks_before_it_by_name(units, trucks):
    make_entry(units.mara, trucks, "2026-W37", 3)
    make_entry(units.mara, trucks, "2026-W40", 4)
    first, second, *_others = page(units.mara).rows
    assert first.earlier == [("W35", "–"), ("W36", "–"), ("W37", "3"), ("W38", "–"), ("W39", "–")]
    assert second.earlier[-1] == ("W40", "4")
    assert (first.spark[-3:], first.spark_head) == ([3.0, None, None], "12 weeks")
    assert (first.cells[0].typed, first.state) == ("4", "ok")
    assert (second.cells[0].typed, second.state) == ("", "todo")


def test_each_week_has_its_own_draft(mara, units, trucks):
    week = CALENDAR.parse("2026-W41")
    save_drafts(actor=mara, unit=units.mara, typed={(trucks, week): Typed("6")})
    assert [row.cells[0].typed for row in page(units.mara).rows] == ["", "6", "", "", ""]


def test_each_week_has_its_target(units, trucks):
    make_target(units.mara, trucks, "2026-W40", goal=3, red_flag=9)
    roll_up()
    first, second, *_others = page(units.mara).rows
    assert (first.target.replace(SPACE, " "), second.target) == ("≤ 3", "")


def test_every_week_is_left_to_enter(mara, units, trucks, time_machine):
    time_machine.move_to("2026-11-02 08:00Z")
    make_entry(units.mara, trucks, "2026-W41", 1)
    assert left_to_enter([units.mara], OCTOBER) == {units.mara.pk: 4}
    assert count_left_to_enter(mara) == page(units.mara).missing == 4


def test_in_a_month_that_runs_only_weeks_that_have_begun_are_offered(units, trucks):
    # It is Thursday of week 46, in November 2026.
    assert [row.of_period for row in page(units.mara, "2026-11").rows] == [
        "Week 45, 2026",
        "Week 46, 2026",
    ]
    assert left_to_enter([units.mara], CALENDAR.parse("2026-11")) == {units.mara.pk: 2}


def test_a_week_of_another_month_or_of_none_has_no_place_on_the_page(units, trucks, kpi):
    sent = [(trucks.pk, "2026-W45"), (trucks.pk, "2026-W60"), (trucks.pk, ""), (kpi.pk, "2026-W40")]
    due = kpis_due(units.mara, OCTOBER)
    assert with_sent(due, sent, OCTOBER) == due


def test_a_week_that_is_not_due_is_added_for_its_refusal(units):
    other = make_kpi(frequency="weekly")
    (found,) = with_sent([], [(other.pk, "2026-W41")], OCTOBER)
    assert found == (other, CALENDAR.parse("2026-W41"))
