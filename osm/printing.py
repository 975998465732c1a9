"""Answer a page as a PDF where its address asks for one, and offer that on the page.

The page is made by its own view, for the person who asks: what may not be seen on it is not in the
PDF either.
"""

import html
import re
from http import HTTPStatus
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.text import slugify

from core.errors import DomainError
from core.paper.press import pdf_of_page
from core.printing import is_printable
from organization.selectors.sheets import taken

if TYPE_CHECKING:
    from collections.abc import Callable

    from django.http import HttpRequest

FORMAT, PDF = "format", "pdf"
TITLE = re.compile(r"<title>(.*?)</title>", re.DOTALL)
PRODUCT = " · OSM"
KEPT_HEADERS = ("ETag", "Cache-Control", "Vary")


class PrintingMiddleware:
    """Turns the answer of a marked view into a PDF; refusals and other answers stay as they are."""

    def __init__(self, get_response: "Callable[[HttpRequest], HttpResponse]") -> None:
        self.get_response = get_response

    def __call__(self, request: "HttpRequest") -> "HttpResponse":
        """Answer as the view does, on paper if that is asked for."""
        page = self.get_response(request)
        is_asked = request.method == "GET" and request.GET.get(FORMAT) == PDF
        if not is_asked or not pdf_url(request) or page.status_code != HTTPStatus.OK:
            return page
        try:
            return _on_paper(request, page)
        except DomainError as error:
            values = {"message": error.message, "page_url": _address(request)}
            status = HTTPStatus.SERVICE_UNAVAILABLE
            return render(request, "no_pdf.html", values, status=status)

    def process_view(
        self, request: "HttpRequest", view: "Callable[..., Any]", _args: Any, _kwargs: Any
    ) -> None:
        """Note whether the page may be asked for as a PDF."""
        request.is_printable = is_printable(view)  # type: ignore[attr-defined]


def offer(request: "HttpRequest") -> dict[str, str]:
    """Return where the page is to be had as a PDF, for its frame; nothing where it is not."""
    return {"pdf_url": pdf_url(request)}


def pdf_url(request: "HttpRequest") -> str:
    """Return the address of the page as a PDF; empty where it cannot be had as one."""
    if not getattr(request, "is_printable", False) or not request.user.is_authenticated:
        return ""
    return _address(request, **{FORMAT: PDF})


def _address(request: "HttpRequest", **more: str) -> str:
    asked = request.GET.copy()
    asked.pop(FORMAT, None)
    asked.update(more)
    return f"{request.path}?{asked.urlencode()}"


def _on_paper(request: "HttpRequest", page: "HttpResponse") -> HttpResponse:
    text = page.content.decode()
    answer = HttpResponse(pdf_of_page(text, taken()), content_type="application/pdf")
    for name in KEPT_HEADERS:
        if name in page.headers:
            answer[name] = page[name]
    found = TITLE.search(text)
    title = html.unescape(found[1]).strip().removesuffix(PRODUCT) if found else ""
    name = slugify(f"{title} {request.GET.get('period', '')}") or "page"
    answer["Content-Disposition"] = f'attachment; filename="{name}.pdf"'
    return answer
