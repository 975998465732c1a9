"""Which tests run on which database."""

from tests import run_all


def test_pages_are_looked_at_once_and_journeys_go_through_both_databases():
    first, again = (run_all.parts(["-k", "x"], is_first=is_first)[1:] for is_first in (True, False))
    looks, *journeys = first
    assert looks[2:] == ["tests/e2e/looks", "-k", "x"]
    assert journeys == [["tests/e2e", "--ignore", "tests/e2e/looks", "-k", "x"]]
    assert list(again) == journeys


def test_the_rest_of_the_suite_runs_whole_on_both_databases():
    first, again = (run_all.parts([], is_first=is_first)[0] for is_first in (True, False))
    assert first == again
    assert first[2:] == ["--ignore", "tests/e2e"]


def test_what_is_left_out_the_second_time_exists():
    assert (run_all.ROOT / run_all.LOOKS / "test_pages.py").is_file()
