"""A KPI beside its sister units, as browsers and files get it."""

import re

import pytest

from tests.factories import make_comparison
from tests.scorecard.sisters import make_sisters

PAGE = "/kpis/VEH/?unit=MARA&period=2026-10"
FILE = "/tables/csv/sisters/VEH/?unit=MARA&period=2026-10"


@pytest.fixture
def sisters(world):
    return make_sisters(world)


def section(page):
    return page[page.index('aria-labelledby="sisters-heading"') :].split("</section>")[0]


def test_the_page_says_the_place_draws_the_dots_and_has_the_figures_behind(sisters, mara, read):
    shown = section(read(mara, PAGE))
    assert '<h2 id="sisters-heading">Last of 5 sister units</h2>' in shown
    assert "below Eastern Field Command, October 2026: 5 of 5 have a figure" in shown
    picture = shown[shown.index('<svg class="strip whole"') :].split("</svg>")[0]
    assert 'role="img" aria-label="Last of 5 sister units"' in picture
    assert picture.count('class="sister"') == 4
    assert picture.count('class="own"') == 1
    assert re.findall(r'<td class="num">([\d.]+ %)</td>', shown) == [
        *("90 %", "81 %", "70 %", "55 %", "50 %")
    ]
    for words in ("Median: 70 %", "Target of this unit: 80 %", "A sister unit"):
        assert words in shown


def test_without_names_no_byte_says_who_is_who(sisters, mara, sign_in):
    client = sign_in(mara)
    for address in (PAGE, FILE, FILE.replace("csv", "xlsx")):
        answer = client.get(address)
        assert answer.status_code == 200
        text = b"".join(answer).decode(errors="replace")
        for unit in sisters.values():
            assert unit.name not in text
            assert f"unit={unit.code}" not in text


def test_a_file_says_what_the_page_says_to_as_many_digits(sisters, mara, sign_in):
    rows = b"".join(sign_in(mara).get(FILE)).decode("utf-8-sig").splitlines()
    assert rows[0] == "Rank,Unit,Actual"
    assert rows[1:6] == [
        *("1,A sister unit,0.9", "2,A sister unit,0.81", "3,A sister unit,0.7"),
        *("4,A sister unit,0.55", "5,1st Armoured Brigade,0.5"),
    ]
    assert any("Last of 5 sister units" in row for row in rows)


def test_who_sees_them_all_goes_to_each_by_a_click(sisters, chief, read):
    shown = section(read(chief, PAGE))
    assert '<a class="q" href="?unit=FOURTH&amp;period=2026-10">Secret FOURTH</a>' in shown
    assert "without names" not in shown


def test_where_nothing_is_to_be_compared_there_is_neither_section_nor_file(
    sisters, ada, mara, read, sign_in
):
    make_comparison("none", ada)
    assert "sisters-heading" not in read(mara, PAGE)
    assert sign_in(mara).get(FILE).status_code == 404


def test_only_who_decides_is_led_to_the_decision(sisters, ada, chief, read):
    link = '<a href="/comparison/">What sister units see of each other</a>'
    assert link in section(read(ada, PAGE))
    assert link in read(ada, "/units/?unit=CMD&period=2026-10")
    assert link not in read(chief, PAGE)
    assert link not in read(chief, "/units/?unit=CMD&period=2026-10")
