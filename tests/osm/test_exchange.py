from hashlib import sha256

import pytest
from django.apps import apps
from django.db import IntegrityError

from audit.models import Record
from jobs.models import OutboxRow
from organization.models import Unit
from organization.services.units import export_units
from osm import exchange
from osm.exchange import SCHEMAS, RefusedError, import_package
from osm.package_parts import Part
from scorecard.models import Entry, Reporter
from tests.packages import (
    SMALL,
    bring_in,
    bring_in_small,
    refusal,
    refusal_of_small,
    shared_package,
    write,
)

pytestmark = pytest.mark.django_db

OURS = ("organization", "scorecard", "initiatives", "accounts", "audit", "jobs")


def row_counts():
    models = [model for app in OURS for model in apps.get_app_config(app).get_models()]
    return {model.__name__: model._default_manager.count() for model in models}


def test_every_file_of_the_exchange_page_has_a_schema():
    assert set(SCHEMAS) == {
        "organization",
        "units",
        "placements",
        "people",
        "perspectives",
        "themes",
        "objectives",
        "objective_links",
        "kpis",
        "scorecard",
        "reporters",
        "targets",
        "values",
        "initiatives",
        "initiative_objectives",
    }


def test_the_same_package_twice_writes_no_row_at_all(tmp_path):
    first = bring_in_small(tmp_path)
    before = row_counts()
    second = bring_in_small(tmp_path)
    assert first.added > 10
    assert (second.added, second.changed) == (0, 0)
    assert row_counts() == before


def test_a_package_that_is_half_right_stores_nothing(tmp_path):
    before, values = row_counts(), SMALL["values"] + "MARA,FIT,2026-02,,5,\n"
    problems = refusal_of_small(tmp_path, values=values)
    assert len(problems) == 1
    assert row_counts() == before


def test_a_refused_package_leaves_what_was_stored_as_it_was(tmp_path):
    bring_in_small(tmp_path)
    before = row_counts()
    refusal(
        tmp_path,
        units="code,name,parent\nHQ,Headquarters,\n",
        values="unit,kpi,period,value\nHQ,FUEL,2026-01,many\n",
    )
    assert row_counts() == before
    assert Unit.objects.get(code="HQ").name == "Army HQ"


def test_problems_of_several_files_are_listed_together(tmp_path):
    problems = refusal_of_small(
        tmp_path,
        units=SMALL["units"] + "NFC,Northern,XX\n",
        kpis=SMALL["kpis"] + "A,A,summ,\n",
        targets="unit,kpi,period,goal,red_flag\nHQ,FIT,FY2026,1,1\n",
    )
    assert {problem.file for problem in problems} == {"units.csv", "kpis.csv", "targets.csv"}


def test_a_file_that_cannot_be_read_does_not_make_its_codes_unknown(tmp_path):
    problems = refusal_of_small(tmp_path, units=SMALL["units"].replace("code", "kode"))
    assert {problem.column for problem in problems} == {"kode", "code"}


def test_a_dry_run_reports_and_stores_nothing(tmp_path):
    before = row_counts()
    report = import_package(actor=None, path=write(tmp_path, **SMALL), dry_run=True)
    assert report.added > 10
    assert row_counts() == before


def test_a_dry_run_lists_the_same_problems(tmp_path):
    files = SMALL | {"values": "unit,kpi,period,value\nHQ,OIL,2026-01,1\n"}
    with pytest.raises(RefusedError) as refused:
        import_package(actor=None, path=write(tmp_path, **files), dry_run=True)
    assert [problem.value for problem in refused.value.problems] == ["OIL"]


def test_each_file_leaves_one_audit_row_with_counts_and_hash(tmp_path):
    bring_in_small(tmp_path)
    assert Record.objects.count() == len(SMALL)
    row = Record.objects.get(subject="values.csv")
    assert row.detail == {
        "rows": 3,
        "added": 3,
        "changed": 0,
        "sha256": sha256(SMALL["values"].encode()).hexdigest(),
    }
    assert (row.verb, row.subject_kind) == ("imported", "file")


def test_a_file_that_changes_nothing_leaves_no_audit_row(tmp_path):
    bring_in_small(tmp_path)
    bring_in(tmp_path, units=SMALL["units"], themes="code,name\nNOW,Ready now\n")
    assert list(Record.objects.order_by("id").values_list("subject", flat=True))[len(SMALL) :] == [
        "themes.csv"
    ]


def test_every_row_of_an_import_carries_the_same_moment(tmp_path):
    bring_in_small(tmp_path)
    moments = set(Entry.objects.values_list("recorded_at", flat=True))
    moments |= set(Reporter.objects.values_list("recorded_at", flat=True))
    assert len(moments) == 1


def test_what_is_due_is_in_the_outbox_after_an_import_and_not_after_a_refusal(tmp_path):
    refusal_of_small(tmp_path, kpis="code,name,unit_rule\nA,A,summ\n")
    assert not OutboxRow.objects.exists()
    bring_in_small(tmp_path)
    assert set(OutboxRow.objects.values_list("topic", flat=True)) == {"rollup", "scores"}


def test_a_row_stored_by_somebody_else_meanwhile_is_a_problem_and_no_crash(tmp_path, monkeypatch):
    def collide(_table, _context):
        raise IntegrityError

    monkeypatch.setattr(exchange, "PARTS", (Part(SCHEMAS["units"], collide, export_units),))
    (problem,) = refusal(tmp_path, units=SMALL["units"])
    assert "import again" in problem.message


@pytest.mark.parametrize(
    ("name", "entries"),
    [
        ("nhs_ae", 79046),
        ("nhs_ae_pct_weighted", None),
        ("boston_budget", None),
        ("ons_deaths", None),
    ],
)
def test_a_real_package_comes_in_whole_and_a_second_time_changes_nothing(name, entries):
    folder = shared_package(name)
    import_package(actor=None, path=folder)
    lines = sum(1 for _line in (folder / "values.csv").open()) - 1
    assert Entry.objects.count() == (entries or lines)
    again = import_package(actor=None, path=folder)
    assert (again.added, again.changed) == (0, 0)
