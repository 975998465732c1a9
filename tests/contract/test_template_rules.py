import pytest

from tests.contract import template_rules as rules


@pytest.mark.parametrize(
    "text", ["{{ name|safe }}", "{{ name|upper|safe }}", "{% autoescape off %}", "{{ a|safeseq }}"]
)
def test_unescaped_text_is_caught(text):
    assert rules.unsafe(text)


def test_an_unsafe_word_in_a_comment_is_not():
    assert rules.unsafe("{# never |safe #}{{ name }} is safe") == []


@pytest.mark.parametrize(
    "text",
    [
        "<script>alert(1)</script>",
        "<style>p { }</style>",
        '<p style="color: red">',
        '<a onclick="go()">',
        '<a href="javascript:go()">',
        '<a {% if a %}onclick="x"{% endif %}>',
    ],
)
def test_inline_code_is_caught(text):
    assert rules.inline_code(text)


@pytest.mark.parametrize(
    "text",
    [
        '<script type="module" src="app.js"></script>',
        '<script type="application/json">{"a": "b"}</script>',
        '<p data-style="x">',
    ],
)
def test_files_and_data_are_not(text):
    assert rules.inline_code(text) == []


@pytest.mark.parametrize(
    "text", ['<form method="post"><input></form>', '<form hx-post="/x"></form>']
)
def test_a_form_without_a_token_is_caught(text):
    assert len(rules.forms_without_token(text)) == 1


@pytest.mark.parametrize(
    ("words", "lost"),
    [
        ("with form=form only", ["form.html"]),
        ("only", ["form.html"]),
        ("with form=form csrf_token=csrf_token only", []),
        ("with form=form", []),
        ("", []),
    ],
)
def test_an_include_that_leaves_the_token_of_its_form_out_is_caught(words, lost):
    texts = {
        "form.html": '<form method="post">{% csrf_token %}</form>',
        "panel.html": f'{{% include "form.html" {words} %}}',
        "page.html": '{% include "panel.html" %}',
        "plain.html": "<p></p>",
    }
    posting = rules.that_post(texts)
    assert posting == {"form.html", "panel.html", "page.html"}
    assert rules.includes_without_token(texts["panel.html"], posting) == lost


@pytest.mark.parametrize(
    "text",
    ['<form method="post">{% csrf_token %}</form>', '<form method="get"></form>', "<form></form>"],
)
def test_other_forms_are_not(text):
    assert rules.forms_without_token(text) == []


@pytest.mark.parametrize(
    "text",
    [
        "<p>Hello</p>",
        "<p>{{ count }} units</p>",
        '<img alt="A chart">',
        '<input placeholder="Search">',
        "{% if a %}yes{% endif %}",
        "<p>Späteres</p>",
        "{% block title %}Today{% endblock title %}",
        "<kbd>Esc</kbd> closes",
    ],
)
def test_a_word_without_translation_is_caught(text):
    assert rules.untranslated(text)


@pytest.mark.parametrize(
    "text",
    [
        '<p>{% translate "Hello" %}</p>',
        "{% blocktranslate count n=1 %}One unit{% plural %}Units{% endblocktranslate %}",
        '<img alt="{{ title }}">',
        "<p class='quiet'>{{ n }} % · OSM &nbsp; –</p>",
        "{% comment %}Why it is so.{% endcomment %}{# quite so #}",
        '<script type="application/json">words</script>',
        "{% block page %}p-today{% endblock page %}",
        "<kbd>Esc</kbd>",
    ],
)
def test_translated_words_and_signs_are_not(text):
    assert rules.untranslated(text) == []


@pytest.mark.parametrize(
    "text", ['<button hx-post="/x">', '<form method="post"></form><a class="b" hx-delete="/x">']
)
def test_sending_without_a_form_is_caught(text):
    assert len(rules.sends_outside_a_form(text)) == 1


def test_a_button_of_a_form_is_not():
    text = '<form method="post">{% csrf_token %}<button hx-post="/x"></button></form>'
    assert rules.sends_outside_a_form(text) == []


@pytest.mark.parametrize(
    "text",
    ["{{ n|add:1 }}", "{% widthratio a b 100 %}", "{% if score > 85 %}", "{{ rows|dictsort:'x' }}"],
)
def test_a_template_that_calculates_or_judges_is_caught(text):
    assert rules.arithmetic(text)


def test_showing_and_counting_are_not():
    assert rules.arithmetic("{% if rows|length > 1 %}{{ n }} > 85{% endif %}") == []


@pytest.mark.parametrize("text", ["{% if user.role == 'auditor' %}", "{{ membership.role }}"])
def test_a_template_that_names_a_role_is_caught(text):
    assert rules.roles(text)


def test_the_role_of_an_element_is_not():
    assert rules.roles('<p role="status">{{ page.can_edit }}</p>') == []


def test_translating_without_loading_is_caught():
    assert rules.lacks_i18n('{% translate "Hello" %}')
    assert not rules.lacks_i18n('{% load i18n static %}{% translate "Hello" %}')
    assert not rules.lacks_i18n("<p></p>")
