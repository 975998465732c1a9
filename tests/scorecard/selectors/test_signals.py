"""What a page says of a course: what is usual, what is not, and in which words."""

from datetime import date

import numpy as np
import pytest

from scorecard.engine import FiscalCalendar, Period, Rule, Status, Verdict
from scorecard.engine.types import Frequency
from scorecard.models import KpiVersion
from scorecard.selectors.figures import Figure
from scorecard.selectors.signals import History, Limits, series_of, signals

CALENDAR = FiscalCalendar()
FIRST = 2026 * 12
QUIET = [10.0, 12, 11, 13, 10, 12, 11, 13]
EVEN = [10, 12] * 7
LOW, HIGH = [1, 2] * 4, [5, 6] * 4


def month(place):
    return Period(Frequency.MONTHLY, FIRST + place)


def figure(place, value, status=Status.GREEN, reported=1, **others):
    return Figure(
        month(place), value, None, None, None, status, reported, others.pop("expected", 1), **others
    )


def history(figures, today=date(2028, 1, 1)):
    return History({each.period: each for each in figures}, today)


def version(**fields):
    return KpiVersion(unit_rule="mean", time_rule="mean", frequency="monthly", **fields)


def course(values):
    return history(figure(place, value) for place, value in enumerate(values))


def said(values, unit=""):
    return signals(series_of(course(values), version(), CALENDAR), unit, 0)


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_where_nothing_is_unusual_it_says_so_and_what_is_usual():
    found = said([0.10, 0.12, 0.11, 0.13, 0.10, 0.12, 0.11, 0.13], unit="%")
    assert (found.verdict, found.finding, found.earlier) == (
        Verdict.USUAL,
        "No unusual change",
        (),
    )
    assert plain(found.usual) == "Usual: 11 % on average, 7 to 16 %"


def test_under_eight_points_there_are_too_few_data_and_nothing_is_usual():
    found = said(QUIET[:7])
    assert found.verdict is Verdict.TOO_FEW
    assert found.finding == "Too few data to tell a signal: 7 periods of at least 8"
    assert found.usual == ""
    assert found.limits[month(0)] == Limits(None, None, None, (), provisional=False)


def test_no_figure_at_all_is_too_few_data():
    assert said([]).finding == "Too few data to tell a signal: 0 periods of at least 8"


@pytest.mark.parametrize(
    ("values", "sentence"),
    [
        ([*QUIET, 40], "A point outside the limits: September 2026 is unusually high"),
        ([*QUIET, -20], "A point outside the limits: September 2026 is unusually low"),
        ([*QUIET, 1, *range(2, 9)], "8 in a row rising, from September 2026 to April 2027"),
        ([*QUIET, *range(18, 10, -1)], "8 in a row falling, from September 2026 to April 2027"),
        ([*HIGH, *LOW], "8 in a row below the average, from September 2026 to April 2027"),
        ([*LOW, *HIGH], "8 in a row above the average, from September 2026 to April 2027"),
        ([*EVEN, 16, 11, 16, *EVEN], "2 close to the upper limit, from March 2027 to May 2027"),
        ([*EVEN, 6, 11, 6, *EVEN], "2 close to the lower limit, from March 2027 to May 2027"),
        ([*EVEN, 40, 40.5], "2 points above the limits, from March 2027 to April 2027"),
        ([*EVEN, -20, -21], "2 points below the limits, from March 2027 to April 2027"),
    ],
)
def test_it_says_which_signal_and_when(values, sentence):
    found = said(values)
    assert found.is_signal
    assert found.finding == sentence


def test_a_point_outside_comes_first_and_is_not_called_close_as_well():
    found = said([10, 12] * 9 + [40, 40.5])
    assert not any("close" in line for line in found.earlier)
    assert any("below the average" in line for line in found.earlier)


def test_the_words_of_a_point_leave_out_what_goes_without_saying():
    words = Limits(None, None, None, (Rule.OUTSIDE, Rule.NEAR_LIMIT), provisional=False).words
    assert words == "outside the limits"
    near = Limits(None, None, None, (Rule.NEAR_LIMIT,), provisional=False).words
    assert near == "one of 2 of 3 close to a limit"


def test_a_month_that_is_not_over_is_provisional_and_makes_no_signal():
    figures = [figure(place, value) for place, value in enumerate([*QUIET, 99])]
    open_month = series_of(history(figures, today=date(2026, 9, 30)), version(), CALENDAR)
    assert open_month.provisional.tolist() == [False] * 8 + [True]
    assert signals(open_month, "", 0).finding == "No unusual change"
    over = series_of(history(figures, today=date(2026, 10, 1)), version(), CALENDAR)
    assert signals(over, "", 0).is_signal


def test_a_figure_that_too_few_reported_is_provisional():
    figures = [figure(0, 1.0), figure(1, 1.0, Status.INSUFFICIENT)]
    assert series_of(history(figures), version(), CALENDAR).provisional.tolist() == [False, True]


def test_a_sum_must_be_nearly_whole_unless_it_was_overridden():
    summed = KpiVersion(unit_rule="sum", time_rule="sum", frequency="monthly")
    figures = [
        figure(0, 1.0, reported=94, expected=100),
        figure(1, 1.0, reported=94, carried=1, expected=100),
        figure(2, 1.0, reported=1, expected=100, overridden=True),
    ]
    found = series_of(history(figures), summed, CALENDAR)
    assert found.provisional.tolist() == [True, False, False]
    assert not series_of(history(figures), version(), CALENDAR).provisional.any()


def test_a_period_without_a_line_is_a_gap():
    found = series_of(history([figure(0, 1.0), figure(2, None)]), version(), CALENDAR)
    assert found.periods == (month(0), month(1), month(2))
    assert np.isnan(found.values).tolist() == [False, True, True]
    assert not found.provisional.any()
