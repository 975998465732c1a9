"""What all addresses of the API have in common."""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any, ClassVar, TypeVar

from django.utils.decorators import method_decorator
from django.utils.translation import gettext as _
from django.views.decorators.cache import cache_control
from django.views.decorators.http import conditional_page
from rest_framework.generics import GenericAPIView
from rest_framework.mixins import ListModelMixin
from rest_framework.permissions import SAFE_METHODS
from rest_framework.request import Request
from rest_framework.response import Response

from core.problems import ProblemError

Row = TypeVar("Row")


# The ETag is a hash of the body: an unchanged answer is 304 and travels without it.
@method_decorator([cache_control(private=True, no_cache=True), conditional_page], name="dispatch")
class Endpoint(GenericAPIView[Any]):
    """An address of the API.

    Attributes
    ----------
    scopes
        The scope that a token needs, by verb; reading always needs "read".
    parameters
        What may be asked for in the address, beside filters and pages.
    """

    scopes: ClassVar[Mapping[str, str]] = {}
    parameters: ClassVar[tuple[str, ...]] = ()

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """Check who asks, then what is asked: an unknown parameter may be a misspelt one."""
        super().initial(request, *args, **kwargs)
        verb = str(request.method)
        if not hasattr(self, verb.lower()):
            # 405 says more than that a parameter is not known.
            return
        known = self.known_parameters() if verb in SAFE_METHODS else []
        for name, value in request.query_params.items():
            if sentence := _refusal(name, str(value), known):
                raise ProblemError(HTTPStatus.BAD_REQUEST, sentence)

    def known_parameters(self) -> list[str]:
        """Return the names that the address of a reading request may hold."""
        filters = getattr(self, "filterset_class", None)
        return [*self.parameters, *(filters.base_filters if filters else ())]


class Listing(ListModelMixin, Endpoint):
    """An address that lists rows, page by page."""

    def known_parameters(self) -> list[str]:
        """Return filters and pages."""
        return [*super().known_parameters(), *getattr(self.paginator, "parameters", ())]

    # Without a docstring: a list is described by that of its class.
    def get(self, request: Request, *args: Any, **kwargs: Any) -> Response:  # noqa: D102
        return self.list(request, *args, **kwargs)


def _refusal(name: str, value: str, known: list[str]) -> str:
    """Say why a parameter cannot be meant; empty where it can."""
    if name not in known:
        return _unknown(name, known)
    if not value:
        return _("“%(name)s” is empty: leave it out, or say what you want.") % {"name": name}
    # PostgreSQL keeps no text with this character, so it cannot look for one either.
    if "\x00" in value:
        return _("“%(name)s” holds a character that no text has here.") % {"name": name}
    return ""


def _unknown(name: str, known: list[str]) -> str:
    if not known:
        return _("“%(name)s” is not known here: this address takes no parameters.") % {"name": name}
    return _("“%(name)s” is not known here. There are: %(known)s.") % {
        "name": name,
        "known": ", ".join(known),
    }
