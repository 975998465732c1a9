from datetime import date
from decimal import Decimal

import pytest
from django.utils import timezone

from core.package_tables import read_package
from core.packages import Import
from initiatives.models import Contribution, Initiative, InitiativeVersion
from initiatives.services.exchange import (
    INITIATIVE_OBJECTIVES,
    INITIATIVES,
    import_initiative_objectives,
    import_initiatives,
)
from organization.models import Unit
from scorecard.models import Objective
from tests.factories import make_objective
from tests.initiatives.factories import make_contribution, make_initiative

SCHEMAS = {schema.name: schema for schema in (INITIATIVES, INITIATIVE_OBJECTIVES)}
IMPORTERS = {
    "initiatives": import_initiatives,
    "initiative_objectives": import_initiative_objectives,
}


@pytest.fixture
def load(tmp_path, units):
    """Import files given by name and return what the import says."""

    def load(**files):
        for name, content in files.items():
            (tmp_path / f"{name}.csv").write_text(content, encoding="utf-8")
        package = read_package(tmp_path, SCHEMAS)
        context = Import(
            tables=package.tables, recorded_at=timezone.now(), problems=list(package.problems)
        )
        context.ids["unit"] = dict(Unit.objects.values_list("code", "id"))
        context.ids["objective"] = dict(Objective.objects.values_list("code", "id"))
        for name, importer in IMPORTERS.items():
            if name in package.tables:
                importer(package.tables[name], context)
        return context

    return load


FULL = (
    "code,name,unit,stage,start,end,budget,spent,owner,description\n"
    "SPARES,Spares surge,MARA,launched,2026-10-01,2027-05-31,38000000,7000000.50,{owner},Parts\n"
)


def test_every_column_is_stored(load, mara):
    context = load(initiatives=FULL.format(owner=mara.email.upper()))
    version = Initiative.objects.get(code="SPARES").current
    assert not context.problems
    assert (version.name, version.unit.code, version.stage) == ("Spares surge", "MARA", "launched")
    assert (version.starts_on, version.ends_on) == (date(2026, 10, 1), date(2027, 5, 31))
    assert (version.budget, version.spent) == (Decimal(38_000_000), Decimal("7000000.50"))
    assert (version.owner, version.owner_name, version.description) == (mara, "", "Parts")


def test_an_owner_whom_nobody_knows_stays_a_name(load):
    load(initiatives=FULL.format(owner="Maj Gen T. Brandt"))
    version = Initiative.objects.get().current
    assert (version.owner, version.owner_name) == (None, "Maj Gen T. Brandt")


def test_what_is_not_said_is_unknown_and_not_zero(load):
    load(initiatives="code,name,unit,budget\nSPARES,Spares surge,MARA,\n")
    version = Initiative.objects.get().current
    assert (version.budget, version.spent, version.starts_on) == (None, None, None)
    assert version.stage == "proposed"


@pytest.mark.parametrize("owner", ["Maj Gen T. Brandt", "mara"])
def test_the_same_file_twice_changes_nothing(load, mara, owner):
    content = FULL.format(owner=mara.email if owner == "mara" else owner)
    first, second = load(initiatives=content), load(initiatives=content)
    assert (first.counts["initiatives"].added, second.wrote("initiatives")) == (1, False)
    assert InitiativeVersion.objects.count() == 1


def test_a_file_with_fewer_columns_keeps_what_is_stored(load, mara):
    load(initiatives=FULL.format(owner=mara.email))
    context = load(initiatives="code,name,unit,spent\nSPARES,Spares surge,MARA,9000000\n")
    version = Initiative.objects.get().current
    assert context.counts["initiatives"].changed == 1
    assert (version.owner, version.budget, version.spent) == (mara, 38_000_000, 9_000_000)


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("SPARES,Spares,GHOST,launched,,,,", "unit"),
        ("SPARES,Spares,MARA,paused,,,,", "stage"),
        ("SPARES,Spares,MARA,launched,2026-05-02,2026-05-01,,", "end"),
        ("SPARES,Spares,MARA,launched,2026-13-01,,,", "start"),
        ("SPARES,Spares,MARA,launched,,,much,", "budget"),
        ("SPARES,Spares,MARA,launched,,,-1,", "budget"),
        ("SPARES,Spares,MARA,launched,,,NaN,", "budget"),
        ("SPARES,Spares,MARA,launched,,,,0.125", "spent"),
        ("SPARES,,MARA,launched,,,,", "name"),
    ],
)
def test_a_wrong_row_is_refused_with_its_column_and_not_stored(load, row, column):
    context = load(initiatives=f"code,name,unit,stage,start,end,budget,spent\n{row}\n")
    assert [(each.row, each.column) for each in context.problems] == [(2, column)]
    assert not Initiative.objects.exists()


def test_links_refer_to_initiatives_of_the_same_package(load, units):
    make_objective("REPAIR", unit=units.hq)
    context = load(
        initiatives=FULL.format(owner=""),
        initiative_objectives="initiative,objective,contribution\nSPARES,REPAIR,9\n",
    )
    assert not context.problems
    link = Contribution.objects.get()
    assert (link.initiative.code, link.objective.code, link.contribution) == ("SPARES", "REPAIR", 9)


def test_a_link_without_a_judgement_is_unknown_and_not_none(load, units):
    make_initiative("SPARES", unit=units.mara)
    make_objective("REPAIR", unit=units.hq)
    load(initiative_objectives="initiative,objective\nSPARES,REPAIR\n")
    assert Contribution.objects.get().contribution is None


def test_a_link_is_only_appended_where_it_differs(load, units):
    initiative = make_initiative("SPARES", unit=units.mara)
    make_contribution(initiative, make_objective("REPAIR", unit=units.hq), 3)
    same = load(initiative_objectives="initiative,objective,contribution\nSPARES,REPAIR,3\n").wrote(
        "initiative_objectives"
    )
    assert (same, Contribution.objects.count()) == (False, 1)
    load(initiative_objectives="initiative,objective,contribution\nSPARES,REPAIR,0\n")
    assert Contribution.objects.count() == 2
    assert Contribution.objects.newest().get().contribution == 0


@pytest.mark.parametrize(
    ("row", "column"),
    [
        ("GHOST,REPAIR,9", "initiative"),
        ("SPARES,GHOST,9", "objective"),
        ("SPARES,REPAIR,5", "contribution"),
    ],
)
def test_a_wrong_link_is_refused_with_its_column(load, units, row, column):
    make_initiative("SPARES", unit=units.mara)
    make_objective("REPAIR", unit=units.hq)
    context = load(initiative_objectives=f"initiative,objective,contribution\n{row}\n")
    assert [each.column for each in context.problems] == [column]
    assert not Contribution.objects.exists()
