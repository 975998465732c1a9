"""Objectives that contribute to others, rules of objectives, and scores given by hand."""

import pytest
from django.utils import timezone

from scorecard.engine.types import View
from scorecard.models import ManualScore, ObjectiveLink
from scorecard.services.rollup.full import rebuild
from scorecard.services.rollup.history import load_history
from scorecard.services.rollup.unit_views import unit_columns, unit_nodes
from tests.factories import (
    make_kpi,
    make_line,
    make_objective,
    make_organization,
    make_perspective,
    ordinal,
)
from tests.scorecard.services.rollup.figures import (
    AMBER,
    GREEN,
    NO_DATA,
    RED,
    counts_of,
    has_score,
    report,
    score_of,
)

pytestmark = pytest.mark.django_db

# Each KPI has a goal of 100 and a red flag of 0; with the cut scores 70 and 85 a value of v
# scores 70 + 0.15 v.


def link(source, target, weight=1, kind="contributory", **fields):
    return ObjectiveLink.objects.create(
        source=source,
        target=target,
        kind=kind,
        weight=weight,
        recorded_at=timezone.now(),
        **fields,
    )


@pytest.fixture
def aims(units):
    """One objective at HQ (KPI of 100) and one of the brigade (KPI of -100)."""
    make_organization()
    perspective = make_perspective("A")
    found = {}
    for code, unit, value in (("HIGH", units.hq, 100), ("LOW", units.mara, -100)):
        kpi = make_kpi(f"K{code}")
        report(units.mara, kpi, "2026-01", value=value)
        objective = make_objective(code, unit=unit, perspective=perspective)
        make_line(objective, kpi)
        found[code] = objective
    return found


def test_a_contributory_objective_is_one_more_child_of_the_higher_one(units, aims):
    link(aims["LOW"], aims["HIGH"], weight=2)
    rebuild()
    found = score_of(units.hq, aims["HIGH"])
    assert found.score == pytest.approx((85 + 2 * 55) / 3)
    assert counts_of(found).red == 1
    assert (found.worst, found.worst_objective) == (None, aims["LOW"].pk)
    assert found.coverage == 1


def test_a_contribution_is_not_inherited_by_units_below(units, aims):
    link(aims["LOW"], aims["HIGH"])
    rebuild()
    assert score_of(units.command, aims["HIGH"]).score == 85


@pytest.mark.parametrize("kind", ["causes", "identical", "shared"])
def test_other_links_carry_no_number(units, aims, kind):
    link(aims["LOW"], aims["HIGH"], kind=kind)
    rebuild()
    assert score_of(units.hq, aims["HIGH"]).score == 85


def test_a_contribution_goes_on_from_objective_to_objective(units, aims):
    top = make_objective("TOP", unit=units.hq, perspective=make_perspective("B"))
    link(aims["LOW"], aims["HIGH"])
    link(aims["HIGH"], top)
    rebuild()
    found = score_of(units.hq, top)
    assert found.score == pytest.approx((85 + 55) / 2)
    assert (counts_of(found).red, counts_of(found).green) == (1, 1)


def test_a_link_counts_from_its_day_on(units, aims):
    link(aims["LOW"], aims["HIGH"], valid_from="2026-02-01")
    rebuild()
    assert score_of(units.hq, aims["HIGH"]).score == 85


def test_of_a_link_that_was_revised_the_newest_weight_counts(units, aims):
    link(aims["LOW"], aims["HIGH"], weight=5)
    link(aims["LOW"], aims["HIGH"], weight=2)
    rebuild()
    assert score_of(units.hq, aims["HIGH"]).score == pytest.approx((85 + 2 * 55) / 3)


def test_a_critical_objective_that_is_red_caps_what_it_contributes_to(units, aims):
    version = aims["LOW"].current
    version.critical = True
    version.save()
    link(aims["LOW"], aims["HIGH"], weight=0.001)
    rebuild()
    found = score_of(units.hq, aims["HIGH"])
    assert (found.status, found.cap, found.cap_objective) == (RED, None, aims["LOW"].pk)


def test_a_view_of_one_unit_has_what_is_contributed_from_elsewhere(units, aims):
    link(aims["LOW"], aims["HIGH"])
    rebuild()
    quarter = load_history().calendar.parse("2026-Q1")
    (column,) = unit_columns(units.hq.pk, View.QUARTER, [quarter])
    node = column.nodes[3, aims["HIGH"].pk]
    assert node.score == pytest.approx((85 + 55) / 2)
    found = unit_nodes([units.hq.pk], View.QUARTER, [quarter])
    assert found.keys() == {units.hq.pk}
    assert found[units.hq.pk][quarter][3, aims["HIGH"].pk] == node


def by_hand(units, objective, score, month="2026-01", unit=None):
    return ManualScore.objects.create(
        unit=unit or units.hq,
        objective=objective,
        period=ordinal(month),
        score=score,
        comment="Judged at the review.",
        author=units.author,
        recorded_at=timezone.now(),
    )


@pytest.fixture
def judged(units, aims, ada):
    """The objective of HQ takes the score that is given to it."""
    version = aims["HIGH"].current
    version.roll_up = "manual"
    version.save()
    units.author = ada
    return aims["HIGH"]


def test_a_score_given_by_hand_holds_until_a_later_one(units, judged):
    by_hand(units, judged, 72)
    by_hand(units, judged, 90)
    rebuild()
    found = score_of(units.hq, judged)
    assert (found.score, found.status) == (90, GREEN)


def test_without_a_score_given_by_hand_there_is_no_data(units, judged):
    rebuild()
    assert score_of(units.hq, judged).status == NO_DATA


def test_a_score_taken_back_is_none(units, judged):
    by_hand(units, judged, 72)
    by_hand(units, judged, None)
    rebuild()
    assert score_of(units.hq, judged).status == NO_DATA


def test_an_objective_without_kpis_has_the_score_given_by_hand(units, judged):
    bare = make_objective(
        "BARE", unit=units.hq, perspective=judged.current.perspective, roll_up="manual"
    )
    by_hand(units, bare, 72)
    rebuild()
    assert score_of(units.hq, bare).status == AMBER
    assert not has_score(units.hq, bare, "2026-02")


def test_a_quarter_takes_the_last_score_given_in_it(units, judged):
    by_hand(units, judged, 72)
    by_hand(units, judged, 90, "2026-02")
    rebuild()
    quarter = load_history().calendar.parse("2026-Q1")
    (column,) = unit_columns(units.hq.pk, View.QUARTER, [quarter])
    assert column.nodes[3, judged.pk].score == 90


@pytest.mark.parametrize(
    ("rule", "score"), [("weighted_mean", 77.5), ("mean", 75), ("worst", 70), ("best", 80)]
)
def test_an_objective_takes_its_kpis_as_its_rule_says(units, rule, score):
    make_organization()
    objective = make_objective("READY", unit=units.hq, roll_up=rule)
    for value, weight in ((0, 1), (200 / 3, 3)):
        kpi = make_kpi()
        report(units.mara, kpi, "2026-01", value=value)
        make_line(objective, kpi, weight=weight)
    rebuild()
    assert score_of(units.hq, objective).score == pytest.approx(score)
