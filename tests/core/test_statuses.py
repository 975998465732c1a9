import enum

import pytest

from core.statuses import LOOKS, look


class Status(enum.IntEnum):
    GREEN = 0

    @property
    def word(self):
        return "green"


def test_no_two_statuses_share_a_shape():
    assert len({each.symbol for each in LOOKS.values()}) == len(LOOKS) == 6


def test_a_status_knows_its_own_word():
    assert look(Status.GREEN) is LOOKS["green"]


def test_an_unknown_value_is_no_data_but_an_unknown_word_is_an_error():
    assert look(None) is LOOKS["no_data"]
    with pytest.raises(KeyError):
        look("purple")
