"""What the pages say in words."""

import pytest

from scorecard.engine.types import Frequency, Status, UnitRule
from scorecard.selectors import sentences


def plain(text):
    return text.replace("\N{NO-BREAK SPACE}", " ")


@pytest.mark.parametrize(
    ("score", "before", "text"),
    [
        (None, 70, "No score in October."),
        (77, None, "77 of 100 in October."),
        (77, 77, "77 of 100 in October, as in September."),
        (77, 75, "77 of 100 in October, up 2 since September."),
        (77, 79, "77 of 100 in October, down 2 since September."),
    ],
)
def test_a_score_says_how_it_moved(score, before, text):
    assert sentences.score_sentence(score, before, "October", "September") == text


@pytest.mark.parametrize(
    ("value", "target", "text"),
    [
        (0.68, 0.82, "October is 68 %, 14 points under target"),
        (0.9, 0.82, "October is 90 %, 8 points over target"),
        (0.82, 0.82, "October is 82 %, on its target"),
        (0.82, None, "October is 82 %, without a target to hold it against"),
        (None, 0.82, "October has no figure yet"),
    ],
)
def test_a_finding_is_a_whole_sentence_for_every_case(value, target, text):
    assert plain(sentences.finding("October", value, target, "%")) == text


def test_a_difference_is_written_with_the_decimals_of_the_kpi():
    assert plain(sentences.size(-0.0899, "%", 0)) == "9 points"
    assert plain(sentences.size(0.01, "%", 0)) == "1 point"
    assert sentences.size(0.0004, "%", 0) == ""


@pytest.mark.parametrize(
    ("change", "text"),
    [
        (None, ""),
        (0.0, "No change since September"),
        (-3, "Down 3 days since September"),
        (3, "Up 3 days since September"),
    ],
)
def test_a_change_says_its_direction(change, text):
    assert plain(sentences.change_sentence(change, "days", "September")) == text


@pytest.mark.parametrize(
    ("status", "words"),
    [
        (Status.RED, "is critical and off target"),
        (Status.NO_DATA, "is critical and has no data"),
        (Status.INSUFFICIENT, "too few units reported it"),
        (Status.GREEN, "holds the status down"),
    ],
)
def test_a_cap_names_the_child_and_its_cause(status, words):
    note = sentences.cap_note("Spares", status)
    assert note.startswith("Capped: Spares")
    assert words in note


def test_only_a_green_speaks_of_the_reds_below_it():
    assert sentences.reds_note(Status.GREEN, 1) == "1 red under this green."
    assert sentences.reds_note(Status.GREEN, 3) == "3 reds under this green."
    assert sentences.reds_note(Status.GREEN, 0) == ""
    assert sentences.reds_note(Status.AMBER, 3) == ""


def test_units_below_are_off_target_or_missing_or_neither():
    assert sentences.parts_finding(1, 2) == "1 unit below is off target"
    assert sentences.parts_finding(0, 2) == "2 units below have not reported"
    assert sentences.parts_finding(0, 0) == "No unit below is off target"


def test_a_history_says_how_many_periods_it_shows():
    assert sentences.history_head(13, Frequency.MONTHLY) == "13 months"
    assert sentences.history_head(1, Frequency.QUARTERLY) == "1 quarter"
    assert sentences.history_head(5, Frequency.YEARLY) == "5 years"


R, A, G, N = Status.RED, Status.AMBER, Status.GREEN, Status.NO_DATA


@pytest.mark.parametrize(
    ("statuses", "words"),
    [
        ([R, G, G], "U0 is off target"),
        ([R, R, G], "U0 and U1 are off target"),
        ([R, R, R, G], "3 of 4 units are off target"),
        ([A, G], "No unit is off target, 1 is at risk"),
        ([A, A, N], "2 units are at risk"),
        ([G, N], "Every unit that is scored is on target"),
        ([N, None], "No unit can be scored yet"),
        ([], "No unit can be scored yet"),
    ],
)
def test_the_finding_of_the_units_is_the_worst_that_is_true(statuses, words):
    units = [(f"U{place}", status) for place, status in enumerate(statuses)]
    assert sentences.units_finding(units) == words


@pytest.mark.parametrize(
    ("few", "share", "words"),
    [
        (1, 0.718, "1 of 9 units explains 72 % of the miss"),
        (2, 0.51, "2 of 9 units explain 51 % of the miss"),
        (2, 1.3, "2 of 9 units explain the whole miss"),
        (0, 0.0, "The units below do not explain the miss"),
    ],
)
def test_a_miss_says_how_few_carry_how_much(few, share, words):
    found = sentences.causes_finding(few, 9, share)
    assert found.replace("\N{NO-BREAK SPACE}", " ") == words


def test_every_rule_says_how_its_miss_is_split():
    assert len({sentences.split_rule(rule) for rule in UnitRule}) == 4
