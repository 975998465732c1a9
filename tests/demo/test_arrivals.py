"""When the figures of the story came in."""

import pytest

from demo.arrivals import N_MONTHS, SET_AT_FIRST, arrivals
from demo.story import generate

pytestmark = pytest.mark.once

LAST = "2026-10"


@pytest.fixture(scope="module")
def tables():
    return generate(1, LAST).tables


@pytest.fixture(scope="module")
def came(tables):
    return arrivals(tables, LAST)


def known(came, name):
    """What is known of a table in the end: the row that came last for each key."""
    n_key = {"values": 3, "targets": 3, "objectives": 1}[name]
    rows = (row for arrival in came for row in arrival.tables.get(name, EMPTY).rows)
    return {row[:n_key]: row for row in rows}


class EMPTY:
    rows = ()


def test_in_the_end_everything_is_known_as_the_story_has_it(tables, came):
    for name in ("values", "targets", "objectives"):
        assert sorted(known(came, name).values()) == sorted(tables[name].rows)
    assert came[0].tables.keys() == tables.keys()


def test_figures_come_month_by_month_and_none_before_its_month_is_over(came):
    assert [arrival.day.month for arrival in came] == [6, 7, 8, 9, 10, 11]
    for arrival in came:
        months = {
            row[2]
            for row in arrival.tables["values"].rows
            if len(row[2]) == 7 and "Q" not in row[2]
        }
        assert max(months) < f"{arrival.day:%Y-%m}"


def test_some_come_late_and_some_were_wrong_at_first(came):
    september = came[-1].tables["values"].rows
    assert 0 < len([row for row in september if row[2] == "2026-09"]) < 600
    cells = [row[:3] for arrival in came for row in arrival.tables["values"].rows]
    assert len(cells) > len(set(cells))
    for name, key, _column, said in SET_AT_FIRST:
        wanted = tuple(part.format(year=2026) for part in key)
        rows = [
            row
            for arrival in came
            for row in arrival.tables.get(name, EMPTY).rows
            if row[: len(wanted)] == wanted
        ]
        assert len(rows) == 2
        assert said in rows[0]
        assert rows[0] != rows[1]
    assert len(came) == N_MONTHS + 1


@pytest.mark.parametrize("last", ["2026-01", "2026-12", "2027-03"])
def test_the_past_moves_with_the_month(last):
    tables = generate(1, last).tables
    came = arrivals(tables, last)
    assert [arrival.day for arrival in came] == sorted({arrival.day for arrival in came})
    assert sorted(known(came, "values").values()) == sorted(tables["values"].rows)
