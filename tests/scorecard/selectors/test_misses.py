"""The parts of a miss in short."""

import pytest

from scorecard.selectors.misses import MissPart, together


def part(name, points):
    return MissPart(name, "unit=X", 1.0, 2.0, points, points / -10, is_cause=True, is_out=False)


def test_several_parts_together_are_their_sum_and_no_cause():
    found = together([part("A", -3.0), part("B", 1.0), part("C", -0.5)])
    assert (found.name, found.points) == ("3 others, together", -2.5)
    assert found.share == pytest.approx(0.25)
    assert not found.is_cause
    assert found.query == ""
