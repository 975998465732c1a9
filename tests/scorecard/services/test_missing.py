"""What is missing below a unit, and what that could still do."""

import pytest
from django.http import QueryDict

from scorecard.selectors.context import read_context
from scorecard.selectors.lines import strategy_at
from scorecard.services.figures import read_columns
from scorecard.services.missing import read_missing
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_reporter,
    make_target,
)
from tests.scorecard.small import make_scorecard, roll_up

MONTHS = ("2026-08", "2026-09")


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


def read(person, **address):
    """Return what is missing in October, by code."""
    params = QueryDict(mutable=True)
    params.update({"period": "2026-10"} | address)
    context = read_context(person, params)
    strategy = strategy_at(context.unit, context.last_day)
    figures = read_columns(context, strategy)[-1].kpis
    lines = {line.kpi.pk: line for lines in strategy.lines.values() for line in lines}
    versions = {pk: line.version for pk, line in lines.items()}
    found = read_missing(context, figures, versions)
    return {lines[pk].kpi.code: missing for pk, missing in found.items()}


def kpi_of_two(units, rule, mine, theirs, *, goal="0.8", red="0.7", **fields):
    """Let Mara report October and Nils not, who reported before."""
    kpi = make_kpi("K", unit_rule=rule, min_coverage=0.5, **fields)
    make_line(make_objective(unit=units.hq), kpi)
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi, MONTHS[0])
    make_target(units.hq, kpi, "FY2026", goal=goal, red_flag=red)
    make_entry(units.mara, kpi, "2026-10", **mine)
    for month, given in zip(MONTHS, theirs, strict=True):
        make_entry(units.nils, kpi, month, **given)
    roll_up()
    return kpi


def test_a_sum_is_too_low_by_what_is_missing(units, chief):
    make_scorecard(units)
    missing = read(chief)["STAFF"]
    assert (missing.count, missing.lowest, missing.highest) == (1, 40.0, 40.0)
    assert "VEH" not in read(chief)


def test_a_late_unit_could_turn_a_green_ratio_off_target(units, chief):
    kpi_of_two(units, "ratio", {"pair": (90, 100)}, [{"pair": (40, 100)}, {"pair": (85, 100)}])
    missing = read(chief)["K"]
    assert (missing.lowest, missing.highest) == (0.65, 0.875)
    assert missing.could_turn


def test_and_not_where_it_never_was_so_bad(units, chief):
    kpi_of_two(units, "ratio", {"pair": (90, 100)}, [{"pair": (75, 100)}, {"pair": (85, 100)}])
    assert not read(chief)["K"].could_turn


def test_a_mean_and_a_direction_in_which_less_is_better(units, chief):
    kpi_of_two(units, "mean", {"value": 10}, [{"value": 10}, {"value": 40}], goal=14, red=20)
    missing = read(chief)["K"]
    assert (missing.lowest, missing.highest, missing.could_turn) == (10.0, 25.0, True)


def test_a_corrected_figure_counts_as_corrected(units, chief):
    kpi = kpi_of_two(units, "mean", {"value": 10}, [{"value": 10}, {"value": 400}], goal=14, red=20)
    make_entry(units.nils, kpi, "2026-09", 12)
    assert read(chief)["K"].highest == 11.0


@pytest.mark.parametrize("rule", ["mean_of_children", "weighted_mean"])
def test_how_many_are_missing_is_known_where_no_state_tells_more(units, chief, rule):
    weight = make_kpi("W")
    fields = {"weight_kpi": weight} if rule == "weighted_mean" else {}
    kpi_of_two(units, rule, {"value": 10}, [{"value": 10}, {"value": 12}], **fields)
    missing = read(chief).get("K")
    assert missing is None or (missing.count, missing.lowest) == (1, None)


def test_without_a_past_nothing_is_guessed(units, chief):
    kpi = kpi_of_two(units, "mean", {"value": 10}, [{"value": 10}, {"value": 12}], goal=14, red=20)
    make_reporter(units.command, kpi, "2026-10")
    roll_up()
    missing = read(chief)["K"]
    assert (missing.count, missing.lowest, missing.could_turn) == (2, None, False)


def test_above_ones_own_unit_and_in_longer_periods_nothing_is_told(units, chief, mara):
    make_scorecard(units)
    assert read(mara, unit="HQ") == {}
    assert read(chief, period="2026-Q4") == {}


def test_what_is_complete_is_not_asked_about(units, chief):
    make_scorecard(units)
    assert "STAFF" not in read(chief, period="2026-09")
