import pytest

from scorecard.models import ObjectiveLink, ObjectiveVersion
from tests.packages import SMALL, bring_in, bring_in_small, refusal_of_small

pytestmark = pytest.mark.django_db

HEAD = "from,to,kind,weight\n"
OBJECTIVES = SMALL["objectives"] + "LOW,Low,CMD,PRO\nMID,Middle,CMD,PRO\n"


def stored():
    links = ObjectiveLink.objects.order_by("id")
    return [(link.source.code, link.target.code, link.kind, link.weight) for link in links]


def test_links_are_stored_with_a_weight_of_1_where_none_is_given(tmp_path):
    bring_in_small(
        tmp_path,
        objectives=OBJECTIVES,
        objective_links=HEAD + "LOW,READY,contributory,\nMID,READY,causes,\nLOW,MID,shared,2\n",
    )
    assert stored() == [
        ("LOW", "READY", "contributory", 1),
        ("MID", "READY", "causes", 1),
        ("LOW", "MID", "shared", 2),
    ]


def test_another_weight_is_a_revision_and_the_same_is_none(tmp_path):
    bring_in_small(
        tmp_path, objectives=OBJECTIVES, objective_links=HEAD + "LOW,READY,contributory,1\n"
    )
    assert bring_in(tmp_path, objective_links=HEAD + "LOW,READY,contributory,1\n").changed == 0
    assert bring_in(tmp_path, objective_links=HEAD + "LOW,READY,contributory,3\n").changed == 1
    assert [weight for *_, weight in stored()] == [1, 3]


def test_contributions_in_a_circle_are_refused_with_the_way_around(tmp_path):
    links = HEAD + "LOW,MID,contributory,\nMID,READY,contributory,\nREADY,LOW,contributory,\n"
    (problem,) = refusal_of_small(tmp_path, objectives=OBJECTIVES, objective_links=links)
    assert "LOW > MID" in problem.message
    assert "READY > LOW" in problem.message


def test_a_stored_link_may_close_the_circle(tmp_path):
    bring_in_small(
        tmp_path, objectives=OBJECTIVES, objective_links=HEAD + "LOW,READY,contributory,\n"
    )
    (problem,) = refusal_of_small(
        tmp_path, objectives=OBJECTIVES, objective_links=HEAD + "READY,LOW,contributory,\n"
    )
    assert "in a circle" in problem.message


def test_causes_may_go_in_a_circle(tmp_path):
    links = HEAD + "LOW,MID,causes,\nMID,LOW,causes,\n"
    bring_in_small(tmp_path, objectives=OBJECTIVES, objective_links=links)
    assert len(stored()) == 2


def test_an_objective_is_not_linked_to_itself(tmp_path):
    links = HEAD + "LOW,LOW,causes,\n"
    (problem,) = refusal_of_small(tmp_path, objectives=OBJECTIVES, objective_links=links)
    assert problem.column == "to"


@pytest.mark.parametrize(
    ("row", "column"), [("NONE,READY,causes,", "from"), ("LOW,READY,likes,", "kind")]
)
def test_unknown_objectives_and_kinds_are_refused(tmp_path, row, column):
    (problem,) = refusal_of_small(tmp_path, objectives=OBJECTIVES, objective_links=f"{HEAD}{row}\n")
    assert problem.column == column


def test_how_an_objective_is_scored_is_stored(tmp_path):
    objectives = "code,name,unit,perspective,roll_up\nREADY,Units are ready,HQ,PRO,worst\n"
    bring_in_small(tmp_path, objectives=objectives)
    assert ObjectiveVersion.objects.get().roll_up == "worst"
