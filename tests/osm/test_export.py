import csv
import io
import json
from hashlib import sha256

import pytest

from accounts.models import User
from core.errors import DomainError
from organization.models import Membership, Placement, Unit
from osm.exchange import SCHEMAS, import_package
from osm.export import export_package
from scorecard.models import (
    Entry,
    EntryEvent,
    Kpi,
    Objective,
    ObjectiveVersion,
    PerspectiveVersion,
    Reporter,
)
from tests.packages import (
    WHOLE,
    bring_in,
    bring_in_small,
    content,
    forgotten,
    there_and_back,
    write,
)

pytestmark = pytest.mark.django_db


def export(path, **options):
    report = export_package(path=path, **options)
    return report, content(path)


def lines(files, name):
    return files[f"{name}.csv"].decode().splitlines()[1:]


def rows(files, name):
    return list(csv.DictReader(io.StringIO(files[f"{name}.csv"].decode(), newline="")))


@pytest.mark.parametrize("ending", ["", ".zip", ".xlsx"])
def test_a_package_with_everything_comes_back_byte_for_byte(ending, tmp_path):
    package = write(tmp_path / "given", **WHOLE)
    first, second = there_and_back(package, tmp_path / f"a{ending}", tmp_path / f"b{ending}")
    assert first == second


def test_all_three_forms_hold_the_same(tmp_path):
    with forgotten():
        import_package(actor=None, path=write(tmp_path / "given", **WHOLE))
        _report, files = export(tmp_path / "folder")
        export(tmp_path / "packed.zip")
        export(tmp_path / "packed.xlsx")
    for ending in ("zip", "xlsx"):
        with forgotten():
            import_package(actor=None, path=tmp_path / f"packed.{ending}")
            assert export(tmp_path / ending)[1] == files


def test_the_same_state_gives_the_same_bytes(tmp_path):
    import_package(actor=None, path=write(tmp_path / "given", **WHOLE))
    for ending in ("", ".zip", ".xlsx"):
        one = export(tmp_path / f"one{ending}")[1]
        assert one == export(tmp_path / f"two{ending}")[1]


def test_every_file_is_written_and_described(tmp_path):
    import_package(actor=None, path=write(tmp_path / "given", **WHOLE))
    report, files = export(tmp_path / "out")
    assert set(files) == {f"{name}.csv" for name in SCHEMAS} | {"datapackage.json"}
    assert report.rows["people.csv"] == 4
    assert report.notes == ()
    for name, schema in SCHEMAS.items():
        assert files[f"{name}.csv"].decode().splitlines()[0] == ",".join(schema.names)


def test_the_description_says_types_keys_bytes_and_hash_of_every_file(tmp_path):
    import_package(actor=None, path=write(tmp_path / "given", **WHOLE))
    _report, files = export(tmp_path / "out")
    package = json.loads(files["datapackage.json"])
    assert package["profile"] == "tabular-data-package"
    resources = {resource["name"]: resource for resource in package["resources"]}
    for resource in resources.values():
        data = files[resource["path"]]
        assert resource["bytes"] == len(data)
        assert resource["hash"] == f"sha256:{sha256(data).hexdigest()}"
    lines_of = resources["scorecard"]["schema"]
    assert lines_of["primaryKey"] == ["unit", "objective", "kpi", "valid_from"]
    assert {"fields": "kpi", "reference": {"resource": "kpis", "fields": "code"}} in lines_of[
        "foreignKeys"
    ]
    parent = {"fields": "parent", "reference": {"resource": "", "fields": "code"}}
    assert resources["units"]["schema"]["foreignKeys"] == [parent]
    fields = {field["name"]: field for field in resources["values"]["schema"]["fields"]}
    assert fields["value"] == {"name": "value", "type": "number"}
    assert fields["not_applicable"]["trueValues"] == ["1"]
    assert fields["unit"]["constraints"] == {"required": True, "maxLength": 200}


def test_every_foreign_key_leads_to_a_row(tmp_path):
    import_package(actor=None, path=write(tmp_path / "given", **WHOLE))
    _report, files = export(tmp_path / "out")
    package = json.loads(files["datapackage.json"])
    checked = 0
    for resource in package["resources"]:
        for key in resource["schema"].get("foreignKeys", []):
            other = key["reference"]["resource"] or resource["name"]
            known = {row[key["reference"]["fields"]] for row in rows(files, other)} | {""}
            named = {row[key["fields"]] for row in rows(files, resource["name"])}
            assert named <= known
            checked += 1
    assert checked > 10


def test_dated_rows_stand_under_their_days_and_since_ever_is_empty(tmp_path):
    import_package(actor=None, path=write(tmp_path / "given", **WHOLE))
    _report, files = export(tmp_path / "out")
    assert lines(files, "perspectives") == [
        "PRO,Processes,1,2,1,",
        "PRO,Processes,1,3,0,2026-01-01",
    ]
    assert [line.rsplit(",", 1)[1] for line in lines(files, "objectives")] == ["", "", "2026-01-01"]
    assert lines(files, "placements") == [
        "MARA,HQ,0001-01-01",
        "MARA,HQ,2024-01-01",
        "MARA,CMD,2025-01-01",
    ]


