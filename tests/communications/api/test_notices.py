"""Notices for programs."""

import pytest

from accounts.roles import Scope
from communications.models import Notice
from tests.accounts.factories import bearer, make_token
from tests.communications.factories import make_notice
from tests.factories import make_flag

ADDRESS = "/api/v1/notices/"


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def notice(units, mara, otto, kpi):
    flag = make_flag(units.mara, kpi, mara, fear="Snow")
    return make_notice(otto, units.mara, kpi, flag=flag, by=mara)


def test_a_notice_says_what_happened_and_where_it_stands(client, otto, notice):
    client.force_login(otto)
    (found,) = client.get(ADDRESS).json()["results"]
    assert found.pop("recorded_at").startswith("2026-11-12T")
    assert found == {
        "id": notice.pk,
        "kind": "flag",
        "unit": "MARA",
        "kpi": "DAYS",
        "objective": None,
        "sentence": "Mara Hartley raised a flag on “Days lost”",
        "words": "Snow",
        "url": "http://127.0.0.1:8000/kpis/DAYS/?unit=MARA#own-words",
        "urgent": False,
        "is_read": False,
    }


def test_marking_one_as_read_answers_it_as_it_is_now(client, otto, notice):
    client.force_login(otto)
    answer = client.post(f"{ADDRESS}{notice.pk}/read/")
    assert (answer.status_code, answer.json()["is_read"]) == (200, True)
    assert client.get(ADDRESS, {"unread": "true"}).json()["results"] == []
    assert len(client.get(ADDRESS, {"unread": "false"}).json()["results"]) == 1


@pytest.mark.parametrize("who", ["nils", "mara", "ada"])
def test_what_another_was_told_is_not_known(request, client, notice, who):
    client.force_login(request.getfixturevalue(who))
    assert client.get(ADDRESS).json()["results"] == []
    assert client.post(f"{ADDRESS}{notice.pk}/read/").status_code == 404
    assert Notice.objects.get().read_at is None


@pytest.mark.parametrize(("scope", "status"), [(Scope.READ, 403), (Scope.EDIT, 200)])
def test_a_program_marks_only_with_the_scope_for_it(client, otto, notice, scope, status):
    scopes = [scope.value] if scope is Scope.READ else [Scope.READ.value, scope.value]
    head = bearer(make_token(otto, *scopes))
    assert len(client.get(ADDRESS, headers=head).json()["results"]) == 1
    assert client.post(f"{ADDRESS}{notice.pk}/read/", headers=head).status_code == status
