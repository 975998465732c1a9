"""From entries to scores through the whole bridge."""

from datetime import date

import pytest

from scorecard.engine.types import View
from scorecard.models import Result, Score, Theme
from scorecard.services.rollup.history import load_history
from scorecard.services.rollup.scores import recompute_scores
from scorecard.services.rollup.unit_views import unit_nodes
from tests.factories import (
    make_cap_switch,
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_perspective,
    make_reporter,
    make_target,
    ordinal,
)
from tests.scorecard.services.rollup.figures import (
    AMBER,
    GREEN,
    INSUFFICIENT,
    NO_DATA,
    NOT_SCORED,
    RED,
    has_score,
    report,
    roll_up,
    score_of,
)

pytestmark = pytest.mark.django_db


@pytest.fixture
def vehicles(units):
    """A ratio reported by both brigades, on an objective of HQ with a goal of 0.8."""
    kpi = make_kpi("VEH", unit_rule="ratio")
    objective = make_objective("REPAIR", unit=units.hq, perspective=make_perspective("PROC"))
    make_line(objective, kpi)
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi, "2026-01", "2026-02")
    make_target(units.hq, kpi, "FY2026", goal="0.8", red_flag="0.5")
    return kpi, objective


def test_values_of_two_brigades_reach_the_scorecard_of_headquarters(units, vehicles):
    kpi, objective = vehicles
    make_entry(units.mara, kpi, "2026-01", pair=(90, 100))
    make_entry(units.nils, kpi, "2026-01", pair=(1, 10))
    roll_up()
    result = Result.objects.get(kpi=kpi, unit=units.hq, period=ordinal("2026-01"))
    assert result.value == pytest.approx(91 / 110)
    assert (result.reported, result.expected, result.status) == (2, 2, GREEN)
    assert score_of(units.hq, objective).score == pytest.approx(result.score)
    assert score_of(units.hq, units.hq).green == 1


def test_a_month_without_entries_is_no_data_and_not_zero(units, vehicles):
    kpi, objective = vehicles
    make_entry(units.mara, kpi, "2026-01", pair=(90, 100))
    roll_up()
    february = score_of(units.hq, objective, "2026-02")
    assert (february.score, february.status, february.no_data) == (None, NO_DATA, 1)
    january = score_of(units.hq, objective)
    assert (january.status, january.insufficient) == (NO_DATA, 1)


def test_a_lower_unit_inherits_the_lines_and_is_not_scored_without_targets(units, vehicles):
    kpi, objective = vehicles
    make_entry(units.mara, kpi, "2026-01", pair=(90, 100))
    roll_up()
    found = score_of(units.mara, objective)
    assert (found.status, found.not_scored, found.coverage) == (NOT_SCORED, 1, None)


def test_rolling_up_again_changes_nothing(units, vehicles):
    kpi, _ = vehicles
    make_entry(units.mara, kpi, "2026-01", pair=(90, 100))
    roll_up()
    before = list(Result.objects.values_list()), list(Score.objects.values_list())
    roll_up()
    assert before == (list(Result.objects.values_list()), list(Score.objects.values_list()))


def test_what_is_no_longer_due_loses_its_score(units, vehicles):
    kpi, objective = vehicles
    make_entry(units.mara, kpi, "2026-01", pair=(90, 100))
    roll_up()
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi, "2026-02", "2026-02")
    roll_up()
    assert not has_score(units.hq, objective, "2026-01")
    assert has_score(units.hq, objective, "2026-02")


# From here on each KPI has a goal of 100 and a red flag of 0; with the cut scores 70 and 85
# a value of v scores 70 + 0.15 v: 0 is red, 100 green, between is amber.


@pytest.fixture
def board(units):
    """Objectives A1 (KPIs of 0 and 40) and A2 (100) in perspective A, B1 (60) in B."""
    theme = Theme.objects.create(code="T", name="T")
    first, second = make_perspective("A", weight=3), make_perspective("B", weight=1)
    kpis = {}
    for code, perspective, values in (
        ("A1", first, {"K0": 0, "K40": 40}),
        ("A2", first, {"K100": 100}),
        ("B1", second, {"K60": 60}),
    ):
        objective = make_objective(
            code, unit=units.hq, perspective=perspective, theme=None if code == "A2" else theme
        )
        kpis[code] = objective
        for name, value in values.items():
            kpis[name] = make_kpi(name)
            make_line(objective, kpis[name])
            report(units.hq, kpis[name], "2026-01", value=value)
    return kpis | {"A": first, "B": second, "T": theme, "HQ": units.hq}


