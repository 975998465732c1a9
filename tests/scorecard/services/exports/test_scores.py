from datetime import date

import pytest
import time_machine
from django.utils import timezone

from organization.models import UnitWindow
from scorecard.models import Theme
from scorecard.services.exports.scores import COLUMNS, score_lines
from scorecard.services.exports.selection import select
from scorecard.services.rollup.full import rebuild
from scorecard.services.rollup.history import load_history
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_perspective,
    make_reporter,
    make_target,
)

pytestmark = pytest.mark.django_db


@pytest.fixture(autouse=True)
def may_2026():
    with time_machine.travel("2026-05-20 10:00Z", tick=False):
        yield


@pytest.fixture
def board(units):
    """An objective of HQ with FUEL, critical, 0 then 200 of 100, and MOOD, 40 of 100."""
    theme = Theme.objects.create(code="TH", name="Fit to fight")
    objective = make_objective(
        "READY", unit=units.hq, perspective=make_perspective("PRO"), theme=theme
    )
    for code, numbers in (("FUEL", (0, 200)), ("MOOD", (40, 40))):
        kpi = make_kpi(code, time_rule="sum" if code == "FUEL" else "mean")
        make_line(objective, kpi, critical=code == "FUEL")
        make_reporter(units.mara, kpi, "2026-01", "2026-02")
        for period, number in zip(("2026-01", "2026-02"), numbers, strict=True):
            make_entry(units.mara, kpi, period, number)
            make_target(units.hq, kpi, period, goal=100, red_flag=0)
    rebuild()
    return objective


def lines(view="base", *, unit="HQ", columns=COLUMNS[4:], **how):
    history = load_history()
    found = score_lines(history, select(history, unit=unit, view=view, **how))
    places = [COLUMNS.index(name) for name in ("node_kind", "node", "period", *columns)]
    return [tuple(line[place] for place in places) for line in found]


def test_a_line_has_the_columns_of_the_exchange_page(board):
    # 0 of 100 scores 70 and is red; 40 scores 76 and is amber; the critical red caps.
    assert lines()[6:] == [
        ("objective", "READY", "2026-01", 73, "red", 1, 1, 1, 0, 0, 0, "FUEL", 0, "amber"),
        # Over the goal: 100, and nothing more.
        ("objective", "READY", "2026-02", 88, "green", 1, 0, 1, 1, 0, 0, "MOOD", 0, "green"),
    ]


def test_the_kinds_of_nodes_stand_from_the_whole_to_its_parts(board):
    found = [(kind, node) for kind, node, _period in lines(columns=())]
    assert found[::2] == [
        ("scorecard", "HQ"),
        ("perspective", "PRO"),
        ("theme", "TH"),
        ("objective", "READY"),
    ]


def test_the_worst_child_is_named_by_its_code(board):
    worst = {kind: worst for kind, _, _, worst in lines(columns=("worst",))}
    assert worst == {
        "scorecard": "PRO",
        "perspective": "READY",
        "theme": "READY",
        "objective": "MOOD",
    }


def test_a_lower_unit_has_lines_without_a_score_where_it_has_no_targets(board):
    found = lines(unit="MARA", columns=("score", "status", "score_coverage", "worst", "not_scored"))
    assert found[-1] == ("objective", "READY", "2026-02", None, "not_scored", None, None, 2)


def test_a_quarter_scores_the_figures_of_the_quarter(board):
    found = lines("quarter", columns=("score", "status", "red", "worst"))
    # FUEL: 200 of 200, the goal, 85. MOOD: 40 of 100, 76.
    assert found[-1] == ("objective", "READY", "2026-Q1", 80.5, "amber", 0, "MOOD")
    assert [line[:3] for line in found] == [
        ("scorecard", "HQ", "2026-Q1"),
        ("perspective", "PRO", "2026-Q1"),
        ("theme", "TH", "2026-Q1"),
        ("objective", "READY", "2026-Q1"),
    ]


@pytest.mark.parametrize("view", ["ytd", "rolling12"])
def test_running_views_have_a_line_for_each_month(board, view):
    found = [line[2:] for line in lines(view, columns=("score",)) if line[0] == "objective"]
    assert found == [("2026-01", 73), ("2026-02", 80.5)]


def test_a_year_scores_the_figures_of_the_year(board):
    found = lines("year", columns=("score",))
    assert found[-1] == ("objective", "READY", "FY2026", 80.5)


def test_a_quarter_has_the_weights_of_its_last_month(units, board):
    kpi = board.lines.get(kpi__code="MOOD").kpi
    make_line(board, kpi, weight=3, valid_from=date(2026, 3, 1))
    rebuild()
    assert lines("quarter", columns=("score",))[-1][3] == pytest.approx((85 + 3 * 76) / 4)
    assert lines(columns=("score",))[-1][3] == pytest.approx(88)


def test_a_kpi_without_the_view_counts_with_its_latest_period_that_has_ended(units, board):
    strength = make_kpi("STRENGTH", frequency="yearly", time_rule="last")
    make_line(board, strength)
    make_reporter(units.hq, strength, "FY2025", "FY2025")
    make_entry(units.hq, strength, "FY2025", 100)
    make_target(units.hq, strength, "FY2025", goal=100, red_flag=0)
    rebuild()
    found = {
        period: score
        for kind, _, period, score in lines("quarter", columns=("score",))
        if kind == "objective"
    }
    assert found["2026-Q1"] == pytest.approx((85 + 76 + 85) / 3)
    assert found["2025-Q4"] == found["2026-Q2"] == 85


def close(unit, day):
    UnitWindow.objects.create(unit=unit, closed_on=day, recorded_at=timezone.now())
    rebuild()


def test_a_unit_that_closes_within_a_quarter_keeps_its_scores_of_that_quarter(units, board):
    close(units.mara, date(2026, 2, 15))
    assert {line[2] for line in lines("quarter", unit="MARA")} == {"2026-Q1"}
    assert {line[2] for line in lines(unit="MARA")} == {"2026-01", "2026-02"}


def test_a_closed_unit_gets_no_scorecard_from_a_yearly_figure_of_its_past(units, board):
    strength = make_kpi("STRENGTH", frequency="yearly", time_rule="last")
    make_line(board, strength, unit=units.mara)
    make_reporter(units.mara, strength, "FY2025", "FY2025")
    make_entry(units.mara, strength, "FY2025", 100)
    close(units.mara, date(2026, 2, 15))
    assert max(line[2] for line in lines(unit="MARA")) == "2026-02"


def test_units_and_periods_may_be_chosen(board):
    assert lines(unit="NILS") == []
    assert {period for _, _, period in lines(columns=(), first="2026-02")} == {"2026-02"}
    history = load_history()
    found = score_lines(history, select(history, unit="CMD", subtree=True))
    assert {line[0] for line in found} == {"CMD", "MARA"}


def test_an_organisation_without_a_strategy_has_no_lines(units):
    rebuild()
    assert lines() == lines("year") == []
