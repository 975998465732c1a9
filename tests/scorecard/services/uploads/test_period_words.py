import pytest

from scorecard.engine.periods import FiscalCalendar
from scorecard.engine.types import Frequency
from scorecard.services.uploads.period_words import is_period, read_period

CALENDAR = FiscalCalendar()


def read(word, frequency=Frequency.MONTHLY, calendar=CALENDAR):
    return calendar.format(read_period(word, calendar, frequency))


@pytest.mark.parametrize(
    "word",
    [
        *("2026-10", "Oct 2026", "Oct-26", "oct. 26", "October 2026", "2026 October", "OCT26"),
        *("10/2026", "10.2026", "2026/10", "202610", "2026-10-31", "2026-10-31T00:00:00"),
        *("Oktober 2026", "octobre 2026", "październik 2026", "października 2026", "paź 26"),
        *("31.10.2026", "31/10/2026", "10/31/2026"),
    ],
)
def test_a_month_is_read_however_it_is_spelled(word):
    assert read(word) == "2026-10"


@pytest.mark.parametrize(
    ("word", "frequency", "found"),
    [
        ("Q3 2026", Frequency.QUARTERLY, "2026-Q3"),
        ("2026 Q3", Frequency.QUARTERLY, "2026-Q3"),
        ("2026-08-01", Frequency.QUARTERLY, "2026-Q3"),
        ("FY26", Frequency.YEARLY, "FY2026"),
        ("2026.0", Frequency.YEARLY, "FY2026"),
        ("Week 5 2026", Frequency.WEEKLY, "2026-W05"),
        ("KW05/2026", Frequency.WEEKLY, "2026-W05"),
        ("2016-01-08", Frequency.WEEKLY, "2016-W01"),
    ],
)
def test_other_periods_are_read(word, frequency, found):
    assert read(word, frequency) == found


def test_a_quarter_follows_the_fiscal_year():
    assert read("2025-11-03", Frequency.QUARTERLY, FiscalCalendar(10)) == "2026-Q1"


@pytest.mark.parametrize("word", ["", "Figure", "FY16_actual", "13/2026", "2026-02-30", "Foo 2026"])
def test_what_is_no_period_is_refused_with_a_sentence(word):
    assert not is_period(word)
    with pytest.raises(ValueError, match="is no period"):
        read(word)


def test_a_day_that_can_be_two_is_refused():
    with pytest.raises(ValueError, match="can be two days"):
        read("01/02/2026")
    assert read("02/02/2026") == "2026-02"


def test_a_period_of_another_length_is_refused():
    with pytest.raises(ValueError, match="another length"):
        read("2026-10", Frequency.YEARLY)
