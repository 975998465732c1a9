from datetime import date
from decimal import Decimal

import pytest

from audit.models import Record
from core.errors import DomainError, NotAllowedError
from initiatives.models import Initiative
from initiatives.services.initiatives import create_initiative, update_initiative
from initiatives.services.versions import Facts
from tests.initiatives.factories import make_initiative


def test_a_new_initiative_has_one_version_and_an_audit_row(units, mara):
    facts = Facts(name="Spares surge", unit=units.mara, owner=mara, budget=Decimal(38))
    initiative = create_initiative(actor=mara, code="SPARES", facts=facts)
    version = initiative.versions.get()
    assert (initiative.current, version.changed_by, version.budget) == (version, mara, 38)
    row = Record.objects.get(subject_kind="initiative", subject="SPARES")
    assert (row.actor, row.verb, row.detail["stage"]) == (mara, "created", "proposed")


@pytest.mark.parametrize("who", ["nils", "otto", "vera", "chief"])
def test_nobody_else_adds_an_initiative_to_maras_unit(request, units, who):
    with pytest.raises(NotAllowedError):
        create_initiative(
            actor=request.getfixturevalue(who), code="X", facts=Facts(name="X", unit=units.mara)
        )
    assert not Initiative.objects.exists()


@pytest.mark.parametrize(
    ("facts", "field"),
    [
        ({"name": "  "}, "name"),
        ({"stage": "paused"}, "stage"),
        ({"starts_on": date(2026, 5, 2), "ends_on": date(2026, 5, 1)}, "ends_on"),
        ({"budget": Decimal(-1)}, "budget"),
        ({"budget": Decimal("NaN")}, "budget"),
        ({"budget": Decimal(10000000000000)}, "budget"),
        ({"spent": Decimal("0.001")}, "spent"),
    ],
)
def test_a_wrong_fact_is_refused_by_name_and_nothing_is_stored(units, mara, facts, field):
    facts = {"name": "Spares surge", "unit": units.mara} | facts
    with pytest.raises(DomainError) as refusal:
        create_initiative(actor=mara, code="SPARES", facts=Facts(**facts))
    assert refusal.value.field == field
    assert not Initiative.objects.exists()


def test_a_code_that_is_taken_is_refused(units, mara):
    make_initiative("SPARES", unit=units.nils)
    with pytest.raises(DomainError, match="taken") as refusal:
        create_initiative(actor=mara, code="SPARES", facts=Facts(name="X", unit=units.mara))
    assert refusal.value.field == "code"


def test_a_change_appends_a_version_and_keeps_the_one_before(units, mara):
    initiative = make_initiative(unit=units.mara, name="Spares surge", spent=Decimal(7))
    facts = Facts(name="Spares surge", unit=units.mara, stage="delayed", spent=Decimal(9))
    update_initiative(actor=mara, initiative=initiative, facts=facts, reason="Supplier is late")
    stages = list(initiative.versions.order_by("id").values_list("stage", "spent", "reason"))
    assert stages == [("launched", 7, ""), ("delayed", 9, "Supplier is late")]
    initiative.refresh_from_db()
    assert initiative.current.stage == "delayed"
    changed = Record.objects.get(verb="changed").detail["changes"]
    assert changed == {"stage": ["launched", "delayed"], "spent": ["7.00", "9"]}


def test_saving_the_same_facts_again_writes_nothing(units, mara):
    initiative = make_initiative(unit=units.mara, budget=Decimal("7.50"))
    initiative.refresh_from_db()
    same = Facts.of(initiative.current)
    update_initiative(actor=mara, initiative=initiative, facts=same)
    assert initiative.versions.count() == 1
    assert not Record.objects.exists()


def test_moving_an_initiative_needs_the_right_at_both_units(units, mara, ada):
    initiative = make_initiative(unit=units.mara)
    moved = Facts(name="Moved", unit=units.nils)
    with pytest.raises(NotAllowedError):
        update_initiative(actor=mara, initiative=initiative, facts=moved)
    update_initiative(actor=ada, initiative=initiative, facts=moved)
    initiative.refresh_from_db()
    assert (initiative.unit, initiative.current.unit) == (units.nils, units.nils)
    assert initiative.versions.order_by("id")[0].unit == units.mara


def test_nils_cannot_change_maras_initiative(units, nils):
    initiative = make_initiative(unit=units.mara)
    with pytest.raises(NotAllowedError):
        update_initiative(
            actor=nils, initiative=initiative, facts=Facts(name="Mine", unit=units.nils)
        )
    assert initiative.versions.count() == 1
