"""The small scorecard on a morning in November 2026, and a way to ask for rows."""

import pytest

from tests.scorecard.small import make_scorecard


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


@pytest.fixture
def rows(client):
    """Return the rows that one person gets at an address."""

    def ask(person, name, **asked):
        client.force_login(person)
        answer = client.get(f"/api/v1/{name}/", asked)
        assert answer.status_code == 200, answer.content
        return answer.json()["results"]

    return ask
