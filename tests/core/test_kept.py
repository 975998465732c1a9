"""What is kept is made once, by few at a time, whoever wants it."""

import time
from concurrent.futures import ThreadPoolExecutor
from itertools import count
from types import SimpleNamespace

import pytest

from core.kept import MOST_MAKING, kept

pytestmark = pytest.mark.usefixtures("pages_are_kept")

REQUEST = SimpleNamespace(state=("release", 1))
MANY = 8


class Maker:
    """Takes its time, and counts who makes."""

    def __init__(self):
        self.made, self.at_once, self.most = count(), 0, 0

    def __call__(self):
        self.at_once += 1
        self.most = max(self.most, self.at_once)
        time.sleep(0.02)
        self.at_once -= 1
        return next(self.made)


def test_what_is_made_is_kept_also_where_it_is_none():
    made = count()

    def nothing():
        next(made)

    assert kept(REQUEST, "nothing", nothing) is None
    assert kept(REQUEST, "nothing", nothing) is None
    assert next(made) == 1


def test_another_state_and_another_name_are_made_anew():
    made = count()
    other = SimpleNamespace(state=("release", 2))
    asked = [(REQUEST, "a"), (REQUEST, "b"), (other, "a"), (REQUEST, "a")]
    assert [kept(*each, made.__next__) for each in asked] == [0, 1, 2, 0]


def test_nothing_is_kept_where_nobody_read_the_state():
    made = count()
    assert [kept(SimpleNamespace(), "a", made.__next__) for _ in range(2)] == [0, 1]


def test_many_who_want_the_same_have_it_made_once():
    make = Maker()
    with ThreadPoolExecutor(MANY) as crowd:
        found = list(crowd.map(lambda _: kept(REQUEST, "same", make), range(MANY)))
    assert found == [0] * MANY


def test_few_make_something_at_once():
    make = Maker()
    with ThreadPoolExecutor(MANY) as crowd:
        found = list(crowd.map(lambda number: kept(REQUEST, number, make), range(MANY)))
    assert sorted(found) == list(range(MANY))
    assert make.most == MOST_MAKING


def test_what_is_made_of_things_that_are_kept_waits_for_nobody():
    def outer(number):
        return kept(REQUEST, ("outer", number), lambda: kept(REQUEST, "inner", lambda: number))

    with ThreadPoolExecutor(MANY) as crowd:
        found = list(crowd.map(outer, range(MANY)))
    assert set(found) <= set(range(MANY))


def test_what_fails_is_not_kept_and_lets_the_next_one_try():
    def fail():
        raise LookupError

    for _ in range(MOST_MAKING + 1):
        with pytest.raises(LookupError):
            kept(REQUEST, "failing", fail)
    assert kept(REQUEST, "failing", lambda: "made") == "made"
