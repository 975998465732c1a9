import pytest

from core.paper.axes import axis

pytestmark = pytest.mark.once


def test_names_stand_side_by_side_in_the_order_in_which_they_come():
    found = axis({}, ["Sep", "Oct", "Sep"], 0, 100)
    assert (found.at("Sep"), found.at("Oct")) == (25, 75)
    assert [word for _place, word in found.ticks] == ["Sep", "Oct"]


def test_what_is_unknown_lies_nowhere():
    found = axis({}, [1.0, None, 3.0], 0, 100)
    assert found.at(None) is None
    assert found.at("Oct") is None


def test_bars_begin_at_zero_and_lines_need_not():
    assert axis({"rangemode": "tozero"}, [80.0, 90.0], 0, 100).at(0.0) == 0
    assert axis({}, [80.0, 90.0], 0, 100).low > 70


@pytest.mark.parametrize("values", [[], [5.0], [0.0, 0.0]])
def test_one_value_or_none_still_makes_an_axis(values):
    found = axis({}, values, 0, 100)
    assert found.low < found.high
    assert len(found.ticks) <= 12


@pytest.mark.parametrize("top", [0.013, 0.9, 7.0, 95.0, 88_400.0, 3e9])
def test_a_scale_has_few_round_numbers(top):
    words = [word for _value, word in axis({}, [0.0, top], 0, 100).ticks]
    assert 3 <= len(set(words)) == len(words) <= 6


def test_what_lies_below_zero_has_a_true_minus():
    assert "−4" in [word for _value, word in axis({}, [-4.6, 0.0], 0, 100).ticks]


def test_where_many_names_stand_the_newest_is_among_those_written():
    names = [f"M{number}" for number in range(36)]
    words = [word for _place, word in axis({}, names, 0, 900).ticks]
    assert len(words) <= 13
    assert words[-1] == "M35"


def test_the_words_of_a_chart_stand_where_it_puts_them():
    found = axis({"tickvals": [0, 1], "ticktext": ["A", "B"], "range": [1.5, -0.5]}, [0, 1], 0, 100)
    assert [(found.at(place), word) for place, word in found.ticks] == [(75, "A"), (25, "B")]
