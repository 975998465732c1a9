import io
import subprocess
import sys
import zipfile
from datetime import UTC, datetime
from pathlib import Path

import pytest
from django.core.management import CommandError, call_command
from xlsxwriter import Workbook

from organization.models import Unit
from scorecard.services.freezing import SOURCES, freeze
from tests.packages import SMALL, write

pytestmark = pytest.mark.django_db

ROOT = Path(__file__).resolve().parents[4]


def run(*arguments):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("import_package", *map(str, arguments), stdout=out, stderr=err)
    except CommandError as error:
        err.write(str(error))
        return error.returncode, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


def test_an_import_says_on_stderr_what_it_did_and_leaves_stdout_empty(tmp_path):
    code, out, err = run(write(tmp_path, **SMALL))
    assert (code, out) == (0, "")
    assert err == "15 rows read: 15 added and 0 changed.\n"
    assert Unit.objects.count() == 4


def test_the_same_package_twice_says_that_nothing_changed(tmp_path):
    run(write(tmp_path, **SMALL))
    code, _out, err = run(tmp_path)
    assert code == 0
    assert "nothing changed" in err


def test_a_dry_run_says_what_it_would_do(tmp_path):
    code, out, err = run(write(tmp_path, **SMALL), "--dry-run")
    assert (code, out) == (0, "")
    assert "would be added" in err
    assert not Unit.objects.exists()


def test_a_refused_package_prints_every_problem_and_exits_with_one(tmp_path):
    values = "unit,kpi,period,value\nMARS,FUEL,2026-01,1\nMARA,FUEL,2026-01,many\n"
    code, out, err = run(write(tmp_path, **(SMALL | {"values": values})))
    assert (code, out) == (1, "")
    assert "values.csv, row 2, column unit, “MARS”: No unit has this code" in err
    assert "values.csv, row 3, column value, “many”: This is not a number" in err
    assert "refused for 2 problems; nothing is stored" in err
    assert not Unit.objects.exists()


def test_a_path_that_is_neither_folder_nor_zip_nor_xlsx_is_a_wrong_call(tmp_path):
    (tmp_path / "package.csv").touch()
    for path in ("absent", "absent.zip", "package.csv"):
        code, out, err = run(tmp_path / path)
        assert (code, out) == (2, "")
        assert "is no package: give a folder" in err


@pytest.mark.parametrize("name", ["notes.txt", "package.zip"])
def test_what_holds_no_file_of_a_package_is_a_wrong_call(name, tmp_path):
    with zipfile.ZipFile(tmp_path / name, "w") as archive:
        archive.writestr("notes.txt", "")
    code, _out, err = run(tmp_path if name == "notes.txt" else tmp_path / name)
    assert code == 2
    assert "it needs at least one of organization, units" in err


@pytest.mark.parametrize("name", ["package.zip", "package.xlsx"])
def test_a_file_that_is_not_what_its_name_says_is_refused(name, tmp_path):
    (tmp_path / name).write_bytes(b"code,name,parent\n")
    code, out, err = run(tmp_path / name)
    assert (code, out) == (1, "")
    assert f"{name}: This is no sound .zip or .xlsx file" in err
    assert "nothing is stored" in err


def test_a_file_that_may_not_be_read_is_a_wrong_call(tmp_path, monkeypatch):
    def locked(_path):
        raise PermissionError(13, "Permission denied", "units.csv")

    monkeypatch.setattr(Path, "read_bytes", locked)
    code, _out, err = run(write(tmp_path, **SMALL))
    assert code == 2
    assert "units.csv cannot be read (Permission denied)" in err


@pytest.mark.parametrize("form", ["folder", "a.zip", "a.xlsx"])
def test_the_dry_run_prints_every_problem_of_every_form_with_its_place(form, tmp_path):
    files = {
        "units": [("code", "name", "parent"), ("HQ", "Army HQ", ""), ("MARA", "", "HQ")],
        "values": [("unit", "kpi", "period", "value"), ("MARS", "FUEL", "2026-13", "many")],
    }
    code, out, err = run(packed(tmp_path / form, files), "--dry-run")
    assert (code, out) == (1, "")
    assert [line.split(":")[0] for line in err.splitlines()[:3]] == [
        "units.csv, row 3, column name",
        "values.csv, row 2, column period, “2026-13”",
        "values.csv, row 2, column value, “many”",
    ]
    assert "write a month as 2026-01" in err
    assert not Unit.objects.exists()


