import pytest
from django.urls import reverse

from initiatives.models import Contribution
from tests.factories import make_objective
from tests.initiatives.factories import make_initiative


@pytest.fixture
def initiative(units):
    return make_initiative(unit=units.mara)


@pytest.fixture
def address(initiative):
    return reverse("initiatives:link", args=[initiative.pk])


@pytest.mark.parametrize(("typed", "stored"), [("9", 9), ("0", 0), ("", None)])
def test_a_manager_links_to_an_objective_above(client, units, address, mara, typed, stored):
    objective = make_objective(unit=units.hq)
    client.force_login(mara)
    answer = client.post(address, {"objective": objective.pk, "contribution": typed})
    assert answer.status_code == 302
    link = Contribution.objects.get()
    assert (link.objective, link.contribution) == (objective, stored)


@pytest.mark.parametrize("contribution", ["2", "much"])
def test_what_is_off_the_scale_is_refused(client, units, address, mara, contribution):
    client.force_login(mara)
    data = {"objective": make_objective(unit=units.hq).pk, "contribution": contribution}
    assert client.post(address, data).status_code == 422
    assert not Contribution.objects.exists()


def test_an_objective_of_a_sister_unit_is_not_offered(client, units, initiative, address, mara):
    secret = make_objective(unit=units.nils, name="Secret of Nils")
    client.force_login(mara)
    page = client.get(reverse("initiatives:detail", args=[initiative.pk])).content.decode()
    assert "Secret of Nils" not in page
    answer = client.post(address, {"objective": secret.pk, "contribution": "9"})
    assert answer.status_code == 422
    assert "Secret of Nils" not in answer.content.decode()
    assert not Contribution.objects.exists()


@pytest.mark.parametrize(("who", "status"), [("otto", 403), ("vera", 403), ("nils", 404)])
def test_who_may_not_link_links_nothing(request, client, units, address, who, status):
    client.force_login(request.getfixturevalue(who))
    data = {"objective": make_objective(unit=units.hq).pk, "contribution": "9"}
    assert client.post(address, data).status_code == status
    assert not Contribution.objects.exists()
