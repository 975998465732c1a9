import csv
import io
import json

import pytest
from django.core.management import CommandError, call_command

from scorecard.services.rollup.full import rebuild
from tests.factories import make_entry, make_kpi, make_line, make_objective, make_reporter

pytestmark = pytest.mark.django_db

RESULTS = "unit,kpi,period,value,coverage,reported,expected,goal,red_flag,score,status"
SCORES = (
    "unit,node_kind,node,period,score,status,score_coverage,red,amber,green,no_data,"
    "insufficient,worst,not_scored,status_uncapped"
)


@pytest.fixture
def fuel(units):
    kpi = make_kpi("FUEL")
    make_line(make_objective("READY", unit=units.hq), kpi)
    make_reporter(units.mara, kpi, "2026-01", "2026-02")
    make_entry(units.mara, kpi, "2026-01", "10.50")
    rebuild()
    return kpi


def run(capsys, *arguments):
    call_command(*arguments)
    return capsys.readouterr()


def test_stdout_carries_csv_and_nothing_else(fuel, capsys):
    written = run(capsys, "export_results", "--unit", "MARA")
    assert written.out == (
        f"{RESULTS}\n"
        "MARA,FUEL,2026-01,10.5,1,1,1,,,,not_scored\n"
        "MARA,FUEL,2026-02,,0,0,1,,,,no_data\n"
    )
    assert written.err == ""


def test_json_is_a_list_of_objects_with_null_for_none(fuel, capsys):
    written = run(capsys, "export_results", "--unit=MARA", "--to=2026-01", "--format=json")
    assert json.loads(written.out) == [
        {
            "unit": "MARA",
            "kpi": "FUEL",
            "period": "2026-01",
            "value": 10.5,
            "coverage": 1,
            "reported": 1,
            "expected": 1,
            "goal": None,
            "red_flag": None,
            "score": None,
            "status": "not_scored",
        }
    ]


def test_scores_have_their_columns(fuel, capsys):
    header, *lines = run(capsys, "export_scores", "--unit", "HQ").out.splitlines()
    assert header == SCORES
    assert lines[0] == "HQ,scorecard,HQ,2026-01,,not_scored,,0,0,0,0,0,,1,not_scored"


@pytest.mark.parametrize("command", ["export_results", "export_scores"])
def test_a_subtree_and_all_units(fuel, capsys, command):
    def units(*arguments):
        rows = csv.DictReader(io.StringIO(run(capsys, command, *arguments).out))
        return {row["unit"] for row in rows}

    assert units("--unit", "CMD") == {"CMD"}
    assert units("--unit", "CMD", "--subtree") == {"CMD", "MARA"}
    assert units() == {"HQ", "CMD", "MARA"}


@pytest.mark.parametrize(
    ("view", "periods"),
    [
        ("base", ["2026-01", "2026-02"]),
        ("quarter", ["2026-Q1"]),
        ("year", ["FY2026"]),
        ("ytd", ["2026-01", "2026-02"]),
        ("rolling12", ["2026-01", "2026-02"]),
    ],
)
@pytest.mark.parametrize("command", ["export_results", "export_scores"])
def test_every_view_prints_its_own_periods(fuel, capsys, command, view, periods):
    written = run(capsys, command, "--unit", "MARA", "--view", view)
    rows = list(csv.DictReader(io.StringIO(written.out)))
    assert sorted({row["period"] for row in rows}) == periods


def test_from_and_to_keep_what_lies_wholly_between(fuel, capsys):
    def lines(*arguments):
        return run(capsys, "export_results", "--unit", "MARA", *arguments).out.splitlines()[1:]

    assert len(lines("--from", "2026-02")) == 1
    assert len(lines("--from", "FY2026", "--to", "2026-Q1")) == 2
    assert lines("--view", "quarter", "--from", "2026-02") == []


def test_one_kpi_may_be_chosen(units, fuel, capsys):
    other = make_kpi("AMMO")
    make_reporter(units.mara, other, "2026-01", "2026-01")
    rebuild()
    lines = run(capsys, "export_results", "--unit=MARA", "--kpi=AMMO").out.splitlines()
    assert lines[1:] == ["MARA,AMMO,2026-01,,0,0,1,,,,no_data"]


def test_a_file_holds_the_same_as_stdout(fuel, capsys, tmp_path):
    place = tmp_path / "results.csv"
    written = run(capsys, "export_results", "--output", str(place))
    assert written.out == ""
    assert place.read_bytes().decode() == run(capsys, "export_results").out
    assert b"\r" not in place.read_bytes()


@pytest.mark.parametrize(
    ("arguments", "words", "code"),
    [
        (["--unit", "MARS"], "no unit with the code “MARS”", 1),
        (["--kpi", "NONE"], "no KPI with the code “NONE”", 1),
        (["--output", "/nowhere/results.csv"], "cannot be written", 1),
        (["--from", "yesterday"], "“yesterday” is not a period", 2),
        (["--to", "2026-13"], "“2026-13” is not a period", 2),
    ],
)
def test_what_cannot_be_done_is_refused_with_a_sentence(fuel, capsys, arguments, words, code):
    with pytest.raises(CommandError, match=words) as refused:
        call_command("export_results", *arguments)
    assert refused.value.returncode == code
    assert capsys.readouterr().out == ""
