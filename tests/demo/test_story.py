import datetime as dt
import filecmp

import pytest

from demo.story import generate, write_package
from tests.demo.second_reading import Reading

MONTH, QUARTER = "2026-10", "2026-Q3"


def test_the_same_seed_and_month_write_the_same_bytes(demo, tmp_path):
    write_package(demo, tmp_path / "first")
    write_package(generate(1, MONTH), tmp_path / "second")
    names = sorted(path.name for path in (tmp_path / "first").iterdir())
    same, _different, _missing = filecmp.cmpfiles(
        tmp_path / "first", tmp_path / "second", names, shallow=False
    )
    assert len(names) == 13
    assert sorted(same) == names


def test_another_seed_tells_the_same_story_with_other_figures(reading):
    other = Reading(generate(2, MONTH).tables)
    assert other.rows["values"] != reading.rows["values"]
    assert other.value("VEH_AVAIL", MONTH) == pytest.approx(0.68, abs=0.005)


def test_there_are_about_150_000_values(demo):
    assert 145_000 <= len(demo.tables["values"].rows) <= 158_000


@pytest.mark.parametrize(
    ("kpi", "period", "least", "most"),
    [
        ("VEH_AVAIL", "2026-10", 0.675, 0.685),
        ("VEH_AVAIL", "2026-07", 0.77, 0.79),
        ("VEH_AVAIL", "2025-10", 0.79, 0.81),
        ("SPARES_OUT", "2026-10", 210, 214),
        ("READY_UNITS", "2026-10", 0.705, 0.715),
        ("READY_UNITS", "2026-07", 0.77, 0.79),
        ("CRIT_POSTS", "2026-10", 0.805, 0.815),
        ("MECHANICS", "2026-10", 0.735, 0.745),
        ("COST_GROWTH", "2026-10", 0.0605, 0.0615),
        ("REPAIR_DAYS", "2026-10", 20.9, 21.1),
        ("LONGEST_WAIT", "2026-10", 71, 71),
        ("AMMO_DAYS", "2026-10", 28, 28),
        ("CLIMATE", "2026-10", 7.05, 7.15),
        ("INJURY_DAYS", "2026-10", 37.5, 38.5),
        ("PUBLIC_TRUST", "2026-Q3", 0.74, 0.74),
        ("LEADERSHIP", "2026-Q3", 7.35, 7.45),
        ("STRENGTH", "2026-10", 88_000, 88_800),
    ],
)
def test_the_army_stands_where_the_story_says(reading, kpi, period, least, most):
    assert least <= reading.value(kpi, period) <= most


def test_three_objectives_are_red_five_amber_six_green_and_one_is_not_scored(reading):
    scores = reading.objective_scores(MONTH, QUARTER)
    words = {code: _word(score) for code, score in scores.items()}
    assert {code for code, word in words.items() if word == "red"} == {"READY", "REPAIR", "POSTS"}
    assert [code for code, word in words.items() if word == "none"] == ["DIGITAL"]
    assert sorted(words.values()) == ["amber"] * 5 + ["green"] * 6 + ["none"] + ["red"] * 3


def test_the_army_scores_77_and_two_less_than_the_month_before(reading):
    now = reading.scorecard_score(MONTH, QUARTER)
    before = reading.scorecard_score("2026-09", QUARTER)
    assert 76 <= now <= 78
    assert -3 <= now - before <= -1


def test_eastern_field_stands_worst_then_northern_field(reading):
    commands = reading.children["HQ"]
    scores = {code: reading.scorecard_score(MONTH, QUARTER, code) for code in commands}
    assert sorted(scores, key=scores.get)[:2] == ["EFC", "NFC"]
    assert scores["EFC"] < 70
    assert all(score > 75 for code, score in scores.items() if code not in {"EFC", "NFC"})


def test_eastern_field_has_the_fewest_vehicles_fit(reading):
    assert reading.value("VEH_AVAIL", MONTH, "EFC") == pytest.approx(0.54, abs=0.02)
    assert reading.value("VEH_AVAIL", MONTH, "NFC") == pytest.approx(0.61, abs=0.02)
    assert reading.value("VEH_AVAIL", MONTH, "SOC") > 0.85


@pytest.mark.parametrize(
    ("last", "start", "year_before"),
    [("2026-03", "2025-12", "2025-03"), ("2025-12", "2025-09", "2024-12")],
)
def test_the_fall_begins_three_months_before_the_last_one(last, start, year_before):
    reading = Reading(generate(1, last).tables)
    assert reading.value("VEH_AVAIL", last) == pytest.approx(0.68, abs=0.005)
    assert reading.value("VEH_AVAIL", start) == pytest.approx(0.78, abs=0.01)
    assert reading.value("VEH_AVAIL", year_before) == pytest.approx(0.80, abs=0.012)


@pytest.mark.parametrize("last", ["2026-02", "2026-07"])
def test_the_story_ends_on_the_same_figures_in_every_season(last):
    reading = Reading(generate(1, last).tables)
    assert reading.value("INJURY_DAYS", last) == pytest.approx(38, abs=0.5)
    assert reading.value("OVERTIME", last) == pytest.approx(9.1, abs=0.1)


def test_networks_recover_while_vehicles_fall(reading):
    assert reading.value("PATCHES", "2025-06") < 0.90
    assert reading.value("PATCHES", MONTH) > 0.965


def test_training_follows_the_season(reading):
    assert reading.value("TRAIN_DAYS", "2026-07") < 0.3 * reading.value("TRAIN_DAYS", "2026-10")


def test_no_date_of_the_past_lies_after_the_last_month(demo):
    reached = [m.done_on for m in demo.extra.milestones if m.done_on is not None]
    assert max(reached) <= dt.date(2026, 10, 31)


def test_a_text_that_is_no_month_is_refused():
    with pytest.raises(ValueError, match="'2026-13' is not a month"):
        generate(1, "2026-13")


def _word(score):
    if score is None:
        return "none"
    return "green" if score >= 85 - 1e-9 else "amber" if score >= 70 - 1e-9 else "red"
