def test_new_limits_are_about_a_unit_and_a_kpi_of_the_story_and_have_a_reason(demo, reading):
    months = {row["period"] for row in reading.rows["values"]}
    kpis = {row["code"] for row in reading.rows["kpis"]}
    assert demo.extra.new_limits
    for decided in demo.extra.new_limits:
        assert decided.unit in reading.units
        assert decided.kpi in kpis
        assert decided.month in months
        assert decided.reason.endswith(".")


def test_enough_months_follow_for_limits_of_their_own(demo):
    assert [(each.kpi, each.month) for each in demo.extra.new_limits] == [("PATCHES", "2025-10")]
