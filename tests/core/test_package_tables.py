from core.cells import flag, number, text
from core.package_tables import read_package
from core.packages import Column, Schema

UNITS = Schema(
    "units",
    (
        Column("code", text(5), required=True),
        Column("parent", required=True, may_be_empty=True),
        Column("weight", number, default=None),
        Column("critical", flag, default=False),
    ),
    key=("code",),
    defines="unit",
)


def read(folder, content, name="units.csv"):
    (folder / name).write_bytes(content if isinstance(content, bytes) else content.encode())
    return read_package(folder, {"units": UNITS})


def lines(package):
    return [str(problem) for problem in package.problems]


def test_cells_become_values_and_an_empty_one_the_default(tmp_path):
    package = read(tmp_path, "weight,code,parent,critical\n2.50,HQ,,1\n,MARA,HQ,\n")
    first, second = package.tables["units"].rows
    assert not package.problems
    assert (str(first["weight"]), first["critical"], first.number) == ("2.50", True, 2)
    assert (second["weight"], second["critical"], second["parent"]) == (None, False, "HQ")


def test_an_absent_column_is_no_cell_and_leaves_what_is_stored(tmp_path):
    table = read(tmp_path, "code,parent\nHQ,\n").tables["units"]
    assert table.complete(table.rows[0], {"weight": 7})["weight"] == 7
    assert table.complete(table.rows[0])["weight"] is None


def test_the_byte_order_mark_of_excel_is_no_part_of_the_first_column(tmp_path):
    package = read(tmp_path, b"\xef\xbb\xbfcode,parent\r\nHQ,\r\n")
    assert not package.problems
    assert package.tables["units"].rows[0]["code"] == "HQ"


def test_a_file_that_is_not_utf8_is_refused_with_the_byte(tmp_path):
    package = read(tmp_path, "code,parent\nØ,\n".encode("latin-1"))
    assert lines(package) == [
        "units.csv: The file is not UTF-8 from byte 13 on: save it as CSV UTF-8."
    ]


def test_an_unknown_column_is_named(tmp_path):
    (problem,) = read(tmp_path, "code,parent,colour\nHQ,,red\n").problems
    assert (problem.file, problem.row, problem.column) == ("units.csv", 1, "colour")
    assert "write one of code, parent, weight, critical" in problem.message


def test_a_missing_column_is_named(tmp_path):
    (problem,) = read(tmp_path, "code\nHQ\n").problems
    assert (problem.row, problem.column) == (1, "parent")
    assert "missing" in problem.message


def test_a_column_that_stands_there_twice_is_named(tmp_path):
    (problem,) = read(tmp_path, "code,parent,code\nHQ,,HQ\n").problems
    assert problem.column == "code"
    assert "more than once" in problem.message


def test_an_unknown_file_is_named_and_the_data_package_is_ignored(tmp_path):
    (tmp_path / "datapackage.json").write_text("{}")
    (tmp_path / "unit.csv").write_text("code\n")
    (tmp_path / "units.txt").write_text("code\n")
    (tmp_path / "units").mkdir()
    package = read(tmp_path, "code,parent\nHQ,\n")
    assert [problem.file for problem in package.problems] == ["unit.csv", "units/", "units.txt"]


def test_the_same_key_twice_is_refused_with_both_rows(tmp_path):
    (problem,) = read(tmp_path, "code,parent\nHQ,\nMARA,HQ\nHQ ,MARA\n").problems
    assert (problem.row, problem.column, problem.value) == (4, "code", "HQ")
    assert "Row 2 has the same code" in problem.message


def test_every_wrong_cell_is_listed_with_row_column_and_value(tmp_path):
    package = read(tmp_path, "code,parent,weight,critical\nHQ,,x,y\n,HQ,nan,\nTOOLONG,HQ,1,1\n")
    assert [(p.row, p.column, p.value) for p in package.problems] == [
        (2, "weight", "x"),
        (2, "critical", "y"),
        (3, "code", ""),
        (3, "weight", "nan"),
        (4, "code", "TOOLONG"),
    ]
    assert package.tables["units"].rows == ()
    assert package.tables["units"].broken == {"HQ", "", "TOOLONG"}


def test_a_row_with_too_many_cells_is_refused(tmp_path):
    (problem,) = read(tmp_path, "code,parent\nHQ,,1\n").problems
    assert (problem.row, problem.column) == (2, "")
    assert "3 cells and the first row 2" in problem.message


def test_rows_are_counted_as_a_spreadsheet_does(tmp_path):
    package = read(tmp_path, 'code,parent,weight\nHQ,,1\n, ,\t\n"MARA","HQ",x\n')
    assert [problem.row for problem in package.problems] == [4]


def test_what_is_no_csv_is_refused(tmp_path):
    for content in ['code,parent\n"HQ,\n', "code,parent\nH\0Q,\n"]:
        (problem,) = read(tmp_path, content).problems
        assert "cannot be read as CSV" in problem.message


def test_an_empty_file_lacks_its_columns(tmp_path):
    assert [problem.column for problem in read(tmp_path, "").problems] == ["code", "parent"]
