from collections import Counter


def test_there_are_about_a_thousand_people_each_with_one_address(reading):
    people = reading.rows["people"]
    assert 950 <= len(people) <= 1050
    assert len({row["email"] for row in people}) == len(people)
    assert len({row["name"] for row in people}) == len(people)


def test_every_open_unit_has_one_manager(reading):
    managed = Counter(r["unit"] for r in reading.rows["people"] if r["role"] == "unit_manager")
    still_open = {code for code, row in reading.units.items() if not row["closed_on"]}
    assert managed == dict.fromkeys(still_open, 1)


def test_there_is_somebody_for_every_role(reading):
    roles = "employee contributor unit_manager executive osm_staff consultant auditor administrator"
    assert {row["role"] for row in reading.rows["people"]} == set(roles.split())


def test_only_the_consultant_has_an_end_date(reading):
    ends = {r["role"]: r["valid_until"] for r in reading.rows["people"] if r["valid_until"]}
    assert ends == {"consultant": "2027-12-31"}


def test_the_cast_stands_where_the_story_puts_it(demo, reading):
    people = {row["email"]: (row["unit"], row["role"]) for row in reading.rows["people"]}
    assert people["mara@aldmark.example"] == ("EFC-1AB", "unit_manager")
    assert people["nils@aldmark.example"] == ("EFC-4MB", "unit_manager")
    assert people["otto@aldmark.example"] == ("EFC-11TK", "employee")
    assert reading.units["EFC-11TK"]["parent"] == "EFC-1AB"
    assert [member.email.split("@")[0] for member in demo.cast] == [
        *("chief", "ada", "mara", "nils", "otto", "vera", "admin")
    ]
    assert all(people[member.email][1] == member.role for member in demo.cast)


def test_every_reporter_is_a_person_or_the_unit_is_closed(reading):
    people = {row["email"] for row in reading.rows["people"]}
    for row in reading.rows["reporters"]:
        assert row["person"] in people or reading.units[row["unit"]]["closed_on"]
