"""Giving the figures of a unit to people."""

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from organization.policies import may
from organization.roles import Action
from scorecard.models import Reporter
from scorecard.selectors.assignments import mark_of, standing_reporters
from scorecard.services.assignments import Assigned, assign
from tests.factories import make_deputy, make_kpi, make_person, make_reporter
from tests.scorecard.small import make_scorecard, roll_up

NOBODY = Assigned(None, None)


@pytest.fixture
def kpi(units):
    kpi = make_kpi("FUEL", name="Fuel", approved_only=True)
    make_reporter(units.mara, kpi, "2026-01", "2026-12")
    return kpi


@pytest.fixture
def cleo(units):
    return make_person("Cleo", "contributor", units.mara)


def stands(unit, kpi):
    row = Reporter.objects.newest().get(unit=unit, kpi=kpi)
    return row.person, row.approver


def test_who_enters_and_approves_stands_and_what_stood_before_is_kept(mara, cleo, units, kpi):
    assign(actor=mara, unit=units.mara, wanted={kpi.pk: Assigned(cleo.pk, mara.pk)})
    assert stands(units.mara, kpi) == (cleo, mara)
    assign(actor=mara, unit=units.mara, wanted={kpi.pk: NOBODY})
    assert stands(units.mara, kpi) == (None, None)
    assert [row.person for row in Reporter.objects.order_by("id")] == [None, cleo, None]


def test_the_months_that_are_reported_stay_what_they_are(mara, cleo, units, kpi):
    before = Reporter.objects.get()
    (row,) = assign(actor=mara, unit=units.mara, wanted={kpi.pk: Assigned(cleo.pk, None)})
    same = ("first_period", "last_period", "inferred")
    assert [getattr(row, name) for name in same] == [getattr(before, name) for name in same]


def test_the_record_says_who_gave_what_to_whom(mara, cleo, units, kpi):
    assign(actor=mara, unit=units.mara, wanted={kpi.pk: Assigned(cleo.pk, None)})
    row = Record.objects.get()
    assert (row.actor, row.verb, row.subject) == (mara, "assigned", "MARA FUEL")
    assert row.detail == {"changes": {"enters": ["", cleo.email]}}
    assert row.unit_id == units.mara.pk


def test_what_stands_so_already_leaves_no_trace(mara, units, kpi):
    assert assign(actor=mara, unit=units.mara, wanted={kpi.pk: NOBODY}) == []
    assert not Record.objects.exists()


def test_a_deputy_of_the_manager_assigns_and_the_record_names_both(mara, otto, units, kpi, cleo):
    make_deputy(mara, otto)
    assign(actor=otto, unit=units.mara, wanted={kpi.pk: Assigned(cleo.pk, None)})
    assert (Record.objects.get().actor, Record.objects.get().on_behalf_of) == (otto, mara)


@pytest.mark.parametrize("who", ["otto", "nils", "chief", "vera"])
def test_only_the_manager_of_the_unit_or_above_and_the_office_assign(request, units, kpi, who):
    with pytest.raises(NotAllowedError):
        assign(actor=request.getfixturevalue(who), unit=units.mara, wanted={kpi.pk: NOBODY})


def test_who_may_only_enter_gives_nothing_on(cleo, units, kpi):
    with pytest.raises(NotAllowedError):
        assign(actor=cleo, unit=units.mara, wanted={kpi.pk: Assigned(cleo.pk, None)})


def test_nobody_gets_a_right_by_it(mara, otto, nils, units, kpi):
    for person in (otto, nils):
        with pytest.raises(DomainError, match="may not enter figures for 1st Armoured Brigade"):
            assign(actor=mara, unit=units.mara, wanted={kpi.pk: Assigned(person.pk, None)})
        assert not may(person, Action.ENTER_VALUES, units.mara)
    assert stands(units.mara, kpi) == (None, None)


def test_who_may_not_approve_approves_nothing(mara, cleo, units, kpi):
    with pytest.raises(DomainError, match="may not approve figures of 1st Armoured Brigade"):
        assign(actor=mara, unit=units.mara, wanted={kpi.pk: Assigned(None, cleo.pk)})


def test_nobody_approves_their_own_figures(mara, units, kpi):
    with pytest.raises(DomainError, match="Choose somebody else to approve Fuel"):
        assign(actor=mara, unit=units.mara, wanted={kpi.pk: Assigned(mara.pk, mara.pk)})


def test_who_stands_there_may_stay_though_their_role_has_ended(ada, mara, otto, units):
    kpi = make_kpi()
    make_reporter(units.mara, kpi, person=otto)
    assign(actor=ada, unit=units.mara, wanted={kpi.pk: Assigned(otto.pk, mara.pk)})
    assert stands(units.mara, kpi) == (otto, mara)


def test_a_kpi_that_the_unit_does_not_report_is_refused_and_nothing_is_stored(
    mara, cleo, units, kpi
):
    wanted = {kpi.pk: Assigned(cleo.pk, None), make_kpi().pk: NOBODY}
    with pytest.raises(DomainError, match="does not report this KPI"):
        assign(actor=mara, unit=units.mara, wanted=wanted)
    assert stands(units.mara, kpi) == (None, None)


def test_whoever_chose_by_an_older_state_is_told(mara, ada, cleo, units, kpi):
    seen = mark_of(standing_reporters(units.mara))
    assign(actor=ada, unit=units.mara, wanted={kpi.pk: Assigned(cleo.pk, None)}, seen=seen)
    with pytest.raises(DomainError, match="Somebody has changed this meanwhile"):
        assign(actor=mara, unit=units.mara, wanted={kpi.pk: NOBODY}, seen=seen)
    assert stands(units.mara, kpi) == (cleo, None)


def test_no_figure_changes_by_it(mara, ada, units):
    world = make_scorecard(units)
    before = sorted(units.hq.results.values_list("kpi_id", "period", "value", "expected"))
    wanted = {world.vehicles.pk: Assigned(mara.pk, None)}
    assign(actor=ada, unit=units.mara, wanted=wanted)
    roll_up()
    after = sorted(units.hq.results.values_list("kpi_id", "period", "value", "expected"))
    assert after == before