def test_units_name_the_parent_of_today_and_placements_the_coming_one(tmp_path):
    bring_in_small(tmp_path, placements="unit,parent,valid_from\nNILS,HQ,2999-01-01\n")
    _report, files = export(tmp_path / "out")
    assert "NILS,4th Brigade,CMD,,,,0" in lines(files, "units")
    assert lines(files, "placements") == ["NILS,CMD,0001-01-01", "NILS,HQ,2999-01-01"]


def test_only_the_newest_revision_is_written(tmp_path):
    bring_in_small(tmp_path)
    bring_in(tmp_path, values="unit,kpi,period,value,comment\nMARA,FUEL,2026-01,11.250,Recount\n")
    _report, files = export(tmp_path / "out")
    assert "MARA,FUEL,2026-01,,11.25,,,0,Recount" in lines(files, "values")
    assert len(lines(files, "values")) == 3


def test_a_withdrawn_revision_gives_way_to_the_one_before(tmp_path):
    bring_in_small(tmp_path)
    bring_in(tmp_path, values="unit,kpi,period,value\nMARA,FUEL,2026-01,99\n")
    entry = Entry.objects.get(value=99)
    EntryEvent.objects.create(entry=entry, kind="withdrawn", recorded_at=entry.recorded_at)
    _report, files = export(tmp_path / "out")
    assert "MARA,FUEL,2026-01,,10.5,,,0," in lines(files, "values")
    again = import_package(actor=None, path=tmp_path / "out")
    assert (again.added, again.changed) == (0, 0)


def test_a_cell_whose_every_revision_was_withdrawn_is_not_written(tmp_path):
    bring_in_small(tmp_path)
    entry = Entry.objects.get(kpi__code="FUEL", unit__code="MARA")
    EntryEvent.objects.create(
        entry=entry, kind="rejected", reason="No", recorded_at=entry.recorded_at
    )
    _report, files = export(tmp_path / "out")
    assert len(lines(files, "values")) == 2


def test_windows_read_off_the_values_need_no_file_and_given_ones_do(tmp_path):
    bring_in_small(tmp_path)
    assert "reporters.csv" not in export(tmp_path / "out")[1]
    bring_in(tmp_path / "more", reporters="unit,kpi,first_period\nHQ,FUEL,2026-01\n")
    _report, files = export(tmp_path / "out")
    assert lines(files, "reporters") == [
        "HQ,FUEL,2026-01,,,",
        "MARA,FIT,2026-01,2026-01,,",
        "MARA,FUEL,2026-01,2026-01,,",
        "NILS,FUEL,2026-01,2026-01,,",
    ]


def test_a_value_that_counts_nowhere_is_left_out_and_counted(tmp_path):
    bring_in_small(tmp_path)
    bring_in(tmp_path, reporters="unit,kpi,first_period,last_period\nMARA,FUEL,2026-03,\n")
    report, files = export(tmp_path / "out")
    assert len(lines(files, "values")) == 2
    assert report.notes[0].startswith("1 value is not written: it lies where nothing is due")


def test_somebody_without_a_role_is_named_as_owner_and_not_by_address(tmp_path):
    bring_in_small(tmp_path, people=WHOLE["people"])
    office = User.objects.create(email="office@aldmark.example", name="The office")
    ObjectiveVersion.objects.update(owner=office)
    Reporter.objects.update(person=office, inferred=False)
    _report, files = export(tmp_path / "out")
    assert rows(files, "objectives")[0]["owner"] == "The office"
    assert {row["person"] for row in rows(files, "reporters")} == {""}


def test_a_unit_is_exported_with_all_below_it_and_what_belongs_to_no_unit(tmp_path):
    import_package(actor=None, path=write(tmp_path / "given", **WHOLE))
    report, files = export(tmp_path / "out", unit="MARA")
    assert lines(files, "units") == ["MARA,1st Brigade,CMD,,,,0"]
    assert {row["unit"] for row in rows(files, "people")} == {"MARA"}
    for name in ("placements", "objectives", "scorecard", "reporters", "targets", "values"):
        assert {row["unit"] for row in rows(files, name)} == {"MARA"}, name
    assert lines(files, "initiative_objectives") == ["OWN,READY,"]
    assert report.rows["kpis.csv"] == 4
    assert report.rows["perspectives.csv"] == 2
    assert "foreignKeys" not in files["datapackage.json"].decode()
    again = import_package(actor=None, path=tmp_path / "out")
    assert (again.added, again.changed) == (0, 0)


def test_a_sister_unit_leaves_no_byte_in_the_export_of_a_unit(tmp_path):
    import_package(actor=None, path=write(tmp_path / "given", **WHOLE))
    _report, files = export(tmp_path / "out", unit="MARA")
    assert not any(b"NILS" in data or b"guest@" in data for data in files.values())


