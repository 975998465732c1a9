import re
from pathlib import Path

import plotly
import pytest

ROOT = Path(__file__).resolve().parents[2]
SCRIPTS = sorted((ROOT / "static/js").glob("*.js"))
MOST_LINES = 150
UNSAFE = re.compile(
    r"\beval\(|innerHTML|outerHTML|insertAdjacentHTML|document\.write|new Function"
    r"|setAttribute\(\s*[\"'](?:style|on)"
)


def named(script):
    return script.name


def too_long(text):
    return len(text.splitlines()) >= MOST_LINES


def unsafe(text):
    """Return what makes code or markup out of text."""
    return UNSAFE.findall(text)


@pytest.mark.parametrize("script", SCRIPTS, ids=named)
def test_a_module_stays_short(script):
    assert not too_long(script.read_text())


@pytest.mark.parametrize("script", SCRIPTS, ids=named)
def test_a_module_does_nothing_that_the_security_policy_refuses(script):
    assert unsafe(script.read_text()) == []


@pytest.mark.parametrize(
    "text", ["eval(x)", "a.innerHTML = b", "new Function(x)", 'a.setAttribute("style", b)']
)
def test_the_net_catches_what_the_security_policy_refuses(text):
    assert unsafe(text)


def test_the_net_catches_a_module_that_is_too_long():
    assert too_long("go();\n" * MOST_LINES)
    assert not too_long("go();\n")


@pytest.mark.parametrize("script", SCRIPTS, ids=named)
def test_every_import_exists(script):
    imported = re.findall(r'from "\./([\w-]+\.js)"', script.read_text())
    assert [name for name in imported if not (script.parent / name).exists()] == []


def test_every_word_that_a_script_says_is_on_the_page():
    said = {
        word
        for script in SCRIPTS
        for call in re.findall(r"\b(?:say|tell)\(([^;]*)", script.read_text())
        for word in re.findall(r'"([a-z]+(?:-[a-z]+)*)"', call)
    }
    texts = ("components/script_texts.html", "scorecard/enter_texts.html")
    page = "".join((ROOT / "templates" / each).read_text() for each in texts)
    assert said
    assert said - set(re.findall(r'data-text="([\w-]+)"', page)) == set()


def test_plotly_still_looks_for_its_map_styles_under_the_id_of_its_script():
    library = Path(plotly.__file__).parent / "package_data/plotly.min.js"
    tag = (ROOT / "templates/components/plotly.html").read_text()
    used = re.search(r'id="([0-9a-f]{64})"', tag).group(1)
    assert f'getElementById("{used}")' in library.read_text()
