def test_next_steps_are_about_the_story_and_taken_by_its_people(demo, reading):
    people = {row["email"] for row in reading.rows["people"]}
    codes = {row["code"] for kind in ("kpis", "objectives") for row in reading.rows[kind]}
    steps = demo.extra.next_steps
    assert steps
    for step in steps:
        assert step.unit in reading.units
        assert step.matter in codes
        assert {step.by, *(event.by for event in step.events)} <= people
        assert "@" not in step.owner or step.owner in people


def test_some_are_late_some_done_and_every_event_belongs_to_one(demo):
    steps = demo.extra.next_steps
    kinds = [event.kind for step in steps for event in step.events]
    assert sorted(kinds) == ["done", "done", "dropped", "handed_over", "moved"]
    assert any(step.due_in < 0 and not step.events for step in steps)
