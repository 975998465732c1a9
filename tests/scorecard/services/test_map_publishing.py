"""Publishing the draft of the map: all or nothing, from a month on, and nothing of the past."""

from datetime import date

import pytest
from django.utils import timezone

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from jobs.services.drain import drain
from jobs.services.outbox import post
from organization.models import ALWAYS
from scorecard.models import Objective, ObjectiveLink, ObjectiveVersion, Score, Theme
from scorecard.selectors.map_drafts import mark_of, open_draft
from scorecard.selectors.map_plans import plan_on
from scorecard.services.map_drafts import propose_change, take_back_change
from scorecard.services.map_publishing import publish_draft
from scorecard.services.rollup.full import rebuild
from tests.factories import make_line, make_objective, make_perspective, ordinal
from tests.scorecard.small import make_scorecard

OCTOBER = date(2026, 10, 1)
NEW = {"name": "Train more", "perspective": "PROC", "theme": "", "owner": "", "weight": 2.0}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    """REPAIR, with VEH and STAFF, and SUPPLY beside it, with STAFF alone."""
    world = make_scorecard(units)
    world.supply = make_objective("SUPPLY", unit=units.hq, perspective=world.perspective)
    make_line(world.supply, world.staff)
    score()
    return world


def score():
    post("scores", ["2026"])
    drain()


def propose(actor, kind, objective, **said):
    return propose_change(actor=actor, kind=kind, objective=objective, said=said)


def publish(actor, valid_from=OCTOBER, seen=None):
    draft = open_draft()
    seen = mark_of(draft) if seen is None else seen
    ending = publish_draft(actor=actor, draft=draft, seen=seen, valid_from=valid_from)
    drain()
    return ending


def scores(**where):
    rows = Score.objects.filter(**where).order_by("period", "unit", "node_kind", "node")
    return list(rows.values_list("period", "unit", "node_kind", "node", "score", "status"))


def of(world, month, kind=Score.PERSPECTIVE):
    at = {"unit": world.units.hq, "node_kind": kind, "period": ordinal(month)}
    return [score for *_, score, _status in scores(**at)]


def test_all_changes_hold_from_the_month_on(world, ada):
    propose(ada, "add", "TRAIN", **NEW)
    propose(ada, "connect", "TRAIN", other="REPAIR")
    propose(ada, "rename", "SUPPLY", name="Move and supply")
    propose(ada, "place", "SUPPLY", place=1)
    publish(ada)
    plan = plan_on(OCTOBER)
    assert plan.objectives["TRAIN"].weight == 2
    assert plan.objectives["SUPPLY"].name == "Move and supply"
    assert plan.objectives["SUPPLY"].place == 1
    assert plan.links == {("TRAIN", "REPAIR")}
    earlier = plan_on(date(2026, 9, 30))
    assert set(earlier.objectives) == {"REPAIR", "SUPPLY"}
    assert earlier.objectives["SUPPLY"].name == "SUPPLY"
    assert Objective.objects.get(code="TRAIN").current.name == "Train more"
    assert open_draft() is None
    row = Record.objects.get(verb="published map draft")
    assert row.detail == {"from": "2026-10-01", "objectives": "SUPPLY, TRAIN"}


def test_a_weight_changes_scores_from_the_month_on_as_a_rebuild_does(world, ada):
    september, october = of(world, "2026-09"), of(world, "2026-10")
    propose(ada, "weigh", "SUPPLY", weight=9.0)
    publish(ada)
    assert of(world, "2026-09") == september
    assert of(world, "2026-10") != october
    found = scores()
    Score.objects.all().delete()
    rebuild()
    assert scores() == found


def test_a_retired_objective_has_no_score_from_the_month_on_and_its_history_stays(world, ada):
    node = {"node_kind": Score.OBJECTIVE, "node": world.supply.pk, "unit": world.units.hq}
    earlier = scores(**node, period=ordinal("2026-09"))
    propose(ada, "retire", "SUPPLY")
    publish(ada)
    assert scores(**node, period=ordinal("2026-09")) == earlier != []
    assert scores(**node, period__gte=ordinal("2026-10")) == []
    found = scores()
    Score.objects.all().delete()
    rebuild()
    assert scores() == found


def test_a_link_that_contributed_adds_nothing_from_the_month_on(world, ada):
    ObjectiveLink.objects.create(
        source=world.supply,
        target=world.objective,
        kind="contributory",
        valid_from=ALWAYS,
        recorded_at=timezone.now(),
    )
    score()
    before = of(world, "2026-09", Score.OBJECTIVE), of(world, "2026-10", Score.OBJECTIVE)
    propose(ada, "disconnect", "SUPPLY", other="REPAIR")
    publish(ada)
    after = of(world, "2026-09", Score.OBJECTIVE), of(world, "2026-10", Score.OBJECTIVE)
    assert after[0] == before[0]
    assert after[1] != before[1]
    assert plan_on(OCTOBER).links == frozenset()


