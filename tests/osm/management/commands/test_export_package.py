import io

import pytest
from django.core.management import CommandError, call_command

from core.package_writing import Written
from organization.models import Unit
from tests.packages import bring_in, bring_in_small, content

pytestmark = pytest.mark.django_db


def run(*arguments, **options):
    out, err = io.StringIO(), io.StringIO()
    try:
        call_command("export_package", *map(str, arguments), stdout=out, stderr=err, **options)
    except CommandError as error:
        err.write(str(error))
        return error.returncode, out.getvalue(), err.getvalue()
    return 0, out.getvalue(), err.getvalue()


@pytest.fixture
def small(tmp_path):
    bring_in_small(tmp_path / "given")
    return tmp_path


@pytest.mark.parametrize("name", ["new/folder", "new/package.zip", "new/package.xlsx"])
def test_an_export_says_on_stderr_what_it_wrote_and_leaves_stdout_empty(name, small):
    code, out, err = run(small / name)
    assert (code, out) == (0, "")
    assert err == f"15 rows in 14 files written to {small / name}.\n"
    assert (small / name).exists()


def test_one_unit_is_written_alone(small):
    code, _out, err = run(small / "out", unit="MARA")
    assert code == 0
    assert "written" in err
    assert b"NILS" not in content(small / "out")["units.csv"]


def test_an_unknown_unit_is_refused(small):
    code, out, err = run(small / "out", unit="MARS")
    assert (code, out) == (1, "")
    assert "no unit with the code “MARS”" in err
    assert not (small / "out").exists()


def test_an_earlier_package_in_the_folder_makes_way(small):
    (small / "out").mkdir()
    (small / "out" / "reporters.csv").write_text("old")
    (small / "out" / "datapackage.json").write_text("old")
    assert run(small / "out")[0] == 0
    assert "reporters.csv" not in content(small / "out")
    assert content(small / "out")["datapackage.json"] != b"old"


def test_a_folder_that_holds_other_things_is_left_alone(small):
    (small / "out").mkdir()
    (small / "out" / "thesis.doc").write_text("years of work")
    code, _out, err = run(small / "out")
    assert code == 1
    assert "holds other things (thesis.doc): give a new or an empty folder" in err
    assert list(content(small / "out")) == ["thesis.doc"]


@pytest.mark.parametrize(
    ("name", "make", "said"),
    [
        ("a.zip", "mkdir", "is a folder"),
        ("a", "touch", "is a file"),
    ],
)
def test_a_place_that_is_taken_by_the_other_kind_is_left_alone(name, make, said, small):
    getattr(small / name, make)()
    code, _out, err = run(small / name)
    assert code == 1
    assert said in err


def test_a_place_that_cannot_be_written_is_refused_without_a_traceback(small):
    (small / "file").touch()
    code, _out, err = run(small / "file" / "a.zip")
    assert code == 1
    assert "cannot be written" in err


def test_an_export_that_fails_leaves_the_file_of_before(small, monkeypatch):
    def fail(_package):
        raise OSError(28, "No space left on device")

    (small / "a.zip").write_bytes(b"before")
    monkeypatch.setattr(Written, "files", fail)
    code, _out, err = run(small / "a.zip")
    assert code == 1
    assert "No space left" in err
    assert (small / "a.zip").read_bytes() == b"before"
    assert [path.name for path in small.glob(".*")] == []


def test_a_text_that_no_workbook_holds_is_refused_with_its_place(small):
    Unit.objects.filter(code="MARA").update(kind="\ufffe")
    code, _out, err = run(small / "a.xlsx")
    assert code == 1
    assert "units.csv, row 4, column kind holds a text that a workbook cannot hold" in err
    assert not (small / "a.xlsx").exists()
    assert run(small / "a.zip")[0] == 0


def test_what_is_left_out_is_said(small):
    bring_in(small / "given", reporters="unit,kpi,first_period,last_period\nMARA,FUEL,2026-03,\n")
    _code, _out, err = run(small / "out")
    assert err.startswith("1 value is not written")
