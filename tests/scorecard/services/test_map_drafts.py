"""Proposing changes of the map: who may, what is refused, and how they are taken back."""

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from scorecard.models import MapDraft, ObjectiveVersion
from scorecard.selectors.map_drafts import drafted_map, open_draft
from scorecard.selectors.map_plans import plan_on
from scorecard.services.map_drafts import discard_draft, propose_change, take_back_change
from tests.factories import make_objective, make_perspective
from tests.scorecard.services.test_map_publishing import NEW


@pytest.fixture
def plan(units):
    """Three objectives of HQ in one perspective."""
    perspective = make_perspective("PROC")
    for code in ("A", "B", "C"):
        make_objective(code, unit=units.hq, perspective=perspective)


def propose(actor, kind, objective, **said):
    return propose_change(actor=actor, kind=kind, objective=objective, said=said)


def test_nothing_is_published_by_a_proposal(plan, ada):
    propose(ada, "retire", "A")
    assert set(plan_on().objectives) == {"A", "B", "C"}
    assert set(drafted_map().after.objectives) == {"B", "C"}
    assert ObjectiveVersion.objects.count() == 3
    assert Record.objects.get(verb="proposed map change").subject == "A"


def test_all_of_the_office_work_on_one_draft(plan, ada):
    for code in ("A", "B"):
        propose(ada, "retire", code)
    assert MapDraft.objects.count() == 1


def test_a_circle_is_refused_with_the_way_around(plan, ada):
    propose(ada, "connect", "A", other="B")
    propose(ada, "connect", "B", other="C")
    with pytest.raises(DomainError, match="in a circle: A > B > C > A"):
        propose(ada, "connect", "C", other="A")


@pytest.mark.parametrize(
    ("change", "words"),
    [
        (("retire", "NOWHERE", {}), "no objective “NOWHERE”"),
        (("rename", "A", {"name": "A"}), "It is so already"),
        (("move", "A", {"perspective": "PROC", "theme": ""}), "It is so already"),
        (("assign", "A", {"owner": "no@where.example"}), "Nobody has the address"),
        (("connect", "A", {"other": "A"}), "cannot drive itself"),
        (("connect", "A", {"other": "D"}), "no objective “D”"),
        (("disconnect", "A", {"other": "B"}), "are not connected"),
        (("add", "B", {"name": "Again"}), "the code of another objective"),
        (("add", "D", {"owner": "no@where.example"}), "Nobody has the address"),
    ],
)
def test_what_cannot_be_is_refused_with_what_to_do(plan, ada, change, words):
    kind, code, said = change
    with pytest.raises(DomainError, match=words):
        propose(ada, kind, code, **(NEW | said if kind == "add" else said))
    assert open_draft() is None


def test_two_that_are_connected_are_not_connected_again(plan, ada):
    propose(ada, "connect", "A", other="B")
    with pytest.raises(DomainError, match="connected already"):
        propose(ada, "connect", "A", other="B")


def test_a_change_is_taken_back_unless_another_builds_on_it(plan, ada):
    added = propose(ada, "add", "D", **NEW)
    linked = propose(ada, "connect", "D", other="A")
    with pytest.raises(DomainError, match="“Train more” drives “A”"):
        take_back_change(actor=ada, change=added)
    take_back_change(actor=ada, change=linked)
    take_back_change(actor=ada, change=added)
    assert drafted_map().lines == ()
    with pytest.raises(DomainError, match="not in the draft any more"):
        take_back_change(actor=ada, change=added)


def test_a_discarded_draft_makes_room_for_a_new_one(plan, ada):
    propose(ada, "retire", "A")
    draft = open_draft()
    discard_draft(actor=ada, draft=draft)
    assert open_draft() is None
    with pytest.raises(DomainError, match="has discarded this draft"):
        discard_draft(actor=ada, draft=draft)
    propose(ada, "retire", "A")
    assert open_draft() != draft


def test_a_change_that_an_import_overtook_is_named_and_others_go_on(plan, ada):
    propose(ada, "rename", "A", name="Alpha")
    propose(ada, "retire", "B")
    ObjectiveVersion.objects.filter(objective__code="A").update(retired=True)
    page = drafted_map()
    assert [bool(line.problem) for line in page.lines] == [True, False]
    assert page.has_problems


@pytest.mark.parametrize("who", ["mara", "chief", "vera", "otto"])
def test_only_the_office_of_the_whole_proposes(request, plan, who):
    with pytest.raises(NotAllowedError):
        propose(request.getfixturevalue(who), "retire", "A")