def test_an_unknown_unit_is_refused(tmp_path):
    with pytest.raises(DomainError, match="no unit with the code “MARS”"):
        export_package(path=tmp_path / "out", unit="MARS")
    assert not (tmp_path / "out").exists()


def test_an_empty_database_gives_headers_only_and_they_are_taken_back(tmp_path):
    report, files = export(tmp_path / "out")
    assert sum(report.rows.values()) == 0
    assert "reporters.csv" not in files
    again = import_package(actor=None, path=tmp_path / "out")
    assert (again.rows, again.added) == (0, 0)


def test_a_target_whose_numbers_were_taken_away_is_none(tmp_path):
    bring_in_small(tmp_path)
    bring_in(tmp_path, targets="unit,kpi,period,goal,red_flag\nHQ,FIT,FY2026,,\n")
    assert lines(export(tmp_path / "out")[1], "targets") == []


def test_the_order_of_rows_is_that_of_codes_and_not_of_what_came_first(tmp_path):
    bring_in_small(tmp_path)
    bring_in(tmp_path, units="code,name,parent\nAA,First,HQ\n")
    _report, files = export(tmp_path / "out")
    assert [row["code"] for row in rows(files, "units")] == ["AA", "CMD", "HQ", "MARA", "NILS"]


def test_a_disabled_membership_keeps_its_last_day(tmp_path):
    bring_in_small(tmp_path, people=WHOLE["people"])
    bring_in(
        tmp_path,
        people="email,name,unit,role,valid_until\n"
        "mara@aldmark.example,Mara,CMD,employee,2026-03-31\n",
    )
    assert Membership.objects.count() == 5
    _report, files = export(tmp_path / "out")
    ended = "mara@aldmark.example,Mara,CMD,employee,2026-03-31,"
    assert ended in lines(files, "people")
    assert len(lines(files, "people")) == 4


def test_what_stands_in_no_cell_by_itself_is_the_same_too(tmp_path):
    with forgotten():
        import_package(actor=None, path=write(tmp_path / "given", **WHOLE))
        export_package(path=tmp_path / "out")
        before = state()
    import_package(actor=None, path=tmp_path / "out")
    assert state() == before


def state():
    """Return days, places, windows and ends that are spread over files or come from defaults."""
    return {
        "units": set(Unit.objects.values_list("code", "parent__code", "opened_on", "closed_on")),
        "places": set(Placement.objects.values_list("unit__code", "valid_from", "parent__code")),
        "weights": set(PerspectiveVersion.objects.values_list("valid_from", "weight", "critical")),
        "objectives": set(Objective.objects.values_list("code", "current__name", "unit__code")),
        "kpis": set(Kpi.objects.values_list("code", "current__time_rule", "current__valid_from")),
        "windows": set(
            Reporter.objects.values_list("unit__code", "kpi__code", "first_period", "inferred")
        ),
        "entries": set(Entry.objects.values_list("unit__code", "kpi__code", "period", "value")),
        "roles": set(Membership.objects.values_list("person__email", "role", "valid_from")),
    }


def test_an_owner_of_an_initiative_whose_address_nobody_has_stays_what_it_was(tmp_path):
    initiatives = "code,name,unit,owner\nDEPOT,Depot,HQ,gone@aldmark.example\n"
    bring_in_small(tmp_path, initiatives=initiatives)
    _report, files = export(tmp_path / "out")
    assert rows(files, "initiatives")[0]["owner"] == "gone@aldmark.example"


def test_a_unit_without_a_place_since_ever_gets_the_one_that_an_import_would_give_it(tmp_path):
    bring_in_small(tmp_path, placements="unit,parent,valid_from\nNILS,HQ,2025-01-01\n")
    Placement.objects.filter(unit__code="NILS", valid_from__year=1).delete()
    _report, files = export(tmp_path / "out")
    assert lines(files, "placements") == ["NILS,HQ,0001-01-01", "NILS,HQ,2025-01-01"]


def test_what_is_retired_placed_and_ended_goes_out_and_in_again(tmp_path):
    objectives = (
        "code,name,unit,perspective,retired,place,valid_from\n"
        "A,Alpha,HQ,PRO,0,2,\nA,Alpha,HQ,PRO,1,,2026-11-01\nB,Beta,HQ,PRO,,,\n"
    )
    links = "from,to,kind,ended,valid_from\nA,B,causes,,\nA,B,causes,1,2026-11-01\n"
    given = {name: WHOLE[name] for name in ("organization", "units", "perspectives")} | {
        "objectives": objectives,
        "objective_links": links,
    }
    import_package(actor=None, path=write(tmp_path / "given", **given))
    _report, files = export(tmp_path / "out")
    assert lines(files, "objective_links") == ["A,B,causes,1,0,", "A,B,causes,1,1,2026-11-01"]
    assert [line.rsplit(",", 3)[1:] for line in lines(files, "objectives")] == [
        ["0", "2", ""],
        ["1", "", "2026-11-01"],
        ["0", "", ""],
    ]
    assert import_package(actor=None, path=tmp_path / "out").added == 0
