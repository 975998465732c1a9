from collections import Counter


def test_no_cell_is_reported_twice(reading):
    assert len(reading.entries) == len(reading.rows["values"])


def test_every_entry_belongs_to_a_reporter_in_its_window(reading):
    for (kpi, period, unit), row in reading.entries.items():
        window = reading.reporters[kpi, unit]
        assert window["first_period"] <= period <= (window["last_period"] or "9999"), row


def test_a_ratio_is_a_pair_and_everything_else_a_value(reading):
    for row in reading.rows["values"]:
        pair = bool(row["numerator"]) and bool(row["denominator"])
        ratio = reading.kpis[row["kpi"]]["unit_rule"] == "ratio"
        expected = (ratio, not ratio) if not row["not_applicable"] else (False, False)
        assert (pair, bool(row["value"])) == expected, row


def test_shares_lie_between_the_bounds_of_their_kpi(reading):
    for row in reading.rows["values"]:
        kpi = reading.kpis[row["kpi"]]
        if not kpi["maximum"] or row["not_applicable"]:
            continue
        numerator, denominator = row["numerator"] or row["value"], row["denominator"] or "1"
        assert 0 <= float(numerator) <= float(denominator), row


def test_zero_is_reported_and_not_applicable_is_explained(reading):
    rows = reading.rows["values"]
    exempt = [row for row in rows if row["not_applicable"]]
    assert any(row["value"] == "0" for row in rows)
    assert 5 < len(exempt) < 100
    assert all(row["comment"] for row in exempt)


def test_comments_stand_beside_the_figures_that_they_explain(reading):
    comments = Counter(row["unit"] for row in reading.rows["values"] if row["comment"])
    assert comments["EFC-1AB"] == 4
    assert comments["HQ"] == 1


def test_quarterly_kpis_are_reported_by_quarter(reading):
    periods = {r["period"] for r in reading.rows["values"] if r["kpi"] == "LEADERSHIP"}
    assert (min(periods), max(periods), len(periods)) == ("2024-Q1", "2026-Q3", 11)
