"""A page as a document of sheets. Only imported where PDFs are made: WeasyPrint needs Pango."""

import re
from typing import NoReturn
from xml.etree.ElementTree import Element

from weasyprint import CSS, HTML, Document
from weasyprint.urls import URLFetcher

from core.paper.charts import draw_charts
from core.paper.pictures import Looks, make_whole
from core.paper.styles import SCALE

# Nothing is fetched; relative addresses only need something before them.
BASE = "osm:/"
PRODUCT = " · OSM"
LEFT_OUT = {"script", "form", "template", "dialog"}
# What print.css hides; the layout of paper must not bring it back.
NOT_PRINTED = {"noprint", "btn", "opener", "tw", "so"}
# Millimetres: A4, and the margins of the style guide.
SHORT, LONG, MARGIN = 210, 297, 14
# What paper.css calls the sheets of pages that are wide by themselves.
TURNED = "wide"
SMALLEST_SCALE = 0.25
A_LITTLE = 1.15
GRID = re.compile(r"display:\s*(inline-)?(grid|flex)")


class NoFetcher(URLFetcher):  # type: ignore[misc]
    """Fetches nothing: a page brings all that stands on it, and its style sheet comes along."""

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> NoReturn:  # noqa: ARG002
        """Refuse.

        Raises
        ------
        ValueError
            Always; WeasyPrint then leaves out what it asked for.
        """
        raise ValueError(url)


def pdf_of(html: str, css: str, foot: str) -> bytes:
    """Return a page as a PDF.

    Parameters
    ----------
    html
        The whole page, as the browser gets it.
    css
        The style sheets as they hold on paper (`core.paper.styles.on_paper`).
    foot
        What stands below every sheet, after where the page's figures belong.
    """
    document, scale = document_of(html, css, foot)
    found: bytes = document.write_pdf(zoom=scale)
    return found


def document_of(html: str, css: str, foot: str) -> tuple[Document, float]:
    """Return a page laid out on sheets, and the scale at which nothing on it is cut off."""
    page = HTML(string=html, base_url=BASE, url_fetcher=NoFetcher())
    looks = Looks(css)
    draw_charts(page.etree_element, looks.around(page.wrapper_element))
    make_whole(page.wrapper_element, looks)
    keep_main(page.etree_element, foot)
    document = laid_out(page, css, SCALE)
    too_wide = overflow_of(document)
    if too_wide <= 1:
        return document, SCALE
    # A little smaller is still read; a much wider table is read better on a sheet that is turned.
    is_turned = too_wide > A_LITTLE
    room = (LONG - 2 * MARGIN) / (SHORT - 2 * MARGIN) if is_turned else 1
    scale = max(SMALLEST_SCALE, SCALE * min(1, room / too_wide))
    return laid_out(page, css, scale, is_turned=is_turned), scale


def keep_main(page: Element, foot: str) -> None:
    """Leave out all that stands around the main part, and write down what stands below it."""
    head, body, main = page.find("head"), page.find("body"), page.find(".//main")
    if head is None or body is None or main is None:
        return
    bar = next((each for each in main.iter("div") if each.get("data-belonging")), None)
    belonging = _named(head, main) if bar is None else bar.get("data-belonging", "")
    main.set("data-foot", f"{belonging} · {foot}")
    head[:] = [child for child in head if child.tag == "title"]
    body[:] = [main]
    for parent in list(main.iter()):
        # A link on paper is plain text; its address would be none that a reader of the file knows.
        parent.attrib.pop("href", None)
        parent[:] = [child for child in parent if _is_printed(child)]


def _named(head: Element, main: Element) -> str:
    """Return whose page it is and what it is called, for a page without unit and period."""
    title = " ".join(head.findtext("title", "").split()).removesuffix(PRODUCT)
    return " · ".join(filter(None, (main.get("data-organization"), title)))


def _is_printed(element: Element) -> bool:
    return element.tag not in LEFT_OUT and not NOT_PRINTED & {*element.get("class", "").split()}


def laid_out(page: HTML, css: str, scale: float, *, is_turned: bool = False) -> Document:
    """Return a page on sheets that are so much larger as it is drawn smaller."""
    short, long, margin = (f"{length / scale:.3f}mm" for length in (SHORT, LONG, MARGIN))
    upright, turned = f"size:{short} {long}", f"size:{long} {short}"
    usual = f"{turned if is_turned else upright};margin:{margin}"
    sizes = f"@page{{{usual}}}@page {TURNED}{{{turned}}}"
    try:
        return page.render(stylesheets=[_sheet(f"{css}\n{sizes}")])
    except Exception:
        return page.render(stylesheets=[_sheet(f"{GRID.sub('display:block', css)}\n{sizes}")])


def _sheet(css: str) -> CSS:
    return CSS(string=css, base_url=BASE, url_fetcher=NoFetcher())


def overflow_of(document: Document) -> float:
    """Return how many times wider than its sheet the widest table of a document is."""
    widest = 1.0
    for sheet in document.pages:
        box = sheet._page_box  # noqa: SLF001 - nothing public says where a table lies
        end = box.content_box_x() + box.width
        tables = (each for each in box.descendants() if each.element_tag == "table")
        reached = max((each.border_box_x() + each.border_width() for each in tables), default=0.0)
        widest = max(widest, (reached - box.content_box_x()) / (end - box.content_box_x()))
    return widest
