"""The page on which a unit's figures are given to people."""

import re

import pytest

from scorecard.models import Reporter
from scorecard.services.assignments import Assigned, assign
from tests.factories import give_role, make_kpi, make_person, make_reporter, make_unit

PAGE = "/assignments/?unit=MARA"


@pytest.fixture(autouse=True)
def _november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def kpis(units):
    kpis = [make_kpi("AMMO", name="Ammunition"), make_kpi("FUEL", approved_only=True)]
    for kpi in kpis:
        make_reporter(units.mara, kpi)
    return kpis


@pytest.fixture
def cleo(units):
    return make_person("Cleo Berg", "contributor", units.mara)


def seen(page):
    return re.search(r'name="seen" value="(\d+)"', page)[1]


def people():
    rows = Reporter.objects.newest().order_by("kpi__code")
    return [(row.kpi.code, row.person, row.approver) for row in rows]


def test_all_kpis_of_a_unit_are_given_with_one_save(mara, cleo, read, sign_in, kpis):
    ammo, fuel = kpis
    page = read(mara, PAGE)
    assert "Ammunition" in page
    body = {
        "seen": seen(page),
        f"enters-{ammo.pk}": cleo.pk,
        f"enters-{fuel.pk}": cleo.pk,
        f"approves-{fuel.pk}": mara.pk,
    }
    answer = sign_in(mara).post(PAGE, body)
    assert (answer.status_code, answer.url) == (302, PAGE)
    assert people() == [("AMMO", cleo, None), ("FUEL", cleo, mara)]


def test_who_may_enter_or_approve_is_offered_and_nobody_else(mara, cleo, otto, ada, read, kpis):
    ammo, fuel = kpis
    page = read(mara, PAGE)
    enters = page.split(f'id="id_enters-{ammo.pk}"')[1].split("</select>")[0]
    assert "The manager: Mara Hartley" in enters
    assert "Cleo Berg" in enters
    assert "Ada Whitlock, Army HQ" in enters
    assert "Otto" not in enters
    assert f"approves-{ammo.pk}" not in page
    approves = page.split(f'id="id_approves-{fuel.pk}"')[1].split("</select>")[0]
    assert "Cleo" not in approves


def test_where_somebody_was_faster_the_choices_stay_and_can_be_saved_again(
    mara, ada, cleo, units, read, sign_in, kpis
):
    ammo, _fuel = kpis
    body = {"seen": seen(read(mara, PAGE)), f"enters-{ammo.pk}": mara.pk}
    assign(actor=ada, unit=units.mara, wanted={ammo.pk: Assigned(cleo.pk, None)})
    answer = sign_in(mara).post(PAGE, body)
    page = " ".join(answer.content.decode().split())
    assert answer.status_code == 422
    assert "Somebody has changed this meanwhile" in page
    assert f'<option value="{mara.pk}" selected>' in page
    assert "Stands now: Cleo Berg" in page
    assert sign_in(mara).post(PAGE, body | {"seen": seen(page)}).status_code == 302
    assert people()[0] == ("AMMO", mara, None)


def test_somebody_who_is_not_offered_is_refused(mara, otto, read, sign_in, kpis):
    ammo, _fuel = kpis
    body = {"seen": seen(read(mara, PAGE)), f"enters-{ammo.pk}": otto.pk}
    assert sign_in(mara).post(PAGE, body).status_code == 422
    assert people()[0] == ("AMMO", None, None)


def test_who_may_no_longer_enter_is_shown_as_such_and_stays_until_changed(
    mara, cleo, units, read, sign_in, kpis
):
    ammo, fuel = kpis
    assign(actor=mara, unit=units.mara, wanted={ammo.pk: Assigned(cleo.pk, None)})
    give_role(cleo, "contributor", units.mara, valid_until="2026-11-01")
    page = read(mara, PAGE)
    assert "Somebody who may no longer do this here" in page
    body = {"seen": seen(page), f"enters-{ammo.pk}": cleo.pk, f"enters-{fuel.pk}": mara.pk}
    assert sign_in(mara).post(PAGE, body).status_code == 302
    assert people() == [("AMMO", cleo, None), ("FUEL", mara, None)]


def test_without_an_address_it_is_ones_first_unit_and_the_others_are_offered(
    mara, units, read, kpis
):
    make_reporter(make_unit("SUB", units.mara, name="Workshop"), kpis[0])
    page = read(mara, "/assignments/")
    assert "Who enters what for 1st Armoured Brigade" in page
    assert 'href="?unit=SUB"' in page
    assert "NILS" not in page


def test_a_unit_without_figures_says_so(mara, read, units):
    assert "This unit reports no figure" in read(mara, PAGE)


def test_what_is_over_is_not_given_any_more(mara, units, read):
    make_reporter(units.mara, make_kpi("OLD", name="Old figure"), "2025-01", "2025-12")
    assert "Old figure" not in read(mara, PAGE)
