"""Pages that are the same for everybody with the same rights: computed once, shown to all.

What such a page says depends on the state of the database, the address, the language and what the
reader may see, not on who the reader is. The navigation around it is one's own and is not shared.
"""

from collections.abc import Callable, Hashable
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from core.kept import kept

# What `parts.html` writes between the blocks; text on a page never holds it: `<` is escaped.
BETWEEN = "<!--part-->"
PARTS = ("title", "page", "scripts", "context", "content")

Values = Callable[[], dict[str, Any]]


def shared_page(
    request: HttpRequest, template: str, values: Values, *, depends_on: Hashable
) -> HttpResponse:
    """Answer a page whose template extends ``parts.html``.

    Parameters
    ----------
    values
        Gathers what the template gets; not called where somebody saw this page before.
    depends_on
        All that the page depends on beside the database, the address and the language: the
        rights of the reader (`organization.selectors.readers`), and what is the reader's own.
    """
    asked = (template, request.path, *sorted(request.GET.lists()))
    parts = kept(request, (asked, depends_on), lambda: _parts(template, values()))
    return render(request, "kept.html", {"parts": parts})


def _parts(template: str, values: dict[str, Any]) -> dict[str, SafeString]:
    # Without the request: neither the person nor the session can get into what others are shown.
    texts = render_to_string(template, values).split(BETWEEN)
    return {name: SafeString(text.strip()) for name, text in zip(PARTS, texts, strict=True)}
