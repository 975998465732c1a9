"""How a unit stands among its sister units, in words."""

import pytest

from scorecard.selectors.sisters import Sister, finding


def rows(*numbers, own):
    """Return rows that stand in the order of their numbers; equal ones share a rank."""
    return [
        Sister("", "", "", number, numbers.index(number) + 1, place == own)
        for place, number in enumerate(numbers)
    ]


@pytest.mark.parametrize(
    ("own", "better", "words"),
    [
        (0, "up", "Best of 6 sister units"),
        (1, "up", "Second best of 6 sister units"),
        (2, "down", "Third best of 6 sister units"),
        (3, "up", "Number 4 of 6 sister units, the best first"),
        (5, "up", "Last of 6 sister units"),
        (5, "", "Number 6 of 6 sister units, the highest first"),
        (None, "up", "Not among the 6 sister units that reported"),
    ],
)
def test_the_finding_says_the_place(own, better, words):
    assert finding(rows(9, 8, 7, 6, 5, 4, own=own), better) == words


@pytest.mark.parametrize(
    ("numbers", "better", "words"),
    [
        ((9, 8, 8, 7, 7), "up", "Shares place 2 of 5 sister units, the best first"),
        ((9, 8, 8, 7, 7), "", "Shares place 2 of 5 sister units, the highest first"),
        ((8, 8, 8, 8, 8), "up", "All 5 sister units stand alike"),
    ],
)
def test_who_stands_like_others_shares_the_place(numbers, better, words):
    assert finding(rows(*numbers, own=1), better) == words
