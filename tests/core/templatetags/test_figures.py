import enum
import re

import pytest
from django.template import Context, Template
from django.utils import translation

from core.numbers import SPACE


class Status(enum.IntEnum):
    GREEN = 0
    RED = 2

    @property
    def word(self):
        return self.name.lower()


def render(source, **context):
    html = Template("{% load figures %}" + source).render(Context(context))
    return re.sub(r">\s+|\s+<", lambda found: found.group().strip(), html)


def words(html):
    return " ".join(re.sub(r"<[^>]+>", " ", html).split())


@pytest.mark.parametrize("status", ["red", Status.RED])
def test_a_mark_is_shape_and_hidden_words(status):
    html = render("{% status_mark status %}", status=status)
    assert 'class="s-r"' in html
    assert 'href="#m-r"' in html
    assert '<span class="vh">Off target:</span>' in html


def test_a_silent_mark_leaves_the_words_to_the_page():
    assert words(render("{% status_mark 'red' silent=True %}")) == ""


def test_a_score_prints_down_and_an_unknown_one_is_a_dash():
    assert words(render("{% score 84.6 'amber' %}")) == "At risk: 84"
    assert words(render("{% score None 'insufficient' %}")) == "Too few units reported: –"


@pytest.mark.parametrize(
    ("source", "css", "text"),
    [
        ("{% heat_cell 62 'red' %}", "hc s-r", "Off target 62"),
        ("{% heat_cell None 'no_data' %}", "hc late s-n", "No data"),
        ("{% heat_cell None None %}", "hc na", "Does not apply ·"),
        ("{% heat_change -4 62 'red' %}", "hc s-r dn", "Off target −4"),
        ("{% heat_change 4 90 'green' %}", "hc s-g up", "On target +4"),
        ("{% heat_change 0 90 'green' %}", "hc s-g", "On target 0"),
        ("{% heat_change None 90 'green' %}", "hc s-g", "On target –"),
        ("{% heat_change None None 'no_data' %}", "hc late s-n", "No data"),
        ("{% heat_change None None None %}", "hc na", "Does not apply ·"),
        ("{% heat_coverage 12 12 'green' %}", "hc s-g", "On target 12/12"),
        ("{% heat_coverage 11 12 'green' %}", "hc s-g part", "On target 11/12"),
        ("{% heat_coverage 1 2 'red' %}", "hc s-r late", "Off target 1/2"),
        ("{% heat_coverage 0 0 'amber' %}", "hc s-a", "At risk –"),
        ("{% heat_coverage 0 0 None %}", "hc na", "Does not apply ·"),
    ],
)
def test_a_cell_of_a_heat_map_is_shape_and_number(source, css, text):
    html = render(source)
    assert f'<td class="{css}">' in html
    assert words(html) == text


@pytest.mark.parametrize(
    ("source", "css", "text"),
    [
        ("{% delta -6 'up' %}", "bad", "−6 (worse)"),
        ("{% delta -6 'down' %}", "good", "−6 (better)"),
        ("{% delta 4 'up' %}", "good", "+4 (better)"),
        ("{% delta 4 '' %}", "", "+4"),
        ("{% delta 0 'up' %}", "", "0"),
        ("{% delta None 'up' %}", "", "–"),
        ("{% delta -0.03 'up' unit='%' %}", "bad", "−3 (worse)"),
    ],
)
def test_the_colour_of_a_change_says_better_or_worse(source, css, text):
    html = render(source)
    assert f'class="delta {css}"' in html
    assert words(html) == text


def test_coverage_below_80_per_cent_is_marked():
    assert 'class="cov low"' in render("{% coverage 6 13 'commands' %}")
    assert 'class="cov "' in render("{% coverage 11 12 'commands' %}")
    assert words(render("{% coverage 11 12 'commands' %}")) == "11 of 12 commands"


def test_coverage_of_nobody_expected_is_not_low():
    assert 'class="cov "' in render("{% coverage 0 0 %}")


def test_a_sparkline_says_its_sentence_and_hatches_what_is_missing():
    html = render("{% sparkline values 5 'red' label %}", values=[3, 2, None], label="A & B")
    assert 'aria-label="A &amp; B"' in html
    assert 'class="spark s-r"' in html
    assert html.count('class="gap"') == 1


def test_a_green_status_of_number_zero_still_colours_its_sparkline():
    assert "spark s-g" in render(
        "{% sparkline values None status 'x' %}", values=[1], status=Status.GREEN
    )


def test_a_sparkline_without_a_status_is_plain_ink():
    assert 'class="spark "' in render("{% sparkline values None '' 'x' %}", values=[1])


def test_a_bullet_without_a_value_is_hatched():
    html = render("{% bullet None 82 75 'no_data' %}")
    assert 'class="nd"' in html
    assert 'aria-label="No data"' in html


def test_geometry_keeps_its_points_where_people_write_commas():
    with translation.override("nb"):
        html = render("{% bullet 68 82 75 'red' %}{% coverage 11 12 %}")
    assert not re.search(r'="\d+,\d+"', html)
    assert re.search(r'width="\d+\.\d+"', html)


def test_filters_write_figures_for_people():
    assert render("{{ value|figure:'%' }}", value=0.684) == f"68.4{SPACE}%"
    assert render("{{ value|amount:'%' }}", value=0.684) == "68.4"
    assert render("{{ value|signed }}", value=-3) == "−3"
    assert render("{{ value|difference:'%' }}", value=-0.03) == f"−3{SPACE}points"
    assert render("{{ value|money }}", value=46_000_000) == f"kr{SPACE}46{SPACE}m"
    assert render("{{ value|plain:1 }}", value=68) == "68.0"
    assert render("{% exact value '%' 1 %}", value=0.68) == f"68.0{SPACE}%"
    assert render("{% target 14 21 'days' %}") == f"≤{SPACE}14{SPACE}days"


def test_figures_and_gaps_keep_their_decimals_with_and_without_the_unit():
    assert render("{% exact value '%' 0 bare=True %}", value=0.684) == "68"
    assert render("{% gap value '%' 0 %}", value=-0.0899) == f"−9{SPACE}points"
    assert render("{% gap value '%' 1 bare=True %}", value=0.012) == "+1.2"
