def test_who_speaks_is_in_the_story_and_speaks_of_what_there_is(demo, reading):
    people = {row["email"] for row in reading.rows["people"]}
    codes = {row["code"] for kind in ("kpis", "objectives") for row in reading.rows[kind]}
    words = demo.extra.own_words
    assert words.fears
    assert words.said
    assert words.remarks
    for each in (*words.fears, *words.said, *words.remarks):
        assert each.unit in reading.units
        assert each.code in codes
        assert each.by in people
    assert {person for fear in words.fears for person in fear.seen_by} <= people


def test_every_explanation_has_a_next_step_and_some_have_the_line_of_the_office(demo):
    said = demo.extra.own_words.said
    assert all(each.happened and each.next_step for each in said)
    assert [each.code for each in said if each.office_line] == ["CRIT_POSTS"]
