import re
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
SHEETS = sorted((ROOT / "static/css").rglob("*.css"))
COLOUR = re.compile(r"#[0-9a-f]{3,8}\b|\b(?:rgba?|hsla?|oklch|oklab|color-mix)\(", re.IGNORECASE)
LAYERS = "tokens, base, layout, components, pages, print"


def code(sheet):
    return bare(sheet.read_text())


def bare(text):
    return re.sub(r"/\*.*?\*/", "", text, flags=re.DOTALL)


def colours(text):
    """Return the colours that a sheet names itself; a reference to a picture is none."""
    return COLOUR.findall(re.sub(r'url\("#[\w-]+"\)', "", bare(text)))


def shouts(text):
    """Return what overrules others by force: `!important`, and rules for an id."""
    selectors = re.findall(r"([^{};]+)\{", bare(text))
    named_ids = [each for each in selectors if re.search(r"#[a-z]", each)]
    return re.findall(r"!\s*important", bare(text)) + named_ids


def named(sheet):
    return str(sheet.relative_to(ROOT))


@pytest.mark.parametrize("sheet", SHEETS, ids=named)
def test_only_the_tokens_hold_colours(sheet):
    if sheet.name != "tokens.css":
        assert colours(sheet.read_text()) == []


@pytest.mark.parametrize("sheet", SHEETS, ids=named)
def test_no_rule_shouts_or_names_an_id(sheet):
    assert shouts(sheet.read_text()) == []


@pytest.mark.parametrize(
    "text", ["a { color: #fff; }", "a { color: RGB(0 0 0); }", "a { fill: hsla(1, 1%, 1%, 1); }"]
)
def test_the_net_catches_a_colour(text):
    assert len(colours(text)) == 1


def test_the_net_leaves_tokens_and_pictures_alone():
    text = 'a { color: var(--ink); fill: url("#fade"); } /* #fff */'
    assert colours(text) == []
    assert shouts(text) == []


@pytest.mark.parametrize("text", ["a { top: 0 !important; }", "#main { top: 0; }", "b #x a { }"])
def test_the_net_catches_a_rule_that_shouts(text):
    assert len(shouts(text)) == 1


@pytest.mark.parametrize("sheet", SHEETS, ids=named)
def test_a_sheet_stays_readable(sheet):
    lines = sheet.read_text().splitlines()
    assert len(lines) <= 300
    assert max(map(len, lines)) <= 112


@pytest.mark.parametrize("sheet", SHEETS, ids=named)
def test_every_token_that_is_used_exists(sheet):
    known = set(re.findall(r"(--[\w-]+):", (ROOT / "static/css/tokens.css").read_text()))
    assert set(re.findall(r"var\((--[\w-]+)", code(sheet))) - known == set()


def test_the_order_of_layers_is_declared_once():
    declared = [sheet.name for sheet in SHEETS if f"@layer {LAYERS};" in code(sheet)]
    assert declared == ["tokens.css"]


def test_every_sheet_is_linked():
    linked = (ROOT / "templates/components/stylesheets.html").read_text()
    unlinked = [named(sheet) for sheet in SHEETS if f"{sheet.name}' %}}" not in linked]
    # What makes PDFs adds this one by itself.
    assert unlinked == ["static/css/paper.css"]
