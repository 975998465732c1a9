"""What stands on the sheets, read from the layout itself."""

import pytest

pytestmark = [pytest.mark.once, pytest.mark.paper]

HEAD = "<!DOCTYPE html><html><head><title>Scorecard of HQ · OSM</title></head><body>"
BAR = '<div class="ctx" data-belonging="Army HQ · October 2026">Army HQ</div>'


@pytest.fixture(scope="module")
def css():
    from core.paper.press import style_sheet

    return style_sheet()


@pytest.fixture
def lay_out(css):
    from core.paper.document import document_of

    def lay_out(main, before=""):
        html = f"{HEAD}{before}<main>{BAR}{main}</main></body></html>"
        return document_of(html, css, "Taken on 12 November 2026")

    return lay_out


def boxes(document):
    return [box for page in document.pages for box in page._page_box.descendants()]


def words(document):
    """Return the text of each sheet."""
    return [
        " ".join(box.text for box in page._page_box.descendants() if hasattr(box, "text"))
        for page in document.pages
    ]


def rows(number, cells=3):
    cell = "<td>12</td>" * cells
    body = "".join(f"<tr><th>Unit {row}</th>{cell}</tr>" for row in range(number))
    return f'<table class="tbl"><thead><tr><th>Head</th></tr></thead><tbody>{body}</tbody></table>'


def test_the_foot_says_where_figures_belong_and_which_sheet_of_how_many(lay_out):
    document, _scale = lay_out(rows(200))
    texts = words(document)
    assert len(texts) > 2
    for number, text in enumerate(texts, start=1):
        assert "Army HQ · October 2026 · Taken on 12 November 2026" in text
        assert f"{number} / {len(texts)}" in text


def test_a_page_without_unit_and_period_is_called_by_its_organisation_and_title(css):
    from core.paper.document import document_of

    main = '<main data-organization="Army of Aldmark">Text</main></body></html>'
    document, _scale = document_of(HEAD + main, css, "Taken now")
    assert "Army of Aldmark · Scorecard of HQ · Taken now" in words(document)[0]


def test_a_table_repeats_its_head_on_every_sheet(lay_out):
    document, _scale = lay_out(rows(200))
    assert all("Head" in text for text in words(document))


def test_a_sheet_is_a4(lay_out):
    document, scale = lay_out("<p>Short</p>")
    (page,) = document.pages
    millimetres = [length / 96 * 25.4 * scale for length in (page.width, page.height)]
    assert millimetres == pytest.approx([210, 297], abs=0.1)


@pytest.mark.parametrize(("cells", "turned"), [(31, False), (40, True), (90, True)])
def test_a_wide_table_is_drawn_smaller_or_turned_instead_of_being_cut_off(lay_out, cells, turned):
    from core.paper.document import SCALE, overflow_of

    document, scale = lay_out(rows(3, cells=cells))
    (page,) = document.pages
    assert (page.width > page.height) == turned
    assert scale < SCALE or turned
    assert overflow_of(document) == pytest.approx(1, abs=0.02)


def test_navigation_forms_and_buttons_stay_away(lay_out):
    hidden = '<form><input value="Search">Find</form><p class="noprint">Download</p>'
    document, _scale = lay_out(f"{hidden}<p>Kept</p>", before="<nav>Menu</nav>")
    text = " ".join(words(document))
    assert "Kept" in text
    assert not {"Menu", "Find", "Download"} & set(text.split())


@pytest.mark.parametrize(
    "typed",
    [
        '<img src="http://127.0.0.1:1/x">',
        '<link rel="stylesheet" href="http://127.0.0.1:1/x.css">',
        '<img src="file:///etc/hostname">',
        '<object data="http://127.0.0.1:1/x">o</object>',
        '<p style="background: url(http://127.0.0.1:1/x)">o</p>',
        "<style>@import url(http://127.0.0.1:1/x.css);</style>",
        '<svg xmlns="http://www.w3.org/2000/svg"><image href="http://127.0.0.1:1/x"/></svg>',
        '<a rel="attachment" href="file:///etc/hostname">o</a>',
    ],
)
def test_nothing_is_fetched_even_from_raw_markup(lay_out, monkeypatch, typed):
    from weasyprint.urls import URLFetcher

    def opened(*_):
        pytest.fail("something was fetched")

    monkeypatch.setattr(URLFetcher, "fetch", opened)
    document, _scale = lay_out(f"<p>Kept</p>{typed}")
    pdf = document.write_pdf()
    assert pdf.startswith(b"%PDF")
    assert "Kept" in words(document)[0]
    assert b"/EmbeddedFile" not in pdf


def test_a_layout_that_cannot_be_made_falls_back_to_one_below_the_other(lay_out):
    # A picture in a grid that would have to part between two sheets stops WeasyPrint.
    svg = '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 9 9" width="60" height="60"></svg>'
    pair = f"<dt>Part</dt><dd>{svg}</dd>"
    document, _scale = lay_out(f'<dl style="display: grid">{pair * 60}</dl><p>End</p>')
    assert "End" in words(document)[-1]


def test_links_are_plain_text(lay_out):
    document, _scale = lay_out('<p><a href="/kpis/VEH/">Vehicles</a> <a href="#late">Late</a></p>')
    assert not [page for page in document.pages if page.links]
    assert "Vehicles Late" in " ".join(words(document)[0].split())


def test_an_empty_page_is_a_sheet(lay_out):
    document, _scale = lay_out("")
    assert len(document.pages) == 1
