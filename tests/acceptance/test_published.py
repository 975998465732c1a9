"""Real organisations, imported and rolled up, give what was published."""

import pytest

from tests.acceptance.conftest import read

pytestmark = pytest.mark.slow
# The provider table and the national list hold different revisions of these months.
REVISED = {"2025-10", "2025-11", "2026-01"}


def cells(lines):
    return {
        (line["unit"], line["kpi"], line["period"]): float(line["value"])
        for line in lines
        if line["value"]
    }


def published(path):
    return {(row["unit"], row["kpi"], row["period"]): row for row in read(path)}


def test_england_shows_what_nhs_england_published(rolled_up, data):
    found = cells(rolled_up("nhs_ae")(unit="ENG"))
    expected = {
        cell: float(row["value"])
        for cell, row in published(data / "nhs_ae" / "published.csv").items()
    }
    # Counts are whole, shares are published with four digits.
    exact = {cell for cell, value in expected.items() if round(found[cell], 4) == value}
    assert (len(expected), len(exact)) == (295, 285)
    assert {period for _, _, period in expected.keys() - exact} <= REVISED


def test_england_shares_agree_with_the_shares_derived_from_the_national_list(rolled_up, data):
    found = cells(rolled_up("nhs_ae")(unit="ENG", kpi="AE_4H"))
    expected = published(data / "nhs_ae" / "published_derived.csv")
    assert len(expected) == 35
    for cell, row in expected.items():
        assert found[cell] == pytest.approx(float(row["value"]), abs=0.00002), cell


def test_a_weighted_mean_gives_the_national_percentages(rolled_up, data):
    found = cells(rolled_up("nhs_ae_pct_weighted")(unit="ENG"))
    expected = published(data / "nhs_ae_pct_weighted" / "published.csv")
    assert len(expected) == 11
    for cell, row in expected.items():
        assert found[cell] == pytest.approx(float(row["value"]), abs=0.0055), cell


def test_a_city_budget_adds_up_as_printed(rolled_up, data):
    found = cells(rolled_up("boston_budget")())
    expected = published(data / "boston_budget" / "published.csv")
    exact = [cell for cell, row in expected.items() if found.get(cell) == float(row["value"])]
    assert (len(expected), len(exact)) == (276, 260)
