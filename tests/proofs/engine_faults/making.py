"""Make a fault in a copy of the product, and see whether the tests that it names notice it.

The working tree is never touched: a fault is an exact piece of text that stands once in a file of
the copy, replaced by another one.
"""

import ast
import contextlib
import os
import re
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parents[3]
ENGINE, ROLLUP = "scorecard/engine", "scorecard/services/rollup"
# What the tests of the calculation need; the environment is found by the interpreter itself.
LEFT_OUT = shutil.ignore_patterns(
    ".*", "__pycache__", "docs", "static", "var", "node_modules", "*.sqlite3*"
)
FAILED = re.compile(r"^FAILED (\S+?)(?:\[| - |$)", re.MULTILINE)
SECONDS = 300


@dataclass(frozen=True)
class Change:
    """A piece of text of a file, which stands there once, and what it becomes."""

    file: str
    old: str
    new: str

    def applied(self, text: str) -> str:
        """Return the text of the file with the change made."""
        if (found := text.count(self.old)) != 1:
            message = f"{self.file} holds this {found} times, not once: {self.old}"
            raise ValueError(message)
        return text.replace(self.old, self.new)


@dataclass(frozen=True)
class Fault:
    """A mistake somebody might make, in words, and who must notice it: `file::test`."""

    words: str
    changes: tuple[Change, ...]
    tests: tuple[str, ...]


def engine(words: str, file: str, old: str, new: str, *tests: str) -> Fault:
    """Return a fault in one place of the engine; its tests are named `file::test` beside it."""
    named = tuple(f"tests/{ENGINE}/test_{test}" for test in tests)
    return Fault(words, (Change(f"{ENGINE}/{file}.py", old, new),), named)


def rollup(words: str, file: str, old: str, new: str, *tests: str) -> Fault:
    """Return a fault in one place of the bridge between rows and engine."""
    return Fault(words, (Change(f"{ROLLUP}/{file}.py", old, new),), rollup_tests(*tests))


def rollup_tests(*tests: str) -> tuple[str, ...]:
    """Name tests of the bridge in full."""
    return tuple(f"tests/{ROLLUP}/test_{test}" for test in tests)


def missing_tests(fault: Fault, root: Path = ROOT) -> list[str]:
    """Return the tests that a fault names and that are not there."""
    missing = []
    for test in fault.tests:
        file, _, name = test.partition("::")
        module = ast.parse((root / file).read_text())
        if name not in {node.name for node in module.body if isinstance(node, ast.FunctionDef)}:
            missing.append(test)
    return missing


@contextlib.contextmanager
def copied() -> Iterator[Path]:
    """Lend a copy of the product."""
    with tempfile.TemporaryDirectory(prefix="osm-faults-") as name:
        copy = Path(name) / "copy"
        shutil.copytree(ROOT, copy, ignore=LEFT_OUT)
        yield copy


@contextlib.contextmanager
def made(fault: Fault, copy: Path) -> Iterator[None]:
    """Let the copy have the fault meanwhile."""
    sound = {change.file: (copy / change.file).read_text() for change in fault.changes}
    changed = dict(sound)
    for change in fault.changes:
        changed[change.file] = change.applied(changed[change.file])
    try:
        for file, text in changed.items():
            (copy / file).write_text(text)
        yield
    finally:
        for file, text in sound.items():
            (copy / file).write_text(text)


def failing(copy: Path, tests: Sequence[str]) -> set[str]:
    """Run tests of the copy; return which of them fail, one that takes several cases as one.

    Raises
    ------
    RuntimeError
        Where they could not be run at all: that notices nothing.
    """
    command = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "--tb=no",
        "-rf",
        "--hypothesis-seed=0",
        *tests,
    ]
    # Compiled code is told by size and second of its source: a fault may share both.
    environment = {**os.environ, "PYTHONDONTWRITEBYTECODE": "1", "PYTHONPATH": str(copy)}
    done = subprocess.run(
        [*command, *tests],
        cwd=copy,
        env=environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    if done.returncode not in {0, 1} or " error" in done.stdout:
        raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
    return set(FAILED.findall(done.stdout))


def survives(fault: Fault, copy: Path) -> list[str]:
    """Return the tests that should have noticed the fault and did not."""
    with made(fault, copy):
        noticed = failing(copy, fault.tests)
    return [test for test in fault.tests if test not in noticed]
