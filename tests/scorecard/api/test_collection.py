from tests.factories import make_kpi, make_reporter
from tests.scorecard.calendars import make_extension, make_rule

ADDRESS = "/api/v1/collection/"


def test_each_unit_says_what_is_in_and_what_is_late(sign_in, ada, units):
    make_rule(ada)
    make_reporter(units.mara, make_kpi("DAYS"))
    make_extension(units.mara, "2026-11-10T12:00Z", ada)
    answer = sign_in(ada).get(ADDRESS, {"unit": "HQ", "period": "2026-10"}).json()
    assert answer["results"] == [
        {
            "unit": "MARA",
            "name": "1st Armoured Brigade",
            "reported": 0,
            "on_time": 0,
            "expected": 1,
            "late": 1,
            "typed": 0,
            "due": "2026-11-10T12:00:00Z",
            "extension_reason": "The depot moved.",
            "reminded_at": None,
        }
    ]


def test_without_a_period_the_last_month_is_meant(sign_in, ada, units):
    make_reporter(units.mara, make_kpi("DAYS"))
    answer = sign_in(ada).get(ADDRESS, {"unit": "HQ"}).json()
    assert answer["results"][0]["due"].startswith("2026-10-31")


def test_what_is_no_month_or_names_no_unit_is_refused(sign_in, ada, units):
    client = sign_in(ada)
    for asked in ({"unit": "HQ", "period": "2026-Q4"}, {"period": "2026-10"}):
        assert client.get(ADDRESS, asked).status_code == 400
    assert client.get(ADDRESS, {"unit": "NONE"}).status_code == 404
