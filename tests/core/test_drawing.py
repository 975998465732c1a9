import enum

import pytest
from django.template import Context, Library, Template, engines
from django.utils import translation

from core.drawing import drawn_once


@pytest.fixture
def calls(monkeypatch):
    register, made = Library(), []

    @drawn_once(register, "components/note.html")
    def noted(values, text="", *, kind=""):
        made.append((values, text))
        return {"what": "", "kind": kind, "text": f"{text} {values}"}

    monkeypatch.setitem(engines["django"].engine.template_libraries, "noted_once", register)
    return made


def render(source, **context):
    return Template("{% load noted_once %}" + source).render(Context(context))


def test_the_same_picture_is_drawn_once(calls):
    first = render("{% noted values 'a' kind='warn' %}", values=[1, None])
    assert render("{% noted values 'a' kind='warn' %}", values=[1, None]) == first
    assert calls == [((1, None), "a")]


def test_other_arguments_and_other_languages_draw_again(calls):
    render("{% noted values %}", values=[1])
    render("{% noted values %}", values=[2])
    with translation.override("nb"):
        render("{% noted values %}", values=[1])
    assert len(calls) == 3


def test_equal_numbers_of_two_enumerations_are_two_pictures(calls):
    status, stage = enum.IntEnum("Status", "RED"), enum.IntEnum("Stage", "LAUNCHED")
    render("{% noted value %}", value=status.RED)
    render("{% noted value %}", value=stage.LAUNCHED)
    assert len(calls) == 2


def test_whoever_edits_a_template_sees_it_at_once(calls, monkeypatch):
    monkeypatch.setattr("django.conf.settings.DEBUG", True)
    render("{% noted values %}", values=[1])
    render("{% noted values %}", values=[1])
    assert len(calls) == 2


def test_what_a_picture_says_is_escaped(calls):
    assert "&lt;b&gt;" in render("{% noted values text %}", values=[1], text="<b>")
