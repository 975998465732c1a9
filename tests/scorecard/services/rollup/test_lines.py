from datetime import date

import pytest

from scorecard.models import PerspectiveVersion, Theme
from tests.factories import (
    make_kpi,
    make_line,
    make_objective,
    make_perspective,
    make_unit,
    move_unit,
    recorded,
)
from tests.scorecard.services.rollup.figures import has_score, report, roll_up, score_of

pytestmark = pytest.mark.django_db

# Cut scores 70 and 85 with a goal of 100 and a red flag of 0: a value v scores 70 + 0.15 v.
MONTHS = "2026-01", "2026-02"


@pytest.fixture
def two_kpis(units):
    """An objective of HQ with two lines; Mara's brigade reports 0 and 100."""
    objective = make_objective("READY", unit=units.hq, perspective=make_perspective("PRO"))
    low, high = make_kpi("LOW"), make_kpi("HIGH")
    make_line(objective, low)
    make_line(objective, high)
    report(units.mara, low, *MONTHS, value=0)
    report(units.mara, high, *MONTHS, value=100)
    return objective, low, high


def test_every_unit_below_inherits_the_lines_of_an_objective(units, two_kpis):
    objective, *_ = two_kpis
    roll_up()
    for unit in (units.hq, units.command, units.mara):
        assert score_of(unit, objective).score == pytest.approx((70 + 85) / 2)


def test_a_unit_in_whose_subtree_nobody_is_due_has_no_score(units, two_kpis):
    objective, *_ = two_kpis
    roll_up()
    assert not has_score(units.nils, objective)
    assert not has_score(units.nils, units.nils)


def test_own_lines_replace_all_inherited_ones_of_that_objective(units, two_kpis):
    objective, _low, high = two_kpis
    other = make_objective("OTHER", unit=units.hq, perspective=make_perspective("RES"))
    make_line(other, high)
    make_line(objective, high, unit=units.command)
    roll_up()
    assert score_of(units.hq, objective).score == pytest.approx(77.5)
    assert score_of(units.command, objective).score == pytest.approx(85)
    assert score_of(units.mara, objective).score == pytest.approx(85)
    assert has_score(units.mara, other)


def test_a_weight_counts_from_its_day_and_an_old_month_keeps_the_old_one(units, two_kpis):
    objective, low, _high = two_kpis
    make_line(objective, low, weight=3, valid_from=date(2026, 2, 1))
    roll_up()
    assert score_of(units.hq, objective, "2026-01").score == pytest.approx(77.5)
    assert score_of(units.hq, objective, "2026-02").score == pytest.approx((3 * 70 + 85) / 4)


def test_a_weight_of_the_middle_of_a_month_counts_for_the_whole_month(units, two_kpis):
    objective, low, _high = two_kpis
    make_line(objective, low, weight=3, valid_from=date(2026, 1, 31))
    roll_up()
    assert score_of(units.hq, objective, "2026-01").score == pytest.approx((3 * 70 + 85) / 4)


def test_the_newest_revision_of_the_same_day_counts(units, two_kpis):
    objective, low, _high = two_kpis
    make_line(objective, low, weight=9)
    make_line(objective, low, weight=0)
    roll_up()
    assert score_of(units.hq, objective).score == pytest.approx(85)


def test_a_correction_of_an_old_day_does_not_beat_a_later_day(units, two_kpis):
    objective, low, _high = two_kpis
    make_line(objective, low, weight=0, valid_from=date(2026, 2, 1))
    make_line(objective, low, weight=3)
    roll_up()
    assert score_of(units.hq, objective, "2026-01").score == pytest.approx((3 * 70 + 85) / 4)
    assert score_of(units.hq, objective, "2026-02").score == pytest.approx(85)


def test_lines_of_a_new_parent_count_from_the_move_on(units, two_kpis):
    objective, _low, high = two_kpis
    corps = make_unit("CORPS", units.hq)
    make_line(objective, high, unit=corps)
    move_unit(units.mara, corps, date(2026, 2, 1))
    roll_up()
    assert score_of(units.mara, objective, "2026-01").score == pytest.approx(77.5)
    assert score_of(units.mara, objective, "2026-02").score == pytest.approx(85)
    assert score_of(corps, objective, "2026-02").score == pytest.approx(85)
    assert not has_score(corps, objective, "2026-01")


def test_an_objective_is_nowhere_before_its_first_day(units, two_kpis):
    objective, *_ = two_kpis
    first_by_code = make_perspective("A")
    theme = Theme.objects.create(code="A", name="A")
    objective.current.valid_from = date(2026, 2, 1)
    objective.current.save()
    roll_up()
    for node in (objective, first_by_code, theme, units.hq):
        assert not has_score(units.hq, node, "2026-01")
    assert has_score(units.hq, objective, "2026-02")


def test_an_objective_that_moves_to_another_perspective_leaves_the_past_behind(units, two_kpis):
    objective, *_ = two_kpis
    old, new = objective.current.perspective, make_perspective("RES")
    version = objective.current
    version.pk, version.perspective, version.valid_from = None, new, date(2026, 2, 1)
    version.save()
    roll_up()
    assert (has_score(units.hq, old, "2026-01"), has_score(units.hq, new, "2026-01")) == (
        True,
        False,
    )
    assert (has_score(units.hq, old, "2026-02"), has_score(units.hq, new, "2026-02")) == (
        False,
        True,
    )


def test_a_perspective_weighs_nothing_before_its_first_day(units, two_kpis):
    _objective, low, _high = two_kpis
    late = make_perspective("LATE", valid_from=date(2026, 2, 1))
    make_line(make_objective("NEW", unit=units.hq, perspective=late), low)
    PerspectiveVersion.objects.create(
        perspective=late, weight=3, valid_from=date(2026, 2, 1), recorded_at=recorded()
    )
    roll_up()
    assert score_of(units.hq, units.hq, "2026-01").score == pytest.approx(77.5)
    assert score_of(units.hq, units.hq, "2026-02").score == pytest.approx((77.5 + 3 * 70) / 4)
