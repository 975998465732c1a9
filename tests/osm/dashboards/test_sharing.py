"""What the office shares with a role, and with whom it then begins."""

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from osm.dashboards.services.sharing import share_dashboard, withdraw_dashboard
from osm.dashboards.sharing import shared_by, shared_with, start_of
from osm.models import Pin, SharedDashboard
from tests.factories import give_role, make_deputy
from tests.osm.factories import make_pin

MANAGERS = {"role": "unit_manager", "at": "own"}


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def pinned(units, ada, vehicles):
    """The office pinned a KPI and late data of HQ."""
    return [make_pin(ada, unit=units.hq, kpi=vehicles), make_pin(ada, Pin.LATE, unit=units.hq)]


def share(ada, unit, role="unit_manager", at_own_unit=True):
    return share_dashboard(actor=ada, unit=unit, role=role, at_own_unit=at_own_unit)


def page(client, person):
    client.force_login(person)
    return client.get("/dashboard/").context["page"]


def test_each_reader_sees_the_figures_of_their_own_unit(client, units, pinned, ada, mara, nils):
    share(ada, units.hq)
    tiles = page(client, mara).shared.tiles
    assert [tile.unit for tile in tiles] == [units.mara.name] * 2
    assert [tile.unit for tile in page(client, nils).shared.tiles] == [units.nils.name] * 2


def test_or_of_the_units_that_were_pinned_where_they_may_see_them(client, units, pinned, ada, mara):
    share(ada, units.hq, at_own_unit=False)
    tiles = page(client, mara).shared.tiles
    assert [(tile.pin.kind, tile.unit) for tile in tiles] == [("kpi", units.hq.name)]


def test_it_is_what_it_was_when_it_was_shared_until_it_is_shared_again(
    client, units, pinned, ada, mara
):
    share(ada, units.hq)
    pinned[0].delete()
    assert len(shared_with(mara).pins) == 2
    share(ada, units.hq)
    assert len(shared_with(mara).pins) == 1


def test_own_pins_come_first_and_nothing_of_the_shared_ones_can_be_moved(
    client, units, pinned, ada, mara
):
    make_pin(mara, Pin.STEPS)
    share(ada, units.hq)
    client.force_login(mara)
    shown = client.get("/dashboard/").content.decode()
    assert shown.index("Next steps that I hold") < shown.index("From the strategy office")
    assert shown.count("/remove/") == 1


def test_what_the_reader_pinned_too_stands_there_once(client, units, pinned, ada, mara):
    make_pin(mara, Pin.LATE, unit=units.mara)
    share(ada, units.hq)
    shown = page(client, mara)
    assert [tile.pin.kind for tile in shown.own_tiles] == ["late"]
    assert [tile.pin.kind for tile in shown.shared_tiles] == ["kpi"]


def test_who_has_the_role_begins_with_it_and_everybody_else_with_today(
    client, units, pinned, ada, mara, chief
):
    share(ada, units.hq)
    for person, first in ((mara, "/dashboard/"), (chief, "/")):
        client.force_login(person)
        assert client.get("/start/").url == first
    withdraw_dashboard(actor=ada, shared=start_of(mara))
    client.force_login(mara)
    assert client.get("/start/").url == "/"
    assert page(client, mara).shared is None


def test_a_deputy_does_not_begin_with_what_is_shared_with_their_principal(
    units, pinned, ada, mara, otto
):
    share(ada, units.hq)
    make_deputy(mara, otto)
    assert start_of(otto) is None


def test_the_nearest_office_above_counts(units, pinned, ada, mara):
    far = share(ada, units.hq)
    assert start_of(mara) == far
    near = share(ada, units.mara)
    assert start_of(mara) == near


def test_of_several_roles_the_wider_one_counts(units, pinned, ada, mara):
    give_role(mara, "executive", units.hq)
    share(ada, units.hq)
    wide = share(ada, units.hq, role="executive")
    assert start_of(mara) == wide


def test_an_empty_dashboard_is_not_shared(units, ada):
    with pytest.raises(DomainError, match="Your dashboard is empty"):
        share(ada, units.hq)


def test_only_what_holds_is_withdrawn(units, pinned, ada, mara):
    first = share(ada, units.hq)
    second = share(ada, units.hq)
    with pytest.raises(DomainError, match="withdrawn or shared anew"):
        withdraw_dashboard(actor=ada, shared=first)
    withdraw_dashboard(actor=ada, shared=second)
    with pytest.raises(DomainError, match="withdrawn or shared anew"):
        withdraw_dashboard(actor=ada, shared=second)


def test_where_one_starts_is_asked_in_two_questions(
    units, pinned, ada, mara, django_assert_num_queries
):
    for _ in range(3):
        share(ada, units.hq)
    with django_assert_num_queries(2):
        start_of(mara)


@pytest.mark.parametrize("who", ["mara", "chief", "vera", "otto"])
def test_only_the_office_shares(request, client, units, pinned, ada, who):
    shared, person = share(ada, units.hq), request.getfixturevalue(who)
    make_pin(person, Pin.STEPS)
    with pytest.raises(NotAllowedError):
        share(person, units.hq)
    with pytest.raises(NotAllowedError):
        withdraw_dashboard(actor=person, shared=shared)
    client.force_login(person)
    assert client.post("/dashboard/share/", MANAGERS).status_code == 403
    assert client.post(f"/dashboard/shared/{shared.pk}/withdraw/").status_code == 403
    assert "Share this dashboard" not in client.get("/dashboard/").content.decode()


def test_the_office_shares_and_withdraws_on_its_page(client, units, pinned, ada):
    client.force_login(ada)
    assert client.post("/dashboard/share/", MANAGERS).status_code == 302
    shown = client.get("/dashboard/").content.decode()
    assert "with the figures of each reader's own unit" in shown
    assert [each.role for each in shared_by(units.hq)] == ["unit_manager"]
    shared = SharedDashboard.objects.get()
    assert client.post(f"/dashboard/shared/{shared.pk}/withdraw/").status_code == 302
    assert list(shared_by(units.hq)) == []
    assert SharedDashboard.objects.count() == 2
    verbs = ["shared dashboard", "withdrew shared dashboard"]
    found = Record.objects.filter(verb__in=verbs).order_by("id")
    assert list(found.values_list("verb", flat=True)) == verbs


def test_a_role_that_there_is_not_is_refused_and_the_page_stays(client, units, pinned, ada):
    client.force_login(ada)
    answer = client.post("/dashboard/share/", {"role": "king", "at": "own"})
    assert answer.status_code == 422
    assert "king is not one of the available choices" in answer.content.decode()
