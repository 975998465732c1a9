"""The periods that a page can show."""

from datetime import date

import pytest
from django.http import Http404

from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.selectors.periods import (
    OFFERED,
    before,
    period_choices,
    period_name,
    period_short,
    requested_period,
    scored_months,
)

CALENDAR = FiscalCalendar(10)
OCTOBER = 2026 * 12 + 9


@pytest.mark.parametrize(
    ("word", "name", "short"),
    [
        ("2026-10", "October 2026", "Oct 26"),
        ("2027-Q1", "Quarter 1, FY 2027", "Q1 2027"),
        ("FY2027", "FY 2027", "FY 2027"),
    ],
)
def test_a_period_has_a_long_and_a_short_name(word, name, short):
    period = CALENDAR.parse(word)
    assert (period_name(period), period_short(period)) == (name, short)


def test_the_month_before_january_is_december():
    january = Period(Frequency.MONTHLY, 2026 * 12)
    assert period_name(before(january)) == "December 2025"


def test_without_scores_there_are_no_months(db):
    assert list(scored_months()) == []
    period = requested_period("", CALENDAR, range(0), date(2026, 11, 12))
    assert CALENDAR.format(period) == "2026-10"


def test_scored_months_reach_from_the_first_to_the_last(world):
    months = scored_months()
    assert months[0] == 2026 * 12 + 7
    assert OCTOBER in months


def test_the_newest_month_stands_first_and_the_one_shown_is_marked():
    shown = Period(Frequency.MONTHLY, OCTOBER)
    choices = period_choices("HQ", shown, CALENDAR, range(OCTOBER - 2, OCTOBER + 2))
    months = choices.groups[0].items
    assert [choice.label for choice in months][:2] == ["November 2026", "October 2026"]
    assert [choice.label for choice in months if choice.current] == ["October 2026"]


def test_steps_lead_to_the_neighbours_and_end_at_the_ends():
    shown = Period(Frequency.MONTHLY, OCTOBER)
    choices = period_choices("HQ", shown, CALENDAR, range(OCTOBER, OCTOBER + 2))
    assert choices.earlier == ""
    assert choices.later == "?unit=HQ&period=2026-11"


@pytest.mark.parametrize(
    ("word", "labels", "earlier", "later"),
    [
        (
            "2027-Q1",
            ["Quarter 2, FY 2027", "Quarter 1, FY 2027", "Quarter 4, FY 2026"],
            "?unit=HQ&period=2026-Q4",
            "?unit=HQ&period=2027-Q2",
        ),
        ("FY2027", ["FY 2027", "FY 2026"], "?unit=HQ&period=FY2026", ""),
    ],
)
def test_quarters_and_years_are_fiscal_and_steps_keep_their_length(word, labels, earlier, later):
    shown = CALENDAR.parse(word)
    choices = period_choices("HQ", shown, CALENDAR, range(OCTOBER - 2, OCTOBER + 4))
    assert [group.label for group in choices.groups] == ["Months", "Quarters", "Years"]
    group = choices.groups[1 if "Q" in word else 2].items
    assert [choice.label for choice in group] == labels
    assert [choice.label for choice in group if choice.current] == [period_name(shown)]
    assert (choices.earlier, choices.later) == (earlier, later)


@pytest.mark.parametrize("word", ["2026-Q4", "FY2026"])
def test_only_pages_of_figures_are_offered_longer_periods(word):
    asked = (word, CALENDAR, range(0), date(2026, 11, 12))
    assert CALENDAR.format(requested_period(*asked, offered=OFFERED)) == word
    with pytest.raises(Http404, match=f"shows months.*{word}"):
        requested_period(*asked)


@pytest.mark.parametrize("word", ["2200-01", "FY1899", "1899-Q4", "FY0001", "FY9998"])
def test_a_period_too_far_away_to_have_neighbours_is_not_there(word):
    with pytest.raises(Http404, match=word):
        requested_period(word, CALENDAR, range(0), date(2026, 11, 12), offered=OFFERED)
