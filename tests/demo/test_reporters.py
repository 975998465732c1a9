from collections import Counter

MONTH = "2026-10"


def test_a_unit_reports_8_to_17_kpis(reading):
    counts = Counter(row["unit"] for row in reading.rows["reporters"])
    assert min(counts.values()) >= 8
    assert max(counts.values()) <= 17
    assert counts["EFC-1AB"] == 14
    assert counts["NFC-CR"] == 12


def test_294_units_report_in_the_last_month_and_11_of_them_are_late(reading):
    due = [(unit, kpi) for kpi, unit in reading.reporters if reading.due(kpi, MONTH, unit)]
    late = {unit for unit, kpi in due if (kpi, MONTH, unit) not in reading.entries}
    assert len({unit for unit, _ in due}) == 294
    assert late == {
        *("NFC", "SFC", "EFC", "MAT", "LOG", "ENG", "RES"),
        *("EFC-4MB", "EFC-SBE", "NFC-CR", "MED-FHN"),
    }


def test_late_units_have_sent_in_a_part_or_nothing(reading):
    assert _sent(reading, "EFC-4MB") == (9, 14)
    assert _sent(reading, "EFC-SBE") == (0, 14)
    assert _sent(reading, "NFC-CR") == (11, 12)
    assert _sent(reading, "RES") == (12, 17)


def test_six_of_thirteen_commands_report_digital_skills_and_all_did_the_month_before(reading):
    assert reading.coverage("DIGITAL", MONTH) == (6, 13)
    assert reading.coverage("DIGITAL", "2026-09") == (13, 13)


def test_one_or_two_in_a_hundred_figures_of_earlier_months_never_came(reading):
    months = [f"2025-{month:02d}" for month in range(1, 13)]
    cells = [(k, m, u) for m in months for k, u in reading.reporters if reading.due(k, m, u)]
    missing = sum(cell not in reading.entries for cell in cells)
    assert 0.008 <= missing / len(cells) <= 0.022


def test_a_closed_unit_reports_until_it_closes_and_a_new_one_since_it_opened(reading):
    closed = [r["period"] for r in reading.rows["values"] if r["unit"] == "MAT-DTW"]
    opened = [r["period"] for r in reading.rows["values"] if r["unit"] == "AMD-UAS"]
    assert max(closed) == "2025-12"
    assert min(opened) == "2025-08"


def test_the_yearly_kpi_is_first_due_for_the_year_of_the_last_month(reading):
    windows = {r["first_period"] for r in reading.rows["reporters"] if r["kpi"] == "TALKS"}
    assert windows == {"FY2026"}


def _sent(reading, unit):
    due = [kpi for kpi, code in reading.reporters if code == unit and reading.due(kpi, MONTH, unit)]
    return sum((kpi, MONTH, unit) in reading.entries for kpi in due), len(due)
