"""No rule of the scoring contract is without a test that holds it."""

import ast
import tomllib
from functools import cache
from pathlib import Path

import pytest

TESTS = Path(__file__).resolve().parent.parent
RULES = tomllib.loads(Path(__file__).with_name("scoring_rules.toml").read_text(encoding="utf-8"))
ROWS = [
    pytest.param(tests, id=f"{section}: {rule}")
    for section, rules in RULES.items()
    for rule, tests in rules.items()
]


@cache
def names_in(file):
    """Return the names of the functions of a file below `tests/`; none where there is no file."""
    path = TESTS / file
    if not path.is_file():
        return set()
    nodes = ast.walk(ast.parse(path.read_text(encoding="utf-8")))
    return {node.name for node in nodes if isinstance(node, ast.FunctionDef)}


def missing(tests):
    """Return those of the tests, each ``file::name``, that are nowhere."""
    parts = [(each, *each.split("::")) for each in tests]
    return [each for each, file, name in parts if name not in names_in(file)]


@pytest.mark.once
@pytest.mark.parametrize("tests", ROWS)
def test_every_rule_has_its_tests(tests):
    assert tests
    assert missing(tests) == []


def test_the_net_catches_a_test_that_is_not_there():
    gone = "scorecard/engine/test_vectors.py::test_that_nobody_wrote"
    assert missing([gone, "nowhere.py::test_it"]) == [gone, "nowhere.py::test_it"]
