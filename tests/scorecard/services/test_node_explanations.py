"""Why objectives, perspectives and scorecards say what they say: children that add up, and caps."""

import pytest
import time_machine
from django.db.models import F
from django.http import Http404, QueryDict

from jobs.services.drain import drain
from jobs.services.outbox import post
from scorecard.models import ManualScore, ObjectiveLink, ObjectiveVersion, Result, Score
from scorecard.selectors.context import read_context
from scorecard.services.node_explanations import (
    explain_objective,
    explain_perspective,
    explain_scorecard,
)
from scorecard.services.past import requested_moment
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_perspective,
    make_reporter,
    make_target,
    make_unit,
    ordinal,
    recorded,
)
from tests.scorecard.small import make_scorecard, roll_up

HQ = "unit=HQ&period=2026-10"


@pytest.fixture(autouse=True)
def november():
    with time_machine.travel("2026-11-12T08:00:00Z", tick=False):
        yield


@pytest.fixture
def world(units, november):
    return make_scorecard(units)


def explained(person, query=HQ, *, objective="", perspective=""):
    asked = QueryDict(query)
    moment = requested_moment(asked)
    context = read_context(person, asked, asked.get("as_of", ""))
    if objective:
        return explain_objective(context, objective, moment)
    if perspective:
        return explain_perspective(context, perspective, moment)
    return explain_scorecard(context, moment)


def add_up(found):
    assert sum(line.points for line in found.lines) == pytest.approx(found.exact)
    assert sum(line.moved for line in found.lines) == pytest.approx(found.change)


def scored(world, code, goal, value, **fields):
    """Add a KPI with its own objective at HQ, scored from a goal and a red flag of 0."""
    kpi = make_kpi(code)
    perspective = make_perspective(f"P_{code}", **fields)
    objective = make_objective(f"O_{code}", unit=world.units.hq, perspective=perspective)
    make_line(objective, kpi)
    make_reporter(world.units.mara, kpi, "2026-08")
    make_target(world.units.hq, kpi, "2026-10", goal=goal, red_flag=0)
    make_entry(world.units.mara, kpi, "2026-10", value)
    return objective


def test_the_kpis_of_an_objective_add_up_by_their_weights(world, chief):
    found = explained(chief, objective="REPAIR")
    add_up(found)
    assert [(line.code, line.weight, line.share) for line in found.lines] == [
        ("STAFF", 3, 0.6),
        ("VEH", 2, 0.4),
    ]
    assert found.coverage == 1
    assert found.lines[1].critical


def test_what_caps_it_is_said_with_its_cause(world, chief):
    found = explained(chief, objective="REPAIR")
    assert found.caps == ("Capped: Vehicle availability is critical and off target.",)
    assert (found.by_score.word, found.status.word) == ("amber", "red")


def test_where_the_status_is_that_of_the_score_nothing_caps_it(world, chief):
    Score.objects.filter(node_kind=Score.OBJECTIVE).update(status=F("status_uncapped"), cap=None)
    assert explained(chief, objective="REPAIR").caps == ()


def test_a_cap_is_handed_on_to_perspective_and_scorecard(world, chief):
    for found in (explained(chief, perspective="PROC"), explained(chief)):
        add_up(found)
        assert len(found.caps) == 1
        assert "off target for something critical below it" in found.caps[0]


def test_the_perspectives_of_a_scorecard_add_up(world, chief):
    scored(world, "MORE", 10, 5, weight=3)
    roll_up()
    found = explained(chief)
    add_up(found)
    assert {line.code: line.share for line in found.lines} == {"PROC": 0.25, "P_MORE": 0.75}


def test_what_has_no_data_does_not_count_and_says_so(world, chief):
    kpi = make_kpi("EMPTY")
    make_line(world.objective, kpi, weight=5)
    make_reporter(world.units.mara, kpi, "2026-10")
    make_target(world.units.hq, kpi, "2026-10", goal=20, red_flag=10)
    roll_up()
    found = explained(chief, objective="REPAIR")
    add_up(found)
    empty = found.lines[0]
    assert (empty.points, empty.share, empty.note) == (0, 0, "no data: does not count")
    assert found.coverage == 0.5


