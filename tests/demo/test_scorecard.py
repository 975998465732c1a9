def test_four_perspectives_three_themes_and_fifteen_objectives(reading):
    assert len(reading.rows["perspectives"]) == 4
    assert len(reading.rows["themes"]) == 3
    assert len(reading.rows["objectives"]) == 15


def test_every_line_names_an_objective_and_a_kpi_that_exist(reading):
    objectives = {row["code"] for row in reading.rows["objectives"]}
    lines = reading.rows["scorecard"]
    assert {row["objective"] for row in lines} == objectives
    assert {row["kpi"] for row in lines} == set(reading.kpis) - {"STRENGTH"}


def test_every_objective_has_an_owner_who_is_a_person(reading):
    people = {row["email"] for row in reading.rows["people"]}
    assert all(row["owner"] in people for row in reading.rows["objectives"])
