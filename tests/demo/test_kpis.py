def test_forty_kpis_use_every_rule_over_units_and_three_over_time(reading):
    kpis = reading.rows["kpis"]
    rules = "sum mean weighted_mean ratio min max mean_of_children none"
    assert len(kpis) == 40
    assert {row["unit_rule"] for row in kpis} == set(rules.split())
    assert {row["time_rule"] for row in kpis} >= {"sum", "mean", "last"}


def test_a_ratio_is_summed_or_the_last_one_over_time(reading):
    ratios = [row for row in reading.rows["kpis"] if row["unit_rule"] == "ratio"]
    assert {row["time_rule"] for row in ratios} == {"sum", "last"}


def test_a_weighted_mean_names_its_weight_and_its_reporters_report_that_too(reading):
    weighted = [row for row in reading.rows["kpis"] if row["unit_rule"] == "weighted_mean"]
    assert {row["weight_kpi"] for row in weighted} == {"STRENGTH"}
    for row in weighted:
        units = {unit for kpi, unit in reading.reporters if kpi == row["code"]}
        assert all(("STRENGTH", unit) in reading.reporters for unit in units)


def test_every_kpi_says_what_it_measures_and_where_it_comes_from(reading):
    assert all(row["definition"] and row["source"] for row in reading.rows["kpis"])


def test_a_target_profile_has_one_share_for_each_month(reading):
    profiles = [row["target_profile"].split() for row in reading.rows["kpis"]]
    assert {len(profile) for profile in profiles} == {0, 12}
