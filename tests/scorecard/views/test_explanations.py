"""The explanation of a figure, as a browser gets it: a page, and a part beside another page."""

import re

import pytest

from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_reporter,
    make_target,
)
from tests.scorecard.small import roll_up

PAGE = "/explain/kpis/VEH/?unit=CMD&period=2026-10"


def rows(page, region):
    """Return the rows of a table as lists of their cells' texts, without head."""
    table = page.split(f'aria-label="{region}"')[1].split("</table>")[0].split("<tbody>")[1]
    found = re.findall(r"<tr.*?</tr>", table)
    cells = [re.findall(r"<t[hd].*?</t[hd]>", row) for row in found]
    return [[" ".join(re.sub("<.*?>", " ", cell).split()) for cell in row] for row in cells]


def number(text):
    return float(text.replace("−", "-").replace(",", "").replace("%", ""))


def test_it_says_what_the_figure_is_made_of_and_what_moved_it(world, chief, read):
    page = read(chief, PAGE)
    assert "Why Vehicle availability is 60 %" in page
    assert "October 2026 is 60 %" in page
    assert (
        "Down 20 points since September 2026: 1st Armoured Brigade −15 points, "
        "4th Mechanised Brigade −5 points." in page
    )
    assert "How many, added over all units, divided by of how many, added likewise." in page
    assert "What is missing is left out, never read as zero." in page


def test_the_figures_of_its_table_add_up(world, chief, read):
    *parts, whole = rows(read(chief, PAGE), "What each part contributes")
    assert [part[0] for part in parts] == ["1st Armoured Brigade", "4th Mechanised Brigade"]
    for column in (2, 3, 4):
        known = [number(part[column]) for part in parts]
        assert sum(known) == pytest.approx({2: 100, 3: 60, 4: -20}[column])
    assert [number(whole[3]), number(whole[4])] == [60, -20]
    assert [part[5:] for part in parts] == [["−15.0", "0.0"], ["−5.0", "0.0"]]


def test_the_miss_adds_up_with_rate_and_mix_named(world, chief, read):
    page = read(chief, "/explain/kpis/VEH/?unit=HQ&period=2026-10")
    *parts, whole = rows(page, "Distance from the goal")
    assert [number(part[1]) for part in parts] == [-20]
    assert number(whole[1]) == -20
    assert "1 of 1 units explains the whole miss" in page


def test_it_says_thresholds_cuts_weight_and_how_the_score_comes_about(world, chief, read):
    page = read(chief, "/explain/kpis/VEH/?unit=HQ&period=2026-10")
    assert "On target from 80 % up, off target from 70 % down." in page
    assert "Scores of 85 and more are on target, of 70 and more at risk." in page
    assert "Weighs 2 in Repair faster" in page
    assert "At the red flag" in page


def test_the_entries_stand_at_the_bottom_with_who_when_and_from_where(world, chief, mara, read):
    make_entry(
        world.units.mara, world.vehicles, "2026-10", pair=(55, 100), author=mara, comment="Spares."
    )
    roll_up()
    page = read(chief, PAGE).split("The entries behind it")[1]
    assert "1st Armoured Brigade corrected it to 55 of 100" in page
    assert "Mara Hartley, typed · October 2026" in page
    assert "Spares." in page


def test_above_ones_own_unit_others_are_one_line_and_no_entry_is_shown(world, mara, read):
    page = read(mara, PAGE)
    assert "Other units, together" in page
    assert "4th Mechanised Brigade" not in page
    assert "The entries behind it" not in page
    assert "What units beside your own entered" in page
    assert "Units in" not in page


def test_beside_another_page_it_is_the_panel_alone(world, chief, sign_in):
    answer = sign_in(chief).get(PAGE, headers={"HX-Request": "true"})
    text = answer.content.decode()
    assert "<html" not in text
    assert "data-explanation-heading" in text
    assert "<h1" not in text
    assert "HX-Request" in answer["Vary"]


