"""What the engine may import and how it may add, held against its source."""

import ast
import doctest
import importlib
import sys
from pathlib import Path

import pytest

import scorecard.engine

ENGINE = Path(scorecard.engine.__file__).parent
FILES = sorted(ENGINE.rglob("*.py"))
MODULES = [path.stem for path in FILES if path.stem != "__init__"]
# Their order of addition changes with shape and memory order.
BANNED = {"sum", "mean", "average", "cumsum", "dot", "vdot", "inner", "einsum", "matmul",
          "tensordot", "nansum", "nanmean", "nancumsum", "reduce", "accumulate", "fsum",
          "trapezoid", "prod", "bincount", "std", "var"}  # fmt: skip
CLOCKS = {"now", "today", "utcnow", "time", "open", "print", "input"}


def banned_additions(source: str) -> list[str]:
    """Names of the calls and operators whose sums depend on the memory layout."""
    found = []
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.BinOp | ast.AugAssign) and isinstance(node.op, ast.MatMult):
            found.append("@")
        if isinstance(node, ast.Call):
            found += [called(node)] if called(node) in BANNED else []
    return found


def called(node: ast.Call) -> str:
    match node.func:
        case ast.Attribute(attr=name) | ast.Name(id=name):
            return name
    return ""


def imported(source: str) -> set[str]:
    """Dotted names of all that a module imports, at any depth."""
    names: set[str] = set()
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            names |= {alias.name for alias in node.names}
        if isinstance(node, ast.ImportFrom):
            names.add("." * node.level + (node.module or ""))
    return names


def is_pure(name: str) -> bool:
    root = name.partition(".")[0]
    return root in sys.stdlib_module_names | {"numpy"} or name.startswith("scorecard.engine")


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_engine_adds_in_a_fixed_order_only(path):
    assert banned_additions(path.read_text()) == []


@pytest.mark.parametrize(
    "line", ["x.sum(axis=0)", "np.add.reduce(x)", "sum(x)", "a @ b", "np.einsum('ij->i', x)"]
)
def test_the_ban_sees_a_sum_of_unfixed_order(line):
    assert banned_additions(f"import numpy as np\ny = {line}\n")


def test_the_ban_lets_the_fixed_order_pass():
    assert banned_additions("np.add.reduceat(x, starts, axis=0)") == []


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_engine_imports_only_the_standard_library_and_numpy(path):
    assert {name for name in imported(path.read_text()) if not is_pure(name)} == set()


@pytest.mark.parametrize(
    "line", ["from django.db import models", "import pandas", "from . import x"]
)
def test_an_impure_import_is_seen(line):
    assert any(not is_pure(name) for name in imported(f"def f():\n    {line}\n"))


@pytest.mark.parametrize("path", FILES, ids=lambda path: path.name)
def test_the_engine_reads_no_clock_and_does_no_input_or_output(path):
    calls = (node for node in ast.walk(ast.parse(path.read_text())) if isinstance(node, ast.Call))
    assert {called(node) for node in calls} & CLOCKS == set()


@pytest.mark.parametrize("module", MODULES)
def test_the_examples_in_the_docstrings_hold(module):
    assert doctest.testmod(importlib.import_module(f"scorecard.engine.{module}")).failed == 0


def test_all_public_names_exist():
    assert all(hasattr(scorecard.engine, name) for name in scorecard.engine.__all__)
