"""A page as a PDF is that page: from its own view, behind its own gate, for the one who asks."""

import re
from http import HTTPStatus

import pytest
from django.urls import URLPattern, get_resolver

from core.errors import DomainError
from core.printing import is_printable
from core.revalidation import is_revalidated
from osm import printing
from tests.scorecard.small import make_scorecard

PAGE = "/scorecard/?unit=MARA&period=2026-10"


@pytest.fixture(autouse=True)
def november(time_machine):
    time_machine.move_to("2026-11-12 08:00Z", tick=False)


@pytest.fixture
def world(units):
    return make_scorecard(units)


@pytest.fixture
def printed(monkeypatch):
    """Stand in for the process that makes PDFs; return what it was given."""
    given = []

    def pdf(html, foot):
        given.append((html, foot))
        return b"%PDF-"

    monkeypatch.setattr(printing, "pdf_of_page", pdf)
    return given


def test_the_pdf_is_made_of_the_page_that_the_reader_sees(world, mara, sign_in, printed):
    browser = sign_in(mara)
    page = browser.get(PAGE).content.decode()
    answer = browser.get(f"{PAGE}&format=pdf")
    assert (answer.status_code, answer["Content-Type"]) == (HTTPStatus.OK, "application/pdf")
    ((html, foot),) = printed
    main = re.compile(r"<main.*?data-belonging", re.DOTALL)
    assert main.search(html)[0] == main.search(page)[0]
    assert "Vehicle availability" in html
    assert foot.startswith("Taken on 12 Nov")


def test_the_bar_of_the_page_says_what_stands_below_each_sheet(world, mara, sign_in, printed):
    sign_in(mara).get(f"{PAGE}&format=pdf")
    found = re.search(r'data-belonging="([^"]*)"', printed[0][0])[1]
    assert "1st Armoured Brigade · October 2026 · Figures in: " in found


def test_the_file_is_called_after_its_page_and_period(world, mara, sign_in, printed):
    answer = sign_in(mara).get(f"{PAGE}&format=pdf")
    name = 'filename="scorecard-of-1st-armoured-brigade-2026-10.pdf"'
    assert answer["Content-Disposition"] == f"attachment; {name}"


def test_the_page_offers_itself_as_a_pdf_with_what_was_asked_for(world, mara, sign_in):
    page = sign_in(mara).get(f"{PAGE}&show=off").content.decode()
    assert 'href="/scorecard/?unit=MARA&amp;period=2026-10&amp;show=off&amp;format=pdf"' in page


def test_a_page_that_is_no_report_offers_nothing_and_stays_a_page(world, mara, sign_in, printed):
    answer = sign_in(mara).get("/enter/?format=pdf")
    assert "format=pdf" not in answer.content.decode().replace("?format=pdf", "", 1)
    assert answer["Content-Type"].startswith("text/html")
    assert printed == []


@pytest.mark.parametrize("word", ["PDF", "docx", ""])
def test_another_format_is_the_page(world, mara, sign_in, printed, word):
    answer = sign_in(mara).get(f"{PAGE}&format={word}")
    assert answer["Content-Type"].startswith("text/html")


def test_who_may_not_see_the_page_gets_no_pdf(world, nils, sign_in, client, printed):
    assert sign_in(nils).get(f"{PAGE}&format=pdf").status_code == HTTPStatus.NOT_FOUND
    assert client.get(f"{PAGE}&format=pdf").status_code == HTTPStatus.FOUND
    assert printed == []


def test_a_redirect_stays_one(world, sign_in, printed):
    from tests.factories import make_person

    stranger = make_person("Nobody")
    assert sign_in(stranger).get("/?format=pdf").status_code == HTTPStatus.FOUND
    assert printed == []


def test_a_past_moment_is_that_of_the_page(world, chief, sign_in, printed):
    answer = sign_in(chief).get("/scorecard/?unit=HQ&period=2026-10&as_of=2026-11-11&format=pdf")
    assert answer.status_code == HTTPStatus.OK
    assert "As known on" in printed[0][0]


def test_what_has_not_changed_is_not_made_again(world, mara, sign_in, printed, pages_are_kept):
    browser = sign_in(mara)
    browser.get("/")
    first = browser.get(f"{PAGE}&format=pdf")
    again = browser.get(f"{PAGE}&format=pdf", headers={"If-None-Match": first["ETag"]})
    assert again.status_code == HTTPStatus.NOT_MODIFIED
    assert len(printed) == 1


def test_a_pdf_that_cannot_be_made_is_refused_with_the_way_back(world, mara, sign_in, monkeypatch):
    def refuse(*_):
        raise DomainError("This server cannot make PDFs.")

    monkeypatch.setattr(printing, "pdf_of_page", refuse)
    answer = sign_in(mara).get(f"{PAGE}&format=pdf")
    assert answer.status_code == HTTPStatus.SERVICE_UNAVAILABLE
    text = answer.content.decode()
    assert "This server cannot make PDFs." in text
    assert 'href="/scorecard/?unit=MARA&amp;period=2026-10"' in text
    assert "ETag" not in answer


def views(resolver):
    for pattern in resolver.url_patterns:
        yield from [pattern.callback] if isinstance(pattern, URLPattern) else views(pattern)


def test_every_page_that_follows_the_figures_can_be_had_as_a_pdf():
    followed = [view for view in views(get_resolver()) if is_revalidated(view)]
    assert len(followed) > 6
    assert [view for view in followed if not is_printable(view)] == []


@pytest.mark.paper
def test_a_person_gets_a_real_pdf(world, mara, sign_in):
    answer = sign_in(mara).get(f"{PAGE}&format=pdf")
    assert answer.content.startswith(b"%PDF-")
    assert len(answer.content) > 5000
