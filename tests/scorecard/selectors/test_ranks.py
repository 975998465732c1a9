"""The places of rows that stand in order."""

import pytest

from scorecard.selectors.ranks import ranks


@pytest.mark.parametrize(
    ("values", "expected"),
    [
        ([], []),
        ([None], [None]),
        ([40, 40, 70, None], [1, 1, 3, None]),
        ([3, 2, 2, 2, 1], [1, 2, 2, 2, 5]),
    ],
)
def test_equal_values_share_a_rank_and_leave_out_those_after_it(values, expected):
    assert ranks(values) == expected
