from datetime import date

import pytest
from django.urls import reverse

from initiatives.models import Milestone
from tests.initiatives.factories import TODAY, make_initiative, make_milestone


@pytest.fixture(autouse=True)
def _today(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def wave(units):
    return make_milestone(make_initiative(unit=units.mara), "Wave 1", date(2026, 11, 1))


def url(name, milestone, *more):
    return reverse(f"initiatives:milestone-{name}", args=[milestone.initiative_id, *more])


def test_a_manager_says_that_a_milestone_was_reached(client, wave, mara):
    client.force_login(mara)
    answer = client.post(url("done", wave, wave.pk), {"done_on": "2026-11-10"})
    assert answer["Location"] == reverse("initiatives:detail", args=[wave.initiative_id])
    assert Milestone.objects.standing().get().done_on == date(2026, 11, 10)


def test_without_a_day_it_was_reached_today(client, wave, mara):
    client.force_login(mara)
    client.post(url("done", wave, wave.pk))
    assert Milestone.objects.standing().get().done_on == TODAY


def test_a_day_to_come_is_refused_on_the_page(client, wave, mara):
    client.force_login(mara)
    answer = client.post(url("done", wave, wave.pk), {"done_on": "2026-11-13"})
    assert answer.status_code == 422
    assert "is still to come" in answer.content.decode()


def test_a_milestone_is_planned_moved_and_dropped(client, wave, mara):
    client.force_login(mara)
    client.post(url("plan", wave), {"name": "Wave 2", "due_on": "2027-01-01"})
    client.post(url("plan", wave), {"name": "Wave 2", "due_on": "2027-02-01"})
    client.post(url("drop", wave, wave.pk))
    standing = Milestone.objects.standing().get()
    assert (standing.name, standing.due_on) == ("Wave 2", date(2027, 2, 1))


def test_a_milestone_without_a_day_is_refused_with_what_was_typed(client, wave, mara):
    client.force_login(mara)
    answer = client.post(url("plan", wave), {"name": "Wave 99"})
    assert answer.status_code == 422
    assert 'value="Wave 99"' in answer.content.decode()


def test_a_milestone_of_another_initiative_is_not_found(client, wave, units, mara):
    other = make_initiative(unit=units.mara)
    client.force_login(mara)
    address = reverse("initiatives:milestone-done", args=[other.pk, wave.pk])
    assert client.post(address).status_code == 404


@pytest.mark.parametrize(("who", "status"), [("otto", 403), ("vera", 403), ("nils", 404)])
def test_who_may_not_change_milestones_changes_none(request, client, wave, who, status):
    client.force_login(request.getfixturevalue(who))
    plan = client.post(url("plan", wave), {"name": "Mine", "due_on": "2027-01-01"})
    done = client.post(url("done", wave, wave.pk))
    drop = client.post(url("drop", wave, wave.pk))
    assert [each.status_code for each in (plan, done, drop)] == [status] * 3
    assert Milestone.objects.get() == wave


def test_opening_an_address_changes_nothing(client, wave, mara):
    client.force_login(mara)
    for address in [url("plan", wave), url("done", wave, wave.pk), url("drop", wave, wave.pk)]:
        assert client.get(address).status_code == 405
    assert Milestone.objects.get() == wave