def score_by(world, rule):
    """Let the objective be scored by another rule from the beginning."""
    ObjectiveVersion.objects.filter(objective=world.objective).update(roll_up=rule)
    post("scores", ["2026"])
    drain()


@pytest.mark.parametrize(("rule", "carries"), [("worst", "VEH"), ("best", "STAFF"), ("mean", "")])
def test_other_rules_say_who_carries_the_score(world, chief, rule, carries):
    score_by(world, rule)
    found = explained(chief, objective="REPAIR")
    add_up(found)
    whole = [line.code for line in found.lines if line.share == 1]
    assert whole == ([carries] if carries else [])


def test_a_score_given_by_hand_says_why_and_by_whom(world, chief, mara, ada):
    ManualScore.objects.create(
        unit=world.units.hq,
        objective=world.objective,
        period=ordinal("2026-10"),
        score=72,
        comment="Inspected on site.",
        author=ada,
        recorded_at=recorded(),
    )
    score_by(world, "manual")
    found = explained(chief, objective="REPAIR")
    assert (found.exact, found.by_hand.comment) == (72, "Inspected on site.")
    assert found.by_hand.by == ada.name
    assert explained(mara, objective="REPAIR").by_hand is None


@pytest.fixture
def contributed(world):
    """An objective of the sister brigade that contributes to that of HQ."""
    source = make_objective("SPARE", unit=world.units.nils, name="Sister spares")
    kpi = make_kpi("PARTS")
    make_line(source, kpi)
    make_reporter(world.units.nils, kpi, "2026-08")
    for month, value in (("2026-09", 5), ("2026-10", 8)):
        make_target(world.units.nils, kpi, month, goal=10, red_flag=0)
        make_entry(world.units.nils, kpi, month, value)
    ObjectiveLink.objects.create(
        source=source, target=world.objective, kind="contributory", weight=5, recorded_at=recorded()
    )
    roll_up()
    return world


def test_an_objective_of_another_unit_is_one_more_child(contributed, chief):
    found = explained(chief, objective="REPAIR")
    add_up(found)
    line = next(line for line in found.lines if line.code == "SPARE")
    assert (line.share, line.note) == (0.5, "contributes from another unit")
    assert line.query == "unit=NILS&period=2026-10"


def test_an_objective_of_a_unit_that_may_not_be_seen_is_not_named(contributed, mara):
    found = explained(mara, objective="REPAIR")
    add_up(found)
    assert [line.name for line in found.lines][-1] == "Objectives of other units, together"
    assert "Sister spares" not in repr(found)
    assert "NILS" not in repr(found)


@pytest.mark.parametrize("query", ["unit=HQ&period=2026-Q3", f"{HQ}&as_of=2026-11-12"])
def test_quarters_and_past_days_add_up_too(contributed, chief, query):
    for found in (
        explained(chief, query, objective="REPAIR"),
        explained(chief, query, perspective="PROC"),
        explained(chief, query),
    ):
        assert sum(line.points for line in found.lines) == pytest.approx(found.exact)


@pytest.mark.parametrize(
    "asked", [{"objective": "NONE"}, {"perspective": "NONE"}, {"objective": "ALONE"}]
)
def test_what_is_not_there_is_not_explained(world, chief, asked):
    make_objective("ALONE", unit=world.units.hq)
    with pytest.raises(Http404):
        explained(chief, **asked)


def test_the_queries_do_not_grow_with_what_is_below(
    contributed, chief, django_assert_max_num_queries
):
    def count():
        context = read_context(chief, QueryDict(HQ))
        with django_assert_max_num_queries(40) as queries:
            explain_objective(context, "REPAIR", None)
        return len(queries)

    few = count()
    for _more in range(5):
        kpi = make_kpi()
        make_line(contributed.objective, kpi)
        make_reporter(make_unit(parent=contributed.units.command), kpi)
    roll_up()
    assert Result.objects.count() > 10
    assert count() == few
