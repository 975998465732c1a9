import pytest

from scorecard.models import Reporter
from tests.factories import make_kpi, make_reporter


@pytest.fixture
def reporters(units, mara, ada):
    days = make_kpi("DAYS")
    make_reporter(units.mara, days, "2026-01")
    row = make_reporter(units.mara, days, "2026-02", "2026-12")
    Reporter.objects.filter(pk=row.pk).update(person=mara, approver=ada)
    make_reporter(units.nils, make_kpi("DEPTH", frequency="quarterly"), "2026-Q1")


def test_a_reporter_says_what_is_expected_of_whom(rows, mara, ada, reporters):
    assert rows(mara, "reporters") == [
        {
            "unit": "MARA",
            "kpi": "DAYS",
            "first_period": "2026-02",
            "last_period": "2026-12",
            "person": mara.email,
            "approver": ada.email,
        }
    ]


def test_an_open_end_is_null(rows, ada, reporters):
    (row,) = rows(ada, "reporters", kpi="DEPTH")
    assert (row["first_period"], row["last_period"], row["person"]) == ("2026-Q1", None, None)


def test_reporters_can_be_asked_for(rows, ada, reporters):
    assert [row["unit"] for row in rows(ada, "reporters", below="CMD")] == ["MARA", "NILS"]
    assert [row["unit"] for row in rows(ada, "reporters", unit="NILS")] == ["NILS"]
    assert rows(ada, "reporters", unit="CMD") == []


def test_who_reports_above_my_unit_is_not_for_me(client, mara, reporters):
    client.force_login(mara)
    for name in ("unit", "below"):
        assert client.get("/api/v1/reporters/", {name: "HQ"}).status_code == 403
        assert client.get("/api/v1/reporters/", {name: "NILS"}).status_code == 404
