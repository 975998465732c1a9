"""Who enters a figure, said by programs."""

import pytest

from scorecard.models import Reporter
from tests.factories import make_kpi, make_person, make_reporter

ADDRESS = "/api/v1/reporters/"


@pytest.fixture
def fuel(units):
    kpi = make_kpi("FUEL", name="Fuel", approved_only=True)
    make_reporter(units.mara, kpi, "2026-01")
    return kpi


@pytest.fixture
def cleo(units):
    return make_person("Cleo Berg", "contributor", units.mara)


def send(client, **said):
    body = {"unit": "MARA", "kpi": "FUEL"} | said
    return client.post(ADDRESS, body, content_type="application/json")


def stands():
    row = Reporter.objects.newest().get()
    return row.person, row.approver


def test_a_figure_is_given_to_somebody_and_back(client, mara, cleo, fuel):
    client.force_login(mara)
    answer = send(client, person=cleo.email.upper(), approver=mara.email)
    assert answer.status_code == 201
    assert answer.json() == {
        "unit": "MARA",
        "kpi": "FUEL",
        "first_period": "2026-01",
        "last_period": None,
        "person": cleo.email,
        "approver": mara.email,
    }
    assert send(client, person=None).json()["person"] is None
    assert stands() == (None, mara)


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"person": "nobody@aldmark.example"}, "Nobody with this address"),
        ({"kpi": "NONE", "person": None}, "reports no KPI"),
        ({"person": "OTTO"}, "may not enter figures"),
        ({"approver": "OTTO"}, "may not approve figures"),
        ({"persn": None}, "There is no such field"),
    ],
)
def test_what_cannot_be_is_said_and_nothing_is_stored(client, mara, otto, fuel, said, words):
    client.force_login(mara)
    known = {name: otto.email if value == "OTTO" else value for name, value in said.items()}
    answer = send(client, **known)
    assert answer.status_code in {400, 422}
    assert words in answer.content.decode()
    assert Reporter.objects.count() == 1


def test_whose_unit_it_is_not_learns_nothing_of_it(client, nils, fuel):
    client.force_login(nils)
    assert send(client, person=None).status_code == 404
