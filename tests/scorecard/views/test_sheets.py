"""The tables of the pages as files, as a browser gets them."""

import csv
import io

import pytest

from tests.factories import make_explanation

WHERE = "unit=HQ&period=2026-10"


@pytest.fixture
def table(sign_in):
    """Return the rows of a table as a person gets it, above the notes; and the notes."""

    def get(person, path):
        answer = sign_in(person).get(path)
        assert answer.status_code == 200
        rows = list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))
        gap = rows.index([])
        return rows[:gap], [note for (note,) in rows[gap + 1 :]]

    return get


def column(rows, head):
    return [row[rows[0].index(head)] for row in rows[1:]]


def test_the_scorecard_has_a_row_for_each_perspective_objective_and_kpi(world, chief, table):
    rows, notes = table(chief, f"/tables/csv/scorecard/?{WHERE}")
    assert column(rows, "Code") == ["PROC", "REPAIR", "VEH", "STAFF"]
    assert column(rows, "Actual") == ["", "", "0.6", "25.0"]
    assert column(rows, "Status")[2:] == ["Off target", "On target"]
    assert column(rows, "In")[3] == "1"
    assert "Unit: Army HQ (HQ)" in notes
    assert "Period: October 2026" in notes
    assert "Figures in: 3 of 4" in notes


def test_the_units_have_their_scores_the_unit_itself_first(world, units, chief, table):
    rows, _notes = table(chief, f"/tables/csv/units/?unit={units.command.code}&period=2026-10")
    assert column(rows, "Code")[0] == "CMD"
    assert set(column(rows, "Code")) == {"CMD", "MARA", "NILS"}
    assert "Repair faster" in rows[0]


def test_the_course_of_a_kpi_has_the_latest_period_first(world, chief, table):
    rows, notes = table(chief, f"/tables/csv/kpis/VEH/?{WHERE}")
    assert column(rows, "Period")[:2] == ["October 2026", "September 2026"]
    assert column(rows, "Actual")[:2] == ["0.6", "0.8"]
    assert notes[0] == "Vehicle availability (%)"
    assert column(rows, "What happened") == [""] * (len(rows) - 1)


def test_the_course_of_a_kpi_tells_what_happened_in_each_period(world, units, chief, table):
    make_explanation(units.hq, world.vehicles, "2026-09", chief, happened="=No brakes")
    rows, _notes = table(chief, f"/tables/csv/kpis/VEH/?{WHERE}")
    assert column(rows, "What happened")[:2] == ["", "In the owner’s words: =No brakes"]


def test_the_units_of_a_kpi_say_who_has_not_reported(world, units, chief, table):
    rows, _notes = table(
        chief, f"/tables/csv/kpi-units/STAFF/?unit={units.command.code}&{WHERE[8:]}"
    )
    assert column(rows, "Unit")[0] == "4th Mechanised Brigade"
    assert column(rows, "Actual") == ["", "25.0"]


def test_as_of_a_moment_the_file_says_so(world, chief, table):
    _rows, notes = table(chief, f"/tables/csv/scorecard/?{WHERE}&as_of=2026-11-11")
    assert "As known on 2026-11-11" in notes


def test_above_ones_own_unit_nothing_is_said_of_what_is_below(world, mara, sign_in, table):
    rows, notes = table(mara, f"/tables/csv/scorecard/?{WHERE}")
    assert "In" not in rows[0]
    assert not [note for note in notes if note.startswith("Figures in")]
    assert "In" not in table(mara, f"/tables/csv/kpis/VEH/?{WHERE}")[0][0]
    for path in ("units/", "kpi-units/VEH/"):
        assert sign_in(mara).get(f"/tables/csv/{path}?{WHERE}").status_code == 404


@pytest.mark.parametrize("path", ["scorecard/", "units/", "kpis/VEH/", "kpi-units/VEH/"])
def test_a_workbook_comes_as_one_and_nothing_else_comes(world, chief, sign_in, path):
    answer = sign_in(chief).get(f"/tables/xlsx/{path}?{WHERE}")
    assert answer["Content-Type"].endswith("spreadsheetml.sheet")
    assert answer["Content-Disposition"].endswith('.xlsx"')
    assert answer.content.startswith(b"PK")
    assert sign_in(chief).get(f"/tables/exe/{path}?{WHERE}").status_code == 404


@pytest.mark.parametrize("page", ["/scorecard/", "/units/", "/kpis/VEH/"])
def test_each_page_leads_to_its_files_with_what_it_shows(world, chief, read, page):
    found = read(chief, f"{page}?{WHERE}")
    assert "/tables/xlsx/" in found
    assert "?unit=HQ&amp;period=2026-10" in found


def test_the_parts_of_a_figure_and_the_steps_to_its_score_are_in_one_file(world, chief, table):
    rows, notes = table(chief, f"/tables/csv/why-kpi/VEH/?{WHERE}")
    kinds = column(rows, "Kind")
    assert kinds == sorted(kinds, key=["Part", "Figure", "Score"].index)
    assert set(kinds) == {"Part", "Figure", "Score"}
    figure = rows[1 + kinds.index("Figure")]
    points = [float(row[4]) for row in rows[1:] if row[0] == "Part" and row[4]]
    assert sum(points) == pytest.approx(float(figure[4])) == pytest.approx(0.6)
    assert notes[0] == "Vehicle availability"


def test_what_makes_a_score_ends_with_the_score_itself(world, chief, table):
    rows, _notes = table(chief, f"/tables/csv/why-objective/REPAIR/?{WHERE}")
    assert column(rows, "Code") == ["STAFF", "VEH", ""]
    contributed = [float(number) for number in column(rows, "Contributes")]
    assert sum(contributed[:-1]) == pytest.approx(contributed[-1])


def test_the_parts_of_a_miss_add_up_to_it(world, chief, table):
    rows, _notes = table(chief, f"/tables/csv/misses/VEH/?{WHERE}")
    contributed = [float(number) for number in column(rows, "Contributes") if number]
    assert sum(contributed[:-1]) == pytest.approx(contributed[-1])
    assert column(rows, "Of the miss")[-1] == "1.0"


def test_a_kpi_on_target_has_no_file_of_its_miss(world, chief, sign_in):
    answer = sign_in(chief).get(f"/tables/csv/misses/STAFF/?{WHERE}")
    assert answer.status_code == 404


def test_a_forecast_that_cannot_be_made_says_why(world, chief, table):
    rows, notes = table(chief, f"/tables/csv/forecasts/VEH/?{WHERE}")
    assert rows == [["Period", "Forecast", "At least", "At most"]]
    assert notes[0] == "Vehicle availability"


def test_the_steps_from_target_to_actual_add_up(world, units, chief, table):
    rows, notes = table(chief, f"/tables/csv/waterfalls/VEH/?unit={units.command.code}&{WHERE[8:]}")
    assert column(rows, "Unit")[0] == "Target"
    assert column(rows, "Unit")[-1] == "Actual"
    target, *steps, actual = (float(cell) for cell in ("0.8", *column(rows, "Adds")[1:-1], "0.6"))
    assert target + sum(steps) == pytest.approx(actual)
    assert notes[0] == "Vehicle availability"


@pytest.mark.parametrize("who", ["chief", "mara"])
def test_where_there_are_no_steps_there_is_no_file_of_them(world, request, sign_in, who):
    where = {"chief": "unit=MARA&period=2026-10", "mara": WHERE}[who]
    client = sign_in(request.getfixturevalue(who))
    assert client.get(f"/tables/csv/waterfalls/VEH/?{where}").status_code == 404
