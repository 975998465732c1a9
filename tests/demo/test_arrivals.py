"""When the figures of the story came in."""

import pytest

from demo.arrivals import N_MONTHS, REASON, SET_AT_FIRST, arrivals, arrivals_of_group
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


def told(came):
    """What is known of the figures in the end, without the reasons of corrections."""
    rows = known(came, "values").values()
    return sorted(tuple("" if cell == REASON else cell for cell in row) for row in rows)


class EMPTY:
    rows = ()


def test_in_the_end_everything_is_known_as_the_story_has_it(tables, came):
    for name in ("targets", "objectives"):
        assert sorted(known(came, name).values()) == sorted(tables[name].rows)
    assert told(came) == sorted(tables["values"].rows)
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
    all_rows = [row for arrival in came for row in arrival.tables["values"].rows]
    cells = [row[:3] for row in all_rows]
    corrected = [row for row in all_rows if REASON in row]
    assert 0 < len(corrected) == len(cells) - len(set(cells))
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


def test_a_kpi_means_something_else_from_a_month_on(came):
    first, (decided,) = (
        [row for row in arrival.tables["kpis"].dicts() if row["code"] == "CLIMATE"]
        for arrival in (came[0], came[2])
    )
    assert [row["unit_rule"] for row in first] == ["mean"]
    assert (decided["unit_rule"], decided["valid_from"]) == ("mean_of_children", "2026-07-01")


@pytest.mark.parametrize("last", ["2026-01", "2026-12", "2027-03"])
def test_the_past_moves_with_the_month(last):
    tables = generate(1, last).tables
    came = arrivals(tables, last)
    assert [arrival.day for arrival in came] == sorted({arrival.day for arrival in came})
    assert told(came) == sorted(tables["values"].rows)


def test_the_transport_group_has_a_past_too():
    tables = generate(1, LAST).transport
    came = arrivals_of_group(tables, LAST)
    assert came[0].tables.keys() == tables.keys()
    assert told(came) == sorted(tables["values"].rows)
    assert all(arrival.tables["values"].rows for arrival in came)
