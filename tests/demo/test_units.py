from collections import Counter

import numpy as np


def test_there_are_thirteen_commands_and_300_units_below(reading):
    units = reading.rows["units"]
    assert len(units) == 314
    assert sum(row["kind"] == "command" for row in units) == 13
    assert [row["code"] for row in units if not row["parent"]] == ["HQ"]


def test_codes_and_names_are_unique(reading):
    for column in ("code", "name"):
        counts = Counter(row[column] for row in reading.rows["units"])
        assert [text for text, count in counts.items() if count > 1] == []


def test_every_parent_is_a_unit(reading):
    parents = {row["parent"] for row in reading.rows["units"]} - {""}
    assert parents <= set(reading.units)


def test_field_commands_reach_three_levels_below_hq(army):
    levels = army.levels
    deepest = {army.units[at].command for at in levels[3]}
    assert {"NFC", "SFC", "EFC", "RES"} <= deepest


def test_a_unit_opened_and_one_closed_within_the_story(reading):
    units = reading.rows["units"]
    assert [(r["code"], r["opened_on"]) for r in units if r["opened_on"]] == [
        ("AMD-UAS", "2025-08-01")
    ]
    assert [(r["code"], r["closed_on"]) for r in units if r["closed_on"]] == [
        ("MAT-DTW", "2025-12-31")
    ]


def test_the_soldiers_of_a_command_add_up(army):
    eastern = np.array([unit.command == "EFC" for unit in army.units])
    assert abs(army.strength[eastern].sum() - 13_100) < 30


def test_positions_count_the_children_of_each_parent(reading):
    for codes in reading.children.values():
        positions = [int(reading.units[code]["position"]) for code in codes]
        assert positions == list(range(1, len(codes) + 1))
