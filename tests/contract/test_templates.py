from pathlib import Path

import pytest

from tests.contract import template_rules as rules

ROOT = Path(__file__).resolve().parents[2]
TEMPLATES = sorted(ROOT.glob("templates/**/*.html")) + sorted(ROOT.glob("*/templates/**/*.html"))
POSTING = rules.that_post(
    {path.as_posix().split("templates/")[-1]: path.read_text() for path in TEMPLATES}
)
# Django answers a server error without any context or tag library, so this page speaks English.
PLAIN = {"templates/500.html"}


def named(path):
    return str(path.relative_to(ROOT))


pytestmark = pytest.mark.parametrize("path", TEMPLATES, ids=named)


def test_everything_is_escaped(path):
    assert rules.unsafe(path.read_text()) == []


def test_no_script_style_or_handler_stands_in_a_page(path):
    assert rules.inline_code(path.read_text()) == []


def test_every_form_that_posts_has_its_token(path):
    assert rules.forms_without_token(path.read_text()) == []


def test_every_template_that_posts_is_given_the_token(path):
    assert rules.includes_without_token(path.read_text(), POSTING) == []


def test_nothing_is_sent_without_a_form(path):
    assert rules.sends_outside_a_form(path.read_text()) == []


def test_no_template_calculates_or_judges(path):
    assert rules.arithmetic(path.read_text()) == []


def test_no_template_names_a_role(path):
    assert rules.roles(path.read_text()) == []


def test_every_word_can_be_translated(path):
    if named(path) not in PLAIN:
        assert rules.untranslated(path.read_text()) == []


def test_what_translates_has_loaded_it(path):
    assert not rules.lacks_i18n(path.read_text())