def score_on(board, code):
    return score_of(board["HQ"], board[code])


def test_scores_are_weighed_level_by_level(board):
    roll_up()
    assert score_on(board, "A1").score == pytest.approx(73)
    assert score_on(board, "A").score == pytest.approx((73 + 85) / 2)
    assert score_on(board, "B").score == pytest.approx(79)
    assert score_on(board, "HQ").score == pytest.approx((3 * 79 + 79) / 4)


def test_a_theme_weighs_objectives_by_their_share_in_the_perspective_times_its_share(board):
    roll_up()
    # A1: half of perspective A, which is 3/4 of the whole; B1: all of B, which is 1/4.
    assert score_on(board, "T").score == pytest.approx((73 * 0.375 + 79 * 0.25) / 0.625)


def test_every_node_counts_the_kpis_below_it_by_status(board):
    roll_up()
    counts = {
        code: (found.green, found.amber, found.red)
        for code, found in ((c, score_on(board, c)) for c in ("A1", "A2", "A", "B", "T", "HQ"))
    }
    assert counts == {
        "A1": (0, 1, 1),
        "A2": (1, 0, 0),
        "A": (1, 1, 1),
        "B": (0, 1, 0),
        "T": (0, 2, 1),
        "HQ": (1, 2, 1),
    }


def test_a_kpi_in_two_objectives_counts_once_above_both(units, board):
    make_line(board["A2"], board["K0"])
    roll_up()
    assert (score_on(board, "A2").red, score_on(board, "A").red, score_on(board, "HQ").red) == (
        1,
        1,
        1,
    )


def test_the_worst_child_is_the_one_with_the_lowest_score_and_the_first_by_code(board):
    roll_up()
    assert score_on(board, "A1").worst == board["K0"].pk
    assert score_on(board, "A").worst == board["A1"].pk
    # Both perspectives score 79.
    assert score_on(board, "HQ").worst == board["A"].pk
    assert score_on(board, "T").worst == board["A1"].pk


def test_a_critical_red_kpi_makes_everything_above_it_red_and_keeps_the_scores(board):
    make_line(board["A1"], board["K0"], critical=True)
    roll_up()
    for code, cause in (("A1", "K0"), ("A", "A1"), ("HQ", "A"), ("T", "A1")):
        found = score_on(board, code)
        assert (found.status, found.status_uncapped) == (RED, AMBER), code
        assert found.cap == board[cause].pk
    assert score_on(board, "HQ").score == pytest.approx(79)
    assert score_on(board, "B").cap is None


def test_a_critical_kpi_without_data_caps_its_objective_at_amber_and_nothing_above(units, board):
    critical = make_kpi("SILENT")
    make_reporter(units.hq, critical, "2026-01", "2026-01")
    make_line(board["A2"], critical, weight=1, critical=True)
    roll_up()
    found = score_on(board, "A2")
    assert (found.status, found.status_uncapped, found.cap) == (AMBER, GREEN, critical.pk)
    assert found.coverage == pytest.approx(0.5)
    assert score_on(board, "A").cap is None


def test_a_critical_kpi_that_is_not_scored_caps_nothing(units, board):
    aimless = make_kpi("AIMLESS")
    make_reporter(units.hq, aimless, "2026-01", "2026-01")
    make_entry(units.hq, aimless, "2026-01", 1)
    make_line(board["A2"], aimless, critical=True)
    roll_up()
    found = score_on(board, "A2")
    assert (found.status, found.cap, found.not_scored, found.coverage) == (GREEN, None, 1, 1)


