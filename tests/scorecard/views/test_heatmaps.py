"""The units below one, as a browser gets them."""

import gzip
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from scorecard.services.rollup.full import rebuild
from tests.factories import (
    make_entry,
    make_kpi,
    make_line,
    make_objective,
    make_person,
    make_reporter,
    make_target,
    make_unit,
)
from tests.scorecard.small import roll_up

PAGE = "/units/"
CMD = f"{PAGE}?unit=CMD&period=2026-10"
HTMX = {"HX-Request": "true"}


def rows_of(page):
    """Return the names of the rows of the map."""
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    return re.findall(r'<th scope="row">.*?<a class="q"[^>]*>([^<]*)</a>', table)


def test_a_visitor_is_sent_to_sign_in(client, world):
    assert client.get(PAGE)["Location"].startswith("/sign-in/")


def test_it_shows_the_units_below_worst_first_under_the_unit_itself(world, chief, read):
    page = read(chief, CMD)
    assert "<h1> 1st Armoured Brigade and 4th Mechanised Brigade are off target </h1>" in page
    assert "The 2 units directly below Eastern Field Command." in page
    assert rows_of(page) == [
        "Eastern Field Command",
        "1st Armoured Brigade",
        "4th Mechanised Brigade",
    ]
    assert "Repair faster" in page
    assert '<td class="hc s-r"><i>Off target</i>' in page


def test_every_head_leads_to_its_order_and_says_which_is_in_use(world, chief, read):
    page = read(chief, CMD)
    assert page.count("aria-sort=") == 1
    head = 'aria-sort="{}"> <a href="?unit=CMD&amp;period=2026-10&amp;sort={}">Score</a>'
    assert head.format("ascending", "-score") in page
    turned = read(chief, f"{CMD}&sort=-score")
    assert head.format("descending", "score") in turned
    assert rows_of(turned)[1:] == ["4th Mechanised Brigade", "1st Armoured Brigade"]


def test_an_objective_leads_to_its_place_on_the_scorecard(world, chief, read):
    link = 'href="/scorecard/?unit=CMD&amp;period=2026-10#REPAIR">Repair faster</a>'
    assert link in read(chief, CMD)
    assert 'id="REPAIR"' in read(chief, "/scorecard/?unit=CMD&period=2026-10")


def test_a_unit_with_units_below_opens_them_and_a_leaf_its_scorecard(world, chief, read):
    assert '<a class="q" data-unit href="?unit=CMD&amp;period=2026-10">' in read(chief, PAGE)
    leaf = 'data-unit href="/scorecard/?unit=MARA&amp;period=2026-10">1st Armoured Brigade'
    assert leaf in read(chief, CMD)
    assert "aria-expanded" not in read(chief, CMD)


def ask_rows(client, unit, **query):
    query = {"unit": unit, "period": "2026-10", "objectives": "REPAIR", "depth": 0} | query
    return client.get(PAGE, query, headers=HTMX)


def test_htmx_gets_only_the_rows_below_the_unit_that_was_opened(world, chief, sign_in):
    answer = ask_rows(sign_in(chief), "CMD", sort="-score")
    text = answer.content.decode()
    assert "<html" not in text
    assert re.findall(r'<tr data-level="(\d)"\s+class="kid k2"', text) == ["2", "2"]
    assert text.index("4th Mechanised Brigade") < text.index("1st Armoured Brigade")
    assert text.count('<td class="hc') == 2
    assert "HX-Request" in answer["Vary"]


def test_rows_have_the_columns_that_the_map_above_has(world, chief, sign_in):
    text = ask_rows(sign_in(chief), "CMD", objectives="REPAIR,GONE").content.decode()
    assert text.count('<td class="hc') == 2
    strange = ask_rows(sign_in(chief), "CMD", objectives="", depth="x9", sort="no").content.decode()
    assert 'class="hc' not in strange


def test_nobody_gets_the_rows_below_a_unit_above_their_own(world, mara, sign_in):
    client = sign_in(mara)
    assert ask_rows(client, "CMD").status_code == 403
    assert ask_rows(client, "NILS").status_code == 404


def test_a_unit_above_ones_own_says_why_its_units_are_not_shown(world, mara, read):
    page = read(mara, CMD)
    assert "What Eastern Field Command is made of is seen there" in page
    assert '<a class="btn go" href="/units/">Show my unit</a>' in page
    for hidden in ("4th Mechanised Brigade", "<table", "explain the", "figures in"):
        assert hidden not in page


def test_a_unit_that_left_is_shown_to_those_only_who_may_see_it_now(world, chief, read):
    moved = make_unit("MOVED", world.units.mara, name="Moved Battalion")
    make_reporter(moved, world.staff, "2026-10")
    make_entry(moved, world.staff, "2026-10", 1)
    roll_up()
    moved.parent = world.units.nils
    moved.path = f"{world.units.nils.path}{moved.pk}/"
    moved.save()
    mara = make_person("Manager", "unit_manager", world.units.mara)
    assert "Moved Battalion" in read(chief, f"{PAGE}?unit=MARA&period=2026-10")
    assert "Moved Battalion" not in read(mara, f"{PAGE}?unit=MARA&period=2026-10")


