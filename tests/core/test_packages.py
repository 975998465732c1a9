from core.cells import text
from core.errors import DomainError
from core.packages import Column, Import, Problem, Row, Schema, Table

UNITS = Schema("units", (Column("code", text(9), required=True),), key=("code",), defines="unit")
LINES = Schema(
    "lines",
    (Column("unit", refers="unit"), Column("kpi", refers="kpi"), Column("note")),
    key=("unit", "kpi"),
)


def table(*rows, columns=("unit", "kpi")):
    cells = [dict(zip(columns, row, strict=True)) for row in rows]
    return Table(LINES, columns, tuple(Row(n, c, c) for n, c in enumerate(cells, start=2)))


def an_import(**tables):
    return Import(tables, ids={"unit": {"HQ": 7}, "kpi": {"FUEL": 8}})


def test_ids_stand_in_place_of_codes_and_none_in_place_of_no_code():
    context = an_import()
    first, second = context.linked(table(("HQ", "FUEL"), ("", "FUEL")))
    assert (first["unit"], first["kpi"], first.texts["unit"]) == (7, 8, "HQ")
    assert second["unit"] is None
    assert context.problems == []


def test_every_unknown_code_of_a_row_is_a_problem_and_the_row_is_left_out():
    context = an_import()
    assert context.linked(table(("MARS", "OIL"))) == []
    assert [(p.column, p.value) for p in context.problems] == [("unit", "MARS"), ("kpi", "OIL")]
    assert "add the unit to units.csv" in context.problems[0].message


def test_a_code_whose_own_row_is_wrong_is_not_reported_again():
    context = an_import(units=Table(UNITS, broken=frozenset({"MARS"})))
    assert context.linked(table(("MARS", "FUEL"))) == []
    assert context.problems == []


def test_a_code_whose_own_row_was_refused_by_an_importer_is_not_reported_again():
    units = Table(UNITS, ("code",), (Row(2, {"code": "MARS"}, {"code": "MARS"}),))
    context = an_import(units=units)
    context.refuse(units, units.rows[0], "code", "It is a planet.")
    assert context.linked(table(("MARS", "FUEL"))) == []
    assert [problem.message for problem in context.problems] == ["It is a planet."]


def test_a_domain_error_becomes_a_problem_of_its_row_and_column():
    def read(row):
        if row["kpi"] == "OIL":
            raise DomainError("No oil here.", field="kpi")
        return row["kpi"]

    context = an_import()
    lines = table(("HQ", "OIL"), ("HQ", "FUEL"))
    assert context.each(lines, lines.rows, read) == ["FUEL"]
    assert context.problems == [Problem("lines.csv", 2, "kpi", "OIL", "No oil here.")]


def test_a_problem_reads_as_file_row_column_value_and_what_to_do():
    assert str(Problem("units.csv", 3, "code", "X", "Correct it.")) == (
        "units.csv, row 3, column code, “X”: Correct it."
    )
    assert str(Problem("units.csv", 0, "", "", "Save it again.")) == "units.csv: Save it again."


def test_counts_add_up_by_file():
    context = an_import()
    context.count(table(), added=2)
    context.count(table(), changed=1)
    assert context.counts["lines"].written == 3
    assert context.wrote("units", "lines")
    assert not context.wrote("units")


def test_a_problem_is_one_short_line_whatever_the_file_holds():
    problem = Problem("units.csv", 2, "na\nme", "\x1b[2Jtwo\r\nlines" + "x" * 500, "Correct it.")
    line = str(problem)
    assert line.startswith("units.csv, row 2, column na me, “�[2Jtwo linesxxx")
    assert line.endswith("x…”: Correct it.")
    assert len(line) < 200