def test_a_kpi_with_too_few_reports_is_counted_as_insufficient_and_weighs_nothing(units, board):
    thin = make_kpi("THIN", min_coverage=0.8)
    report(units.mara, thin, "2026-01", value=0)
    make_target(units.hq, thin, "2026-01", goal=100, red_flag=0)
    make_reporter(units.nils, thin, "2026-01", "2026-01")
    make_line(board["A2"], thin)
    roll_up()
    found = score_on(board, "A2")
    assert found.score == pytest.approx(85)
    assert (found.insufficient, found.red, found.coverage) == (1, 0, 0.5)
    result = Result.objects.get(kpi=thin, unit=units.hq)
    assert (result.status, result.value) == (INSUFFICIENT, 0)


def test_lines_without_weight_give_no_score_and_no_coverage(board):
    for kpi in ("K0", "K40"):
        make_line(board["A1"], board[kpi], weight=0)
    roll_up()
    found = score_on(board, "A1")
    assert (found.score, found.coverage, found.status) == (None, None, NOT_SCORED)
    assert found.red == 1


def test_a_critical_mark_counts_from_its_day(units, board):
    report(units.hq, board["K0"], "2026-01", "2026-02", value=0)
    make_line(board["A1"], board["K0"], critical=True, valid_from=date(2026, 2, 1))
    roll_up()
    assert score_of(units.hq, board["A1"], "2026-01").cap is None
    assert score_of(units.hq, board["A1"], "2026-02").cap == board["K0"].pk


def test_a_cap_that_is_switched_off_at_a_node_stops_there_alone(units, board, ada):
    make_line(board["A1"], board["K0"], critical=True)
    make_cap_switch(units.hq, ada, perspective=board["A"])
    roll_up()
    assert score_on(board, "A1").status == RED
    for code in ("A", "HQ"):
        found = score_on(board, code)
        assert (found.status, found.status_uncapped, found.cap) == (AMBER, AMBER, None), code
    assert score_on(board, "T").status == RED
    assert score_on(board, "HQ").score == pytest.approx(79)


@pytest.mark.parametrize(("code", "field"), [("A1", "objective"), ("T", "theme"), ("HQ", None)])
def test_every_kind_of_node_can_have_its_cap_switched_off(units, board, ada, code, field):
    make_line(board["A1"], board["K0"], critical=True)
    make_cap_switch(units.hq, ada, **({field: board[code]} if field else {}))
    roll_up()
    assert score_on(board, code).status == AMBER
    # The others go by the cap as before, but what lies above the objective has none handed on.
    others = {"A1": "", "T": "A1 A HQ", "HQ": "A1 A T"}[code].split()
    assert all(score_on(board, other).status == RED for other in others)


def test_a_switch_holds_from_its_day_at_its_unit_until_it_is_switched_back(units, board, ada):
    report(units.hq, board["K0"], "2026-01", "2026-03", value=0)
    make_line(board["A1"], board["K0"], critical=True)
    make_cap_switch(units.hq, ada, objective=board["A1"], valid_from=date(2026, 2, 1))
    make_cap_switch(units.hq, ada, objective=board["A1"], valid_from=date(2026, 3, 1), caps=True)
    make_cap_switch(units.mara, ada, objective=board["A1"])
    roll_up()
    caps = [score_of(units.hq, board["A1"], f"2026-0{month}").cap for month in (1, 2, 3)]
    assert caps == [board["K0"].pk, None, board["K0"].pk]


def test_a_quarter_knows_the_switch_of_its_last_day_and_of_its_own_unit(units, board, ada):
    report(units.hq, board["K0"], "2026-01", "2026-03", value=0)
    make_line(board["A1"], board["K0"], critical=True)
    make_cap_switch(units.hq, ada, objective=board["A1"])
    make_cap_switch(units.hq, ada)
    roll_up()
    quarter = load_history().calendar.parse("2026-Q1")
    nodes = unit_nodes([units.hq.pk], View.QUARTER, [quarter])[units.hq.pk][quarter]
    assert nodes[Score.OBJECTIVE, board["A1"].pk].cap is None
    assert nodes[Score.SCORECARD, units.hq.pk].status != RED


def test_scores_of_a_fiscal_year_are_written_without_touching_other_years(board):
    roll_up()
    Score.objects.update(period=ordinal("2024-01"))
    assert recompute_scores(load_history(), year=2026) == 7
    assert Score.objects.filter(period=ordinal("2024-01")).count() == 7
    assert Score.objects.filter(period=ordinal("2026-01")).count() == 7