def test_a_leaf_leads_to_its_scorecard(world, chief, read):
    page = read(chief, f"{PAGE}?unit=MARA&period=2026-10")
    assert "There was no unit below 1st Armoured Brigade in October 2026" in page
    assert 'href="/scorecard/?unit=MARA&amp;period=2026-10">Open its scorecard</a>' in page


def test_an_organisation_without_figures_says_what_will_fill_the_map(units, chief, read):
    assert "There are no figures for" in read(chief, PAGE)


def test_the_worst_miss_is_looked_into_and_says_who_carries_it(world, chief, read):
    page = read(chief, CMD)
    assert '<h2 id="miss-heading">1 of 2 units explains 75 % of the miss</h2>' in page
    assert "A unit contributes its distance from the target, by its weight in the whole." in page
    assert 'data-chart="miss-chart"' in page
    assert "<b>−15.0</b>" in page


def test_without_a_miss_it_says_so(world, chief, read):
    page = read(chief, f"{PAGE}?unit=CMD&period=2026-09")
    assert "No KPI misses its target here" in page
    assert "plotly" not in page


@pytest.mark.parametrize("word", ["2026-Q4", "FY2026"])
def test_longer_periods_have_their_own_map(world, chief, read, word):
    page = read(chief, f"{PAGE}?unit=CMD&period={word}")
    assert rows_of(page)[0] == "Eastern Field Command"
    assert len(rows_of(page)) == 3


def test_phones_get_a_list_of_units_with_what_is_off_target(world, chief, read):
    page = read(chief, CMD)
    listed = page[page.index('<ul class="list only-phone hlist"') :]
    assert listed.index("1st Armoured Brigade") < listed.index("Repair faster")


def test_many_units_stand_on_several_pages(world, chief, read):
    for _ in range(61):
        make_unit(parent=world.units.nils)
        make_reporter(make_unit(parent=world.units.command), world.staff, "2026-10")
    roll_up()
    page = read(chief, CMD)
    assert len(rows_of(page)) == 1 + 40
    later = "?unit=CMD&amp;period=2026-10&amp;sort=score&amp;from=40"
    assert f'<a href="{later}">More units</a>' in page
    second = read(chief, f"{CMD}&from=40")
    assert len(rows_of(second)) == 1 + 23
    assert "Units before these" in second


def count_queries(client, address):
    client.get(address)
    with CaptureQueriesContext(connection) as queries:
        assert client.get(address).status_code == 200
    return len(queries)


@pytest.mark.parametrize("word", ["2026-10", "2026-Q4"])
def test_three_units_and_thirty_take_the_same_number_of_queries(world, chief, sign_in, word):
    client, address = sign_in(chief), f"{PAGE}?unit=CMD&period={word}"
    few = count_queries(client, address)
    for number in range(28):
        unit = make_unit(f"N{number}", world.units.command)
        make_reporter(unit, world.vehicles, "2026-10")
        make_target(unit, world.vehicles, "FY2026", goal="0.8", red_flag="0.7")
        make_entry(unit, world.vehicles, "2026-10", pair=(1, 2))
        make_unit(parent=unit)
    roll_up()
    assert len(rows_of(client.get(address).content.decode().replace("\n", " "))) == 31
    assert count_queries(client, address) == few


@pytest.mark.parametrize(
    ("asked", "n_columns"), [("", 15), ("&tell=in", 15), ("&tell=change&sort=kpi:STAFF", 16)]
)
def test_three_hundred_units_make_a_page_below_150_kilobytes(
    world, chief, sign_in, asked, n_columns
):
    for number in range(298):
        name = f"{number}th Reserve Infantry Battalion of the Northern Frontier"
        make_reporter(make_unit(None, world.units.command, name=name), world.staff, "2026-10")
    for number in range(14):
        objective = make_objective(f"O{number}", unit=world.units.hq)
        make_line(objective, world.staff)
    rebuild()
    page = sign_in(chief).get(CMD + asked).content
    assert page.count(b'class="hc') == 41 * n_columns
    assert len(page) < 150_000
    assert len(gzip.compress(page)) < 30_000


def cells_of(page):
    """Return class and text of the cells of the map, row by row."""
    table = page[page.index("<tbody>") : page.index("</tbody>")]
    rows = table.split("</tr>")[:-1]
    return [re.findall(r'<td class="hc ([^"]*)"><i>[^<]*</i>([^<]*)</td>', row) for row in rows]


def test_a_map_of_changes_says_how_each_score_moved_beside_its_shape(world, chief, read):
    page = read(chief, f"{CMD}&tell=change")
    assert cells_of(page)[1:] == [[("s-r dn", "−45")], [("s-r dn", "−15")]]
    assert 'aria-current="true">Change</a>' in page
    assert "Number: points of the score since Sep 26; grey where it did not move" in page
    september = read(chief, f"{PAGE}?unit=CMD&period=2026-09&tell=change")
    assert cells_of(september)[1] == [("s-g", "0")]


