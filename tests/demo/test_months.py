import datetime as dt

import pytest

from demo.months import Timeline


def test_36_months_end_with_the_last_one():
    timeline = Timeline.until("2026-10")
    assert (timeline.month(-35), timeline.month(0)) == ("2023-11", "2026-10")
    assert list(timeline.fiscal_years) == [2023, 2024, 2025, 2026]
    assert len(timeline.offsets) == 36


def test_a_story_that_ends_in_december_touches_three_years():
    assert list(Timeline.until("2025-12").fiscal_years) == [2023, 2024, 2025]


def test_quarters_count_where_they_lie_wholly_in_the_story():
    timeline = Timeline.until("2026-10")
    ends = timeline.offsets[timeline.quarter_ends()]
    assert timeline.quarter(int(ends[0])) == "2024-Q1"
    assert timeline.quarter(int(ends[-1])) == "2026-Q3"


def test_the_last_day_of_a_month_knows_leap_years():
    assert Timeline.until("2024-02").last_day(0) == dt.date(2024, 2, 29)


@pytest.mark.parametrize("text", ["2026-1", "2026-00", "October", ""])
def test_a_text_that_is_no_month_is_refused_with_a_sentence(text):
    with pytest.raises(ValueError, match="Write it as 2026-10"):
        Timeline.until(text)
