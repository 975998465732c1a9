import datetime as dt
from dataclasses import dataclass

from core.timelines import Horizon, road

HORIZON = Horizon(dt.date(2026, 7, 1), dt.date(2027, 12, 31), dt.date(2026, 11, 12))


@dataclass
class Milestone:
    name: str
    due: dt.date
    state: str = "planned"


def test_quarters_carry_the_year_where_it_begins():
    assert [each.text for each in road(HORIZON).quarters] == ["Q3", "Q4", "Q1 27", "Q2", "Q3", "Q4"]


def test_milestones_stand_in_order_of_time():
    late, soon = (
        Milestone("Last parts", dt.date(2027, 3, 1)),
        Milestone("First", dt.date(2026, 12, 2)),
    )
    drawn = road(HORIZON, [late, soon])
    assert [each.text for each in drawn.marks] == ["First, 2 Dec 2026", "Last parts, 1 Mar 2027"]
    assert drawn.marks[0].x < drawn.marks[1].x


def test_a_milestone_outside_stands_at_the_edge():
    drawn = road(
        HORIZON, [Milestone("Old", dt.date(2020, 1, 1)), Milestone("Far", dt.date(2040, 1, 1))]
    )
    assert [each.x for each in drawn.marks] == [0.0, 300.0]


def test_today_is_left_out_where_it_is_not_shown():
    past = Horizon(HORIZON.first, HORIZON.last, dt.date(2030, 1, 1))
    assert road(past).today is None
    assert road(HORIZON).today is not None


def test_the_line_needs_a_start_and_an_end():
    assert road(HORIZON, starts_on=HORIZON.first).span is None
    assert road(HORIZON, starts_on=HORIZON.first, ends_on=HORIZON.last).span.width == 300


def test_a_long_life_names_years_only_where_quarters_would_run_into_each_other():
    horizon = Horizon(dt.date(2024, 7, 1), dt.date(2027, 12, 31), dt.date(2026, 11, 12))
    named = [each.text for each in road(horizon).quarters if each.text]
    assert named == ["2025", "2026", "2027"]
