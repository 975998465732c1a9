import pytest

from accounts.models import Token
from organization.roles import Action
from scorecard.models import Entry
from tests.accounts.factories import bearer, make_token
from tests.factories import make_kpi, make_reporter

UNITS = "/api/v1/units/"
PROBLEM = "application/problem+json"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.mark.parametrize(
    "header",
    [
        "Bearer",
        "Bearer osm_wrong",
        "Bearer two words",
        "Bearer osm_\xff\xfe",
        "Bearer \x00",
        "bearer " + "9" * 5000,
        "Token osm_wrong",
        "Basic bWFyYTpwYXNz",
    ],
)
def test_what_is_no_token_signs_nobody_in(client, units, header):
    answer = client.get(UNITS, headers={"Authorization": header})
    assert (answer.status_code, answer["Content-Type"]) == (401, PROBLEM)
    assert answer["WWW-Authenticate"] == "Bearer"


def test_a_token_signs_in_its_person(client, mara):
    rows = client.get(UNITS, headers=bearer(make_token(mara))).json()["results"]
    assert [row["code"] for row in rows] == ["HQ", "CMD", "MARA"]


def test_an_expired_token_is_refused_and_stays_on_record(client, mara, time_machine):
    made = make_token(mara, days=1)
    time_machine.move_to("2026-11-13 08:00:01Z", tick=False)
    answer = client.get(UNITS, headers=bearer(made))
    assert answer.status_code == 401
    assert "has expired" in answer.json()["detail"]
    assert Token.objects.exists()


def test_somebody_who_may_no_longer_sign_in_has_no_programs_either(client, mara):
    made = make_token(mara)
    mara.is_active = False
    mara.save()
    assert client.get(UNITS, headers=bearer(made)).status_code == 401


def test_a_role_that_ends_ends_for_programs_with_the_next_request(client, mara):
    made = make_token(mara)
    mara.memberships.update(valid_until="2026-11-11")
    assert client.get(UNITS, headers=bearer(made)).json()["results"] == []


def test_a_token_needs_no_word_against_forgery(client, mara, units):
    strict = type(client)(enforce_csrf_checks=True)
    make_reporter(units.mara, make_kpi("DAYS"))
    figure = {"unit": "MARA", "kpi": "DAYS", "period": "2026-10", "value": 1}
    headers = bearer(make_token(mara, "enter"))
    answer = strict.post("/api/v1/entries/", figure, "application/json", headers=headers)
    assert answer.status_code == 201
    entry = Entry.objects.get()
    assert (entry.source, entry.source_detail, entry.author) == ("api", "Fleet register", mara)


def test_a_token_opens_no_page(client, mara):
    answer = client.get("/scorecard/", headers=bearer(make_token(mara)))
    assert answer.status_code == 302


def test_every_action_of_a_scope_is_one_of_the_roles():
    from organization.roles import GRANTS, SCOPES

    granted = frozenset[Action]().union(*GRANTS.values())
    assert all(actions <= granted for actions in SCOPES.values())
