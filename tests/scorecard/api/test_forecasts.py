import pytest

from accounts.roles import Scope
from scorecard.models import OwnForecast
from tests.accounts.factories import bearer, make_token
from tests.factories import make_kpi, make_own_forecast, make_reporter

ADDRESS = "/api/v1/forecasts/"
SENT = {"unit": "MARA", "kpi": "DAYS", "year": 2026, "value": "12.50", "comment": "Snow"}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def kpi(units):
    kpi = make_kpi("DAYS")
    for unit in (units.mara, units.nils):
        make_reporter(unit, kpi)
    return kpi


def send(client, **changed):
    return client.post(ADDRESS, SENT | changed, content_type="application/json")


def test_what_is_sent_is_answered_digit_for_digit(client, mara, kpi):
    client.force_login(mara)
    answer = send(client)
    assert answer.status_code == 201
    assert answer.json() | {"recorded_at": ""} == SENT | {"author": mara.name, "recorded_at": ""}


def test_the_newest_of_each_year_is_listed_where_one_may_see_into(client, mara, nils, units, kpi):
    for value in (1, 2):
        make_own_forecast(units.mara, kpi, 2026, value, mara)
    make_own_forecast(units.nils, kpi, 2026, 3, nils)
    make_own_forecast(units.mara, kpi, 2027, 4, mara)
    client.force_login(mara)
    listed = client.get(ADDRESS).json()["results"]
    assert [(row["unit"], row["year"], row["value"]) for row in listed] == [
        ("MARA", 2026, "2"),
        ("MARA", 2027, "4"),
    ]
    assert len(client.get(ADDRESS, {"year": 2027}).json()["results"]) == 1
    assert client.get(ADDRESS, {"kpi": "OTHER"}).json()["results"] == []


@pytest.mark.parametrize(
    ("changed", "status"),
    [
        ({"year": 2025}, 422),
        ({"year": 1}, 400),
        ({"value": "seven"}, 400),
        ({"kpi": "NOTHING"}, 422),
        ({"unit": "NOTHING"}, 404),
        ({"unit": "NILS"}, 404),
        ({"unit": "HQ"}, 403),
        ({"more": 1}, 400),
    ],
)
def test_what_cannot_be_is_refused(client, mara, kpi, changed, status):
    client.force_login(mara)
    assert send(client, **changed).status_code == status
    assert not OwnForecast.objects.exists()


@pytest.mark.parametrize(("scope", "status"), [(Scope.ENTER, 201), (Scope.READ, 403)])
def test_a_token_needs_the_scope_to_enter(client, mara, kpi, scope, status):
    headers = bearer(make_token(mara, scope))
    answer = client.post(ADDRESS, SENT, content_type="application/json", headers=headers)
    assert answer.status_code == status