def packed(path, files):
    """Write tables of text as a folder, a .zip or an .xlsx."""
    if path.suffix == ".xlsx":
        with Workbook(str(path)) as workbook:
            for name, rows in files.items():
                page = workbook.add_worksheet(name)
                for place, row in enumerate(rows):
                    page.write_row(place, 0, row)
        return path
    texts = {name: "\n".join(map(",".join, rows)) for name, rows in files.items()}
    if path.suffix != ".zip":
        return write(path, **texts)
    with zipfile.ZipFile(path, "w") as archive:
        for name, text in texts.items():
            archive.writestr(f"{name}.csv", text)
    return path


def test_an_unknown_option_is_a_wrong_call():
    command = [sys.executable, "manage.py", "import_package", "--unit", "HQ"]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "Traceback" not in done.stderr


def test_both_commands_need_nothing_but_the_address_of_a_database(tmp_path):
    environment = {"DATABASE_URL": f"sqlite:///{tmp_path / 'one.sqlite3'}"}

    def manage(*arguments):
        command = [sys.executable, "manage.py", *map(str, arguments)]
        return subprocess.run(
            command, env=environment, capture_output=True, text=True, cwd=ROOT, check=False
        )

    folder, out = write(tmp_path / "package", **SMALL), tmp_path / "out.zip"
    without_tables = manage("import_package", folder)
    assert without_tables.returncode == 1
    assert "run migrate first" in without_tables.stderr
    assert manage("migrate", "--verbosity=0").returncode == 0
    for arguments, said in [
        (("import_package", folder), "15 added"),
        (("export_package", out), "rows in 14 files written"),
        (("import_package", out), "nothing changed"),
    ]:
        done = manage(*arguments)
        assert (done.returncode, done.stdout) == (0, "")
        assert said in done.stderr


def recorded():
    """Return when each source was recorded, without repetition."""
    return {
        moment
        for model in SOURCES
        for moment in model.objects.values_list("recorded_at", flat=True)
    }


def test_as_of_a_past_moment_all_rows_count_as_known_from_it(tmp_path):
    code, _out, err = run(write(tmp_path, **SMALL), "--as-of", "2026-03-01T12:00Z")
    assert (code, err) == (0, "15 rows read: 15 added and 0 changed.\n")
    assert recorded() == {datetime(2026, 3, 1, 12, tzinfo=UTC)}


def test_packages_may_be_brought_in_one_moment_after_the_other_and_not_before(tmp_path):
    changed = SMALL | {"values": "unit,kpi,period,value\nMARA,FUEL,2026-01,99\n"}
    run(write(tmp_path, **SMALL), "--as-of", "2026-03-01")
    write(tmp_path, **changed)
    code, _out, err = run(tmp_path, "--as-of", "2026-02-28T12:00")
    assert code == 1
    assert err.startswith("Something was recorded later already, at 2026-03-01T23:59:59.999999+00")
    assert len(recorded()) == 1
    # In Oslo the day ends an hour before it does where no organisation was known yet.
    assert run(tmp_path, "--as-of", "2026-03-01")[0] == 1
    assert run(tmp_path, "--as-of", "2026-03-01T23:59:59.999999Z")[0] == 0
    assert len(recorded()) == 1
    write(tmp_path, **SMALL)
    assert run(tmp_path, "--as-of", "2026-04-01")[0] == 0
    assert run(tmp_path)[2].endswith("nothing changed.\n")
    assert len(recorded()) == 2


def test_what_is_frozen_stays_as_it_was_known(tmp_path):
    run(write(tmp_path, **SMALL), "--as-of", "2026-03-01")
    frozen = freeze().isoformat()
    code, _out, err = run(tmp_path, "--as-of", frozen)
    assert code == 1
    assert f"What was known at {frozen} is frozen" in err


def test_a_value_of_a_period_that_had_not_begun_then_is_refused(tmp_path):
    code, _out, err = run(write(tmp_path, **SMALL), "--as-of", "2025-12-30")
    assert code == 1
    assert "values.csv, row 2, column period" in err


@pytest.mark.parametrize(
    ("moment", "words", "code"), [("9999-01-01", "in the future", 1), ("soon", "is no moment", 2)]
)
def test_a_moment_that_is_none_or_in_the_future_is_refused(tmp_path, moment, words, code):
    found, _out, err = run(write(tmp_path, **SMALL), "--as-of", moment)
    assert found == code
    assert words in err
    assert not Unit.objects.exists()
