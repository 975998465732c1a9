from scorecard.models import MapChange


def test_what_is_proposed_is_about_the_story(demo, reading):
    proposals = demo.extra.proposals
    new = {each.objective for each in proposals if each.kind == "add"}
    known = new | {row["code"] for row in reading.rows["objectives"]}
    assert new
    for proposal in proposals:
        assert proposal.kind in dict(MapChange.KINDS)
        assert {proposal.objective, proposal.said.get("other", proposal.objective)} <= known