def test_nothing_due_has_no_explanation(world, chief, sign_in):
    make_kpi("IDLE")
    answer = sign_in(chief).get("/explain/kpis/IDLE/?unit=CMD&period=2026-10")
    assert answer.status_code == 404


def test_a_goal_that_the_units_below_do_not_have_is_said(world, chief, read):
    kpi = make_kpi("TOTAL", unit_of_measure="days")
    make_line(world.objective, kpi)
    for unit, goal in ((world.units.mara, 10), (world.units.nils, 20), (world.units.command, 40)):
        make_target(unit, kpi, "2026-10", goal=goal, red_flag=1)
    for unit in (world.units.mara, world.units.nils):
        make_reporter(unit, kpi)
        make_entry(unit, kpi, "2026-10", 9)
    roll_up()
    page = read(chief, "/explain/kpis/TOTAL/?unit=CMD&period=2026-10")
    assert (
        "The goal of 40 days was set for this unit. The goals of the units below make 30 days: "
        "+10 days are assigned to nobody." in page
    )
    *parts, whole = rows(page, "Distance from the goal")
    assert [(part[0], number(part[1])) for part in parts] == [
        ("1st Armoured Brigade", -1),
        ("4th Mechanised Brigade", -11),
        ("Target that no unit below has", -10),
    ]
    assert number(whole[1]) == -22


def test_the_page_of_the_kpi_leads_to_it(world, chief, read):
    page = read(chief, "/kpis/VEH/?unit=CMD&period=2026-10")
    assert page.count('data-explain href="/explain/kpis/VEH/?unit=CMD&amp;period=2026-10"') == 3


@pytest.mark.parametrize("place", ["objectives/REPAIR", "perspectives/PROC", "scorecard"])
def test_the_table_of_a_node_adds_up(world, chief, read, place):
    page = read(chief, f"/explain/{place}/?unit=HQ&period=2026-10")
    *parts, whole = rows(page, "What each child contributes")
    contributed, moved = 4, 5
    for column in (contributed, moved):
        total = sum(number(part[column]) for part in parts)
        assert total == pytest.approx(number(whole[column]), abs=0.11)
    assert "Capped:" in page
    assert "Each score counts by its weight" in page


def test_the_scorecard_leads_to_the_explanation_of_every_node(world, chief, read):
    page = read(chief, "/scorecard/?unit=HQ&period=2026-10")
    for place in ("objectives/REPAIR", "perspectives/PROC", "scorecard", "kpis/VEH", "kpis/STAFF"):
        assert f'href="/explain/{place}/?unit=HQ&amp;period=2026-10"' in page


def test_the_heat_map_names_the_explanation_of_each_column(world, chief, read):
    page = read(chief, "/units/?unit=CMD&period=2026-10")
    assert 'data-explain-at="/explain/objectives/REPAIR/"' in page
    assert 'href="/explain/scorecard/?unit=MARA&amp;period=2026-10"' in page


def test_as_of_a_past_day_links_keep_the_day(world, chief, read):
    page = read(chief, f"{PAGE}&as_of=2026-11-12")
    assert "as known on 2026-11-12" in page
    kept = "?unit=MARA&amp;period=2026-10&amp;as_of=2026-11-12"
    assert f'href="/explain/kpis/VEH/{kept}"' in page


def test_all_entries_behind_a_figure_are_one_click_away(world, chief, read):
    for number in range(10):
        make_entry(world.units.mara, world.vehicles, "2026-10", pair=(50 + number, 100))
    page = read(chief, PAGE)
    assert page.count("corrected it to") == 8
    assert f"{PAGE}&entries=all#why-entries".replace("&", "&amp;") in page
    everything = read(chief, f"{PAGE}&entries=all")
    assert everything.count("corrected it to") == 10
    assert "4th Mechanised Brigade entered 70 of 100" in everything
    assert "All entries behind it" not in everything


def test_nobody_gets_the_entries_above_their_own_unit_by_asking_for_all(world, mara, read):
    page = read(mara, "/explain/kpis/VEH/?unit=HQ&period=2026-10&entries=all")
    assert "why-entries" not in page
    assert "70 of 100" not in page
