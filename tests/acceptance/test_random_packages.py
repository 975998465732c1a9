"""What is exported of a random organisation is what a slow second opinion makes of its files."""

import os
from dataclasses import replace
from fractions import Fraction

import pytest
from django.core.management import call_command

from tests.acceptance.conftest import exported
from tests.acceptance.random_files import LENGTHS
from tests.acceptance.random_packages import TODAY, YEARS, Organisation
from tests.scorecard.engine import second_opinion as opinion
from tests.scorecard.engine import second_opinion_scorecard as judge

SEEDS = range(int(os.environ.get("OSM_SEEDS", "4")))
VIEWS = ("base", "quarter", "year", "ytd", "rolling12")
CUTS = Fraction(70), Fraction(85)
WORDS = ("green", "amber", "red", "no_data", "insufficient", "not_scored")


@pytest.fixture
def today(time_machine):
    time_machine.move_to(f"{TODAY} 08:00Z", tick=False)


@pytest.mark.parametrize("seed", SEEDS)
def test_exported_results_agree_in_every_view(db, today, tmp_path, seed):
    organisation = Organisation(seed)
    call_command("import_package", str(organisation.write(tmp_path / "package")))
    call_command("drain")
    wrong = {}
    for view in VIEWS:
        found = {
            (line["unit"], line["kpi"], line["period"]): line
            for line in exported("export_results", view=view)
        }
        expected = dict(expected_lines(organisation, view))
        assert found.keys() == expected.keys(), view
        for cell, (line, kpi) in expected.items():
            if differing := differences(found[cell], line, kpi):
                wrong[view, cell] = differing
    assert wrong == {}


@pytest.mark.parametrize("seed", SEEDS)
def test_exports_as_of_now_are_those_of_what_is_stored(db, today, tmp_path, seed):
    call_command("import_package", str(Organisation(seed).write(tmp_path / "package")))
    call_command("drain")
    for command in ("export_results", "export_scores"):
        for view in VIEWS:
            assert exported(command, view=view, as_of=TODAY.isoformat()) == exported(
                command, view=view
            ), (command, view)


def expected_lines(organisation, view):
    for kpi in organisation.kpis:
        for name, columns, rest, own in shown(organisation, kpi, view):
            for unit, code in enumerate(organisation.codes):
                line = opinion.line(kpi.world, kpi.rule, kpi.time_rule, unit, columns, rest)
                if view == "base":
                    # A cell shows its target also where nothing came in.
                    goal, red = opinion.target(kpi.world, kpi.rule, unit, *columns)
                    line = replace(line, goal=goal, red=red)
                elif own:
                    line = with_own_target(line, kpi, unit, own)
                if line.due:
                    yield (code, kpi.code, name), (line, kpi)


def with_own_target(line, kpi, unit, own):
    """Let the unit's own target of the longer period take the place of the combined one."""
    if (unit, *own) not in kpi.longer:
        return line
    goal, red = kpi.longer[unit, *own]
    return replace(line, goal=goal, red=red)


def shown(organisation, kpi, view):
    """Yield name, base columns, rest of the year, and which explicit longer target counts."""
    calendar, length, per_year = organisation.calendar, LENGTHS[kpi.frequency], kpi.per_year
    wanted = {"base": length, "quarter": 3, "year": 12}.get(view)
    if wanted:
        size = wanted // length
        for place in range(12 * len(YEARS) // wanted) if size else ():
            own = (wanted, place) if size > 1 and calendar.last_day(wanted, place) < TODAY else None
            columns = list(range(place * size, (place + 1) * size))
            yield calendar.name(wanted, place), columns, [], own
        return
    for column in range(per_year * len(YEARS)):
        first = column // per_year * per_year if view == "ytd" else max(0, column + 1 - per_year)
        rest = list(range(column, (column // per_year + 1) * per_year))
        yield calendar.name(length, column), list(range(first, column + 1)), rest, None


def differences(found, line, kpi):
    score, status = scored(line, kpi)
    wanted = {
        "value": line.value,
        "goal": line.goal,
        "red_flag": line.red if kpi.scoring == "goal_red_flag" else None,
        "score": score,
        "coverage": Fraction(line.reported, line.expected) if line.expected else None,
    }
    wrong = [
        f"{name}: {found[name]!r} instead of {number and float(number)}"
        for name, number in wanted.items()
        if not agrees(found[name], number)
    ]
    counts = (found["reported"], found["expected"], found["status"])
    if counts != (str(line.reported), str(line.expected), WORDS[status]):
        wrong.append(f"{counts} instead of {line.reported}, {line.expected}, {WORDS[status]}")
    return wrong


def scored(line, kpi):
    """Return score and status of a line as the KPI is scored."""
    share = Fraction(line.held, line.expected) if line.expected else Fraction(1)
    if kpi.scoring == "goal_red_flag":
        status = judge.status(line.value, line.goal, line.red, share, kpi.min_coverage)
        return judge.score(line.value, line.goal, line.red, CUTS), status
    if kpi.scoring == "progress":
        score = judge.way(line.value, line.goal, line.red)
    else:
        score = judge.way(line.value, Fraction(1), Fraction(0))
    return score, judge.status_by_score(line.value, score, share, kpi.min_coverage, CUTS)


def agrees(text, number):
    if number is None or text == "":
        return number is None and text == ""
    return abs(Fraction(text) - number) <= Fraction(1, 10**9) * max(1, abs(number))
