import pytest

from accounts.roles import Scope
from core.endpoints import Endpoint
from osm import api
from tests.accounts.factories import bearer, make_token
from tests.factories import make_kpi, make_reporter
from tests.initiatives.factories import make_initiative

FIGURE = {"unit": "MARA", "kpi": "DAYS", "period": "2026-10", "value": 1}
LINE = {"text": "It runs."}


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def asked(client, mara, units):
    """Return how the API answers three questions to a token with some scopes."""
    make_reporter(units.mara, make_kpi("DAYS"))
    initiative = make_initiative(unit=units.mara)
    lines = f"/api/v1/initiatives/{initiative.pk}/status-lines/"

    def ask(*scopes):
        headers = bearer(make_token(mara, *scopes))
        return (
            client.get("/api/v1/units/", headers=headers),
            client.post("/api/v1/entries/", FIGURE, "application/json", headers=headers),
            client.post(lines, LINE, "application/json", headers=headers),
        )

    return ask


@pytest.mark.parametrize(
    ("scopes", "answers"),
    [
        (["read"], [200, 403, 403]),
        (["enter"], [403, 201, 403]),
        (["edit"], [403, 403, 201]),
        (["read", "enter", "edit"], [200, 201, 201]),
    ],
)
def test_a_token_does_what_it_was_made_for_and_nothing_else(asked, scopes, answers):
    assert [answer.status_code for answer in asked(*scopes)] == answers


def test_the_refusal_names_the_scope(asked):
    refused = asked("read")[1]
    assert refused["Content-Type"] == "application/problem+json"
    assert refused.json()["detail"] == (
        "The token “Fleet register” does not have the scope “enter”. Make one that has it."
    )


def test_a_token_may_never_do_more_than_its_person(client, otto, units):
    make_reporter(units.mara, make_kpi("DAYS"))
    headers = bearer(make_token(otto, "read", "enter", "edit"))
    answer = client.post("/api/v1/entries/", FIGURE, "application/json", headers=headers)
    assert answer.status_code == 403


def endpoints(patterns):
    for pattern in patterns:
        if hasattr(pattern, "url_patterns"):
            yield from endpoints(pattern.url_patterns)
        elif issubclass(getattr(pattern.callback, "cls", object), Endpoint):
            yield pattern.callback.cls


def unscoped(views):
    """Return the verbs that write and that no scope opens."""
    writing = {"post", "put", "patch", "delete"}
    return [
        f"{view.__name__} {verb}"
        for view in views
        for verb in writing
        if hasattr(view, verb) and view.scopes.get(verb.upper()) not in set(Scope)
    ]


def test_every_verb_that_writes_says_which_scope_it_needs():
    views = list(endpoints(api.urlpatterns))
    assert len(views) >= 15
    assert unscoped(views) == []


def test_the_net_catches_a_verb_without_a_scope():
    class Open(Endpoint):
        def post(self, request):
            """Write without any scope."""

    assert unscoped([Open]) == ["Open post"]