def test_where_nothing_was_known_before_the_change_is_unknown_and_grey(world, chief, read):
    august = read(chief, f"{PAGE}?unit=CMD&period=2026-08&tell=change")
    assert cells_of(august)[1] == [("s-g", "–")]


def test_a_map_of_coverage_counts_the_figures_of_each_objective(world, chief, read):
    page = read(chief, f"{CMD}&tell=in")
    assert cells_of(page) == [[("s-r late", "3/4")], [("s-r late", "1/2")], [("s-r", "2/2")]]
    assert rows_of(page)[1:] == ["4th Mechanised Brigade", "1st Armoured Brigade"]
    assert "11/12: of 12 figures that are due 11 are in" in page


def test_units_are_ranked_by_what_stands_in_no_column_in_one_that_is_added(world, chief, read):
    page = read(chief, f"{CMD}&sort=-kpi:VEH")
    assert rows_of(page)[1:] == ["4th Mechanised Brigade", "1st Armoured Brigade"]
    assert cells_of(page)[1] == [("s-r", "69"), ("s-r", "70")]
    assert re.findall(r'<td class="num rank">(.*?)</td>', page) == ["", "1", "2"]
    assert 'data-explain-at="/explain/kpis/VEH/" aria-sort="descending"' in page
    assert "70 %" in page
    assert '<option value="kpi:VEH" selected>Vehicle availability</option>' in page


def test_the_ranking_is_a_form_that_keeps_unit_period_and_what_is_told(world, chief, read):
    page = read(chief, f"{CMD}&tell=change&sort=objective:REPAIR")
    form = page[page.index('<form class="row" method="get">') :].split("</form>")[0]
    for field in ('name="unit" value="CMD"', 'name="period" value="2026-10"', 'value="change"'):
        assert f'<input type="hidden" {field}' in form or field in form
    assert '<optgroup label="Perspectives">' in form
    download = "/tables/csv/units/?unit=CMD&amp;period=2026-10&amp;tell=change&amp;sort=objective"
    assert download in page


def test_rows_opened_later_tell_the_same_and_have_their_own_ranks(world, chief, sign_in):
    asked = {"tell": "in", "sort": "kpi:VEH"}
    text = ask_rows(sign_in(chief), "CMD", **asked).content.decode()
    assert re.findall(r'<td class="hc ([^"]*)"><i>[^<]*</i>([^<]*)</td>', text) == [
        ("s-r", "1/1"),
        ("s-r", "2/2"),
        ("s-r", "1/1"),
        ("s-r late", "1/2"),
    ]
    assert re.findall(r'<td class="num rank">(.*?)</td>', text) == ["1", "1"]
    by_perspective = ask_rows(sign_in(chief), "CMD", sort="perspective:PROC").content.decode()
    assert by_perspective.count('<td class="hc') == 4
    gone = ask_rows(sign_in(chief), "CMD", sort="perspective:GONE").content.decode()
    assert gone.count('<td class="hc na">') == 2


def test_nobody_ranks_by_a_kpi_that_they_may_not_know(world, mara, sign_in):
    below_mara = make_unit("BN", world.units.mara)
    secret = make_kpi("SECRET")
    make_reporter(world.units.nils, secret, "2026-10")
    make_reporter(below_mara, world.staff, "2026-10")
    roll_up()
    client = sign_in(mara)
    assert ask_rows(client, "MARA", sort="kpi:SECRET").status_code == 404
    assert ask_rows(client, "MARA", sort="kpi:VEH").status_code == 200
    page = client.get(f"{PAGE}?unit=MARA&period=2026-10&sort=kpi:SECRET")
    # The address of the page as a PDF repeats what was asked for.
    assert b"SECRET" not in page.content.replace(b"sort=kpi%3ASECRET", b"")


@pytest.mark.parametrize("tell", ["status", "change", "in"])
def test_phones_get_the_worst_of_what_the_map_tells(world, chief, read, tell):
    page = read(chief, f"{CMD}&tell={tell}&sort=kpi:VEH")
    listed = page[page.index('<ul class="list only-phone hlist"') :].split('<p class="legend')[0]
    told = {"status": "Off target:</span> 40", "change": "−45", "in": "1 of 2 figures are in"}
    assert told[tell] in listed
    assert "Vehicle availability: " in listed
    assert listed.index("Rank") < listed.index("1st Armoured Brigade")


@pytest.mark.parametrize("asked", ["tell=change", "tell=in", "sort=kpi:VEH", "sort=kpi:DAILY"])
def test_whatever_the_map_tells_the_number_of_queries_stands(world, chief, sign_in, asked):
    client, address = sign_in(chief), f"{CMD}&{asked}"
    make_line(world.objective, make_kpi("DAILY", frequency="weekly"))
    few = count_queries(client, address)
    for number in range(12):
        unit = make_unit(f"N{number}", world.units.command)
        make_reporter(unit, world.vehicles, "2026-10")
        make_entry(unit, world.vehicles, "2026-10", pair=(1, 2))
        make_line(world.objective, make_kpi(), unit=unit)
    roll_up()
    assert count_queries(client, address) <= few
