def test_what_is_expected_is_about_the_story_and_told_by_its_people(demo, reading):
    people = {row["email"] for row in reading.rows["people"]}
    kpis = {row["code"] for row in reading.rows["kpis"]}
    assert demo.extra.expected
    for expected in demo.extra.expected:
        assert expected.unit in reading.units
        assert expected.kpi in kpis
        assert expected.by in people
        assert 0 < float(expected.value) < 1
