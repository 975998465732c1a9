def test_sixteen_initiatives_cost_990_million(reading):
    rows = reading.rows["initiatives"]
    assert len(rows) == 16
    assert sum(int(row["budget"]) for row in rows) == 990_000_000
    assert all(int(row["spent"]) <= int(row["budget"]) for row in rows)
    assert all(row["start"] <= row["end"] for row in rows)


def test_every_stage_of_the_story_is_used(reading):
    stages = {row["stage"] for row in reading.rows["initiatives"]}
    assert stages == {"proposed", "launched", "accelerated", "delayed", "stopped"}


def test_spares_surge_helps_repair_most(reading):
    links = {
        (r["initiative"], r["objective"]): r["contribution"]
        for r in reading.rows["initiative_objectives"]
    }
    assert links["SPARES_SURGE", "REPAIR"] == "9"
    assert set(links.values()) == {"0", "1", "3", "9"}


def test_links_milestones_and_status_lines_name_what_exists(demo, reading):
    codes = {row["code"] for row in reading.rows["initiatives"]}
    objectives = {row["code"] for row in reading.rows["objectives"]}
    people = {row["email"] for row in reading.rows["people"]}
    links = reading.rows["initiative_objectives"]
    assert {row["initiative"] for row in links} == codes
    assert {row["objective"] for row in links} <= objectives
    assert {milestone.initiative for milestone in demo.extra.milestones} <= codes
    assert {line.initiative for line in demo.extra.status_lines} == codes
    assert {line.by for line in demo.extra.status_lines} <= people
    assert {row["owner"] for row in reading.rows["initiatives"]} <= people


def test_owners_and_units_of_initiatives_exist(reading):
    assert {row["unit"] for row in reading.rows["initiatives"]} <= set(reading.units)


def test_a_missed_milestone_is_due_before_the_end_and_not_reached(demo):
    missed = [m for m in demo.extra.milestones if m.name == "Ferry engine passes its test"]
    assert [(m.due_on.isoformat(), m.done_on) for m in missed] == [("2026-09-30", None)]
