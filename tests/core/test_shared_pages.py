"""A page is computed once for everybody with the same rights, and never shown to anybody else."""

from types import SimpleNamespace

import pytest
from django.template import TemplateDoesNotExist
from django.test import RequestFactory

from core import kept, shared_pages
from core.shared_pages import shared_page

pytestmark = pytest.mark.usefixtures("pages_are_kept")


@pytest.fixture(autouse=True)
def shown(monkeypatch):
    """Write the values instead of templates; return what was rendered for the frame."""
    between = shared_pages.BETWEEN
    monkeypatch.setattr(
        shared_pages,
        "render_to_string",
        lambda template, values: between.join(["Title", "p-x", "", "", f"{template} {values}"]),
    )
    monkeypatch.setattr(shared_pages, "render", lambda _request, _template, context: context)


def ask(address="/x/", template="x.html", state=("release", 1), depends_on="rights", **values):
    request = RequestFactory().get(address)
    if state is not None:
        request.state = state
    gathered = []

    def gather():
        gathered.append(1)
        return values

    answer = shared_page(request, template, gather, depends_on=depends_on)
    return SimpleNamespace(content=answer["parts"]["content"], is_new=bool(gathered))


def test_the_second_reader_gets_what_the_first_was_shown():
    first, second = ask(a=1), ask(a=2)
    assert (first.is_new, second.is_new) == (True, False)
    assert second.content == first.content == "x.html {'a': 1}"


@pytest.mark.parametrize(
    "other",
    [
        {"address": "/y/"},
        {"address": "/x/?unit=MARA"},
        {"template": "y.html"},
        {"state": ("release", 2)},
        {"depends_on": "other rights"},
    ],
    ids=str,
)
def test_whatever_the_page_depends_on_makes_another_page(other):
    ask()
    assert ask(**other).is_new


def test_another_language_makes_another_page(monkeypatch):
    ask()
    monkeypatch.setattr(kept, "get_language", lambda: "pl")
    assert ask().is_new


def test_the_order_of_parameters_makes_no_other_page():
    ask("/x/?unit=MARA&period=2026-10")
    assert not ask("/x/?period=2026-10&unit=MARA").is_new
    assert ask("/x/?unit=MARA&unit=NILS").is_new


def test_where_nobody_looked_at_the_state_nothing_is_kept():
    assert ask(state=None).is_new
    assert ask(state=None).is_new


def test_what_fails_is_not_kept(monkeypatch):
    def fail(_template, _values):
        raise TemplateDoesNotExist("x.html")

    with monkeypatch.context() as broken:
        broken.setattr(shared_pages, "render_to_string", fail)
        with pytest.raises(TemplateDoesNotExist):
            ask()
    assert ask().is_new
