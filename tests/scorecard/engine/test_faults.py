"""The net under the calculation: faults made on purpose. All of them: `make proof N=29`."""

import pytest

from tests.proofs.engine_faults.making import (
    ROOT,
    Change,
    copied,
    engine,
    made,
    missing_tests,
    survives,
)
from tests.proofs.n29_engine_faults import FAULTS

FEWEST = 25
# One of the units, one of time, one of scores, one of rows; each is gone in seconds.
ALWAYS_MADE = (
    "a missing child is read as zero",
    "targets are added where the time rule is last",
    "a goal that is met exactly is not green",
    "a moved unit hangs where it hangs today",
)
pytestmark = pytest.mark.once


def words_of(fault):
    return fault.words


def test_there_are_many_faults_and_each_is_another_one():
    assert len(FAULTS) >= FEWEST
    assert len({fault.words for fault in FAULTS}) == len(FAULTS)
    assert len({fault.changes for fault in FAULTS}) == len(FAULTS)


@pytest.mark.parametrize("fault", FAULTS, ids=words_of)
def test_a_fault_can_still_be_made_and_names_tests_that_there_are(fault):
    for change in fault.changes:
        text = (ROOT / change.file).read_text()
        assert change.applied(text) != text
        compile(change.applied(text), change.file, "exec")
    assert fault.tests
    assert missing_tests(fault) == []


@pytest.fixture(scope="module")
def copy():
    with copied() as place:
        yield place


@pytest.mark.slow
@pytest.mark.parametrize("words", ALWAYS_MADE)
def test_a_fault_in_the_calculation_is_caught(copy, words):
    (fault,) = (fault for fault in FAULTS if fault.words == words)
    assert survives(fault, copy) == []


@pytest.mark.slow
def test_a_fault_that_no_test_notices_is_told(copy):
    test = "scores.py::test_a_score_is_clamped_at_0_and_100_only"
    harmless = engine("nothing is wrong", "scores", "FULL = 100.0", "FULL = 200 / 2", test)
    assert survives(harmless, copy) == list(harmless.tests)


@pytest.mark.slow
def test_a_fault_that_nothing_runs_with_is_no_fault(copy):
    broken = engine("broken", "scores", "FULL = 100.0", "FULL =", "scores.py::test_x")
    with pytest.raises(RuntimeError):
        survives(broken, copy)


def test_a_text_that_stands_there_twice_or_never_is_refused():
    with pytest.raises(ValueError, match="2 times, not once"):
        Change("some.py", "a", "b").applied("a a")
    with pytest.raises(ValueError, match="0 times, not once"):
        Change("some.py", "a", "b").applied("c")


def test_the_copy_is_sound_again_afterwards(tmp_path):
    fault = engine("any", "scores", "FULL = 100.0", "FULL = 99.0", "scores.py::test_x")
    file = tmp_path / fault.changes[0].file
    file.parent.mkdir(parents=True)
    file.write_text("FULL = 100.0\n")
    with made(fault, tmp_path):
        assert file.read_text() == "FULL = 99.0\n"
    assert file.read_text() == "FULL = 100.0\n"
