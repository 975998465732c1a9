from demo.hand_overs import assigned


def test_figures_are_given_to_people_who_may_enter_them_in_that_unit(reading):
    people = {row["email"]: (row["unit"], row["role"]) for row in reading.rows["people"]}
    given = {
        (row["unit"], row["kpi"]): row["person"]
        for row in reading.rows["reporters"]
        if row["person"] and people[row["person"]][1] == "contributor"
    }
    assert given == assigned()
    assert all(people[email] == (unit, "contributor") for (unit, _kpi), email in given.items())


def test_who_stands_in_works_in_the_same_unit(demo, reading):
    units = {row["email"]: row["unit"] for row in reading.rows["people"]}
    assert demo.extra.hand_overs
    for each in demo.extra.hand_overs:
        assert units[each.away] == units[each.deputy]
