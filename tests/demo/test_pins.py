def test_pins_are_of_the_story_and_kept_by_its_people(demo, reading):
    people = {row["email"] for row in reading.rows["people"]}
    codes = {row["code"] for kind in ("kpis", "objectives") for row in reading.rows[kind]}
    assert demo.extra.pins
    for kept in demo.extra.pins:
        assert kept.by in people
        assert kept.code in codes | {""}
        assert kept.unit in set(reading.units) | {""}
