def test_goal_and_red_flag_differ_and_follow_the_direction(reading):
    for (unit, kpi, _period), (goal, red) in reading.targets.items():
        higher = reading.kpis[kpi]["direction"] == "higher"
        assert (goal > red) == higher, (unit, kpi)
        assert goal != red, (unit, kpi)


def test_hq_has_a_target_for_every_scored_kpi_and_year(reading):
    scored = {row["kpi"] for row in reading.rows["scorecard"]}
    for year in range(2023, 2027):
        have = {
            kpi for unit, kpi, period in reading.targets if (unit, period) == ("HQ", f"FY{year}")
        }
        assert have == scored


def test_the_target_of_vehicle_availability_was_raised_this_year(reading):
    assert reading.targets["HQ", "VEH_AVAIL", "FY2025"] == (0.8, 0.73)
    assert reading.targets["HQ", "VEH_AVAIL", "FY2026"] == (0.82, 0.75)


def test_the_goals_of_the_commands_for_a_sum_add_up_to_about_that_of_hq(reading):
    below = [
        reading.targets[code, "SPARES_OUT", "FY2026"][0]
        for code in reading.children["HQ"]
        if (code, "SPARES_OUT", "FY2026") in reading.targets
    ]
    assert abs(sum(below) - 120) <= 4


def test_some_units_were_promised_another_goal(reading):
    goals = {
        goal
        for (_, kpi, period), (goal, _) in reading.targets.items()
        if (kpi, period) == ("VEH_AVAIL", "FY2026")
    }
    assert len(goals) >= 4
    assert reading.targets["RES", "VEH_AVAIL", "FY2026"][0] < 0.82


def test_a_battalion_of_the_reserve_is_shown_but_not_scored(reading):
    assert not [key for key in reading.targets if key[0] == "RES-311R"]
    assert [key for key in reading.targets if key[0] == "EFC-11TK"]


def test_a_closed_unit_has_no_target_after_its_last_year(reading):
    years = {period for unit, _, period in reading.targets if unit == "MAT-DTW"}
    assert years == {"FY2024", "FY2025"}
