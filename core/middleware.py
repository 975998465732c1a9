"""Refusals become answers that a person can act on."""

from collections.abc import Callable
from http import HTTPStatus
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.translation import gettext as _

from core.errors import NotAllowedError

LARGEST_KEY = 2**63 - 1

Answer = Callable[[HttpRequest], HttpResponse]


class RefusalMiddleware:
    """Answers 403, with the reason, where a service refused what a person may see but not do."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer as the view does."""
        return self.get_response(request)

    def process_view(
        self, request: HttpRequest, view: Callable[..., Any], _args: Any, kwargs: dict[str, Any]
    ) -> None:
        """Refuse what no row can hold, before a database chokes on it.

        Raises
        ------
        Http404
            For an address with the character NUL, which PostgreSQL cannot keep, and for a number
            beyond all keys. Forms say it beside the field, the API in its own way.
        """
        if hasattr(view, "cls"):
            return
        if _holds_nul(request.GET) or not all(map(_can_be_stored, kwargs.values())):
            raise Http404(_("There is nothing at this address."))

    def process_exception(self, request: HttpRequest, error: Exception) -> HttpResponse | None:
        """Turn a refusal into a page; leave everything else to Django."""
        if not isinstance(error, NotAllowedError):
            return None
        return render(request, "403.html", {"message": error.message}, status=HTTPStatus.FORBIDDEN)


def _can_be_stored(value: Any) -> bool:
    return value <= LARGEST_KEY if isinstance(value, int) else "\x00" not in str(value)


def _holds_nul(asked: QueryDict) -> bool:
    return any("\x00" in text for name, texts in asked.lists() for text in (name, *texts))