def test_what_was_said_for_later_keeps_all_but_what_the_draft_changes(world, ada):
    ObjectiveVersion.objects.create(
        objective=world.supply,
        name="Later",
        weight=5,
        perspective=world.perspective,
        valid_from=date(2027, 1, 1),
        recorded_at=timezone.now(),
    )
    propose(ada, "weigh", "SUPPLY", weight=3.0)
    publish(ada)
    later = plan_on(date(2027, 1, 1)).objectives["SUPPLY"]
    assert (later.name, later.weight) == ("Later", 3)


def test_a_moved_objective_counts_in_its_new_perspective_from_the_month_on(world, ada):
    people = make_perspective("PEOPLE")
    Theme.objects.create(code="READY", name="Ready units")
    propose(ada, "place", "SUPPLY", place=2)
    propose(ada, "move", "SUPPLY", perspective="PEOPLE", theme="READY")
    publish(ada)
    moved = plan_on(OCTOBER).objectives["SUPPLY"]
    assert (moved.perspective, moved.theme, moved.place) == ("PEOPLE", "READY", None)
    assert plan_on(date(2026, 9, 30)).objectives["SUPPLY"].perspective == "PROC"
    node = {"node_kind": Score.PERSPECTIVE, "node": people.pk, "unit": world.units.hq}
    assert scores(**node, period=ordinal("2026-09")) == []
    assert len(scores(**node, period=ordinal("2026-10"))) == 1
    found = scores()
    Score.objects.all().delete()
    rebuild()
    assert scores() == found


def test_an_owner_is_a_person_by_address_or_a_name_or_nobody(world, ada, mara):
    for said, kept in ((mara.email, (mara, "")), ("Chief of supply", (None, "Chief of supply"))):
        propose(ada, "assign", "SUPPLY", owner=said)
        publish(ada)
        version = ObjectiveVersion.objects.filter(objective=world.supply).latest("id")
        assert (version.owner, version.owner_name) == kept
    propose(ada, "assign", "SUPPLY", owner="")
    publish(ada)
    assert plan_on(OCTOBER).objectives["SUPPLY"].owner == ""


def test_one_change_that_cannot_be_made_leaves_everything_as_it_was(world, ada):
    ObjectiveVersion.objects.filter(objective=world.supply).update(valid_from=date(2026, 11, 1))
    propose(ada, "rename", "REPAIR", name="Repair in days")
    propose(ada, "retire", "SUPPLY")
    with pytest.raises(DomainError, match="There is no objective “SUPPLY” on the map then"):
        publish(ada)
    assert plan_on(OCTOBER).objectives["REPAIR"].name == "Repair faster"
    assert open_draft() is not None
    assert not Record.objects.filter(verb="published map draft").exists()


def test_whoever_has_not_read_the_newest_change_is_told_and_publishes_nothing(world, ada):
    first = propose(ada, "rename", "REPAIR", name="Repair in days")
    seen = mark_of(open_draft())
    propose(ada, "retire", "SUPPLY")
    with pytest.raises(DomainError, match="The draft changed after you opened this page"):
        publish(ada, seen=seen)
    seen = mark_of(open_draft())
    take_back_change(actor=ada, change=first)
    with pytest.raises(DomainError, match="The draft changed"):
        publish(ada, seen=seen)
    publish(ada)
    assert set(plan_on(OCTOBER).objectives) == {"REPAIR"}


def test_a_draft_is_published_once(world, ada):
    propose(ada, "retire", "SUPPLY")
    draft = open_draft()
    publish(ada)
    with pytest.raises(DomainError, match=f"{ada.name} has published this draft"):
        publish_draft(actor=ada, draft=draft, seen=mark_of(draft), valid_from=OCTOBER)


def test_it_begins_with_a_month_and_has_a_change(world, ada):
    change = propose(ada, "retire", "SUPPLY")
    with pytest.raises(DomainError, match="The map changes with a month"):
        publish(ada, date(2026, 10, 2))
    take_back_change(actor=ada, change=change)
    with pytest.raises(DomainError, match="The draft has no change"):
        publish(ada)


@pytest.mark.parametrize("who", ["mara", "chief", "vera", "otto"])
def test_only_the_office_publishes(request, world, ada, who):
    propose(ada, "retire", "SUPPLY")
    with pytest.raises(NotAllowedError):
        publish(request.getfixturevalue(who))
