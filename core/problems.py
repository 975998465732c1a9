"""Refusals of the API as RFC 9457 writes them: `application/problem+json`."""

from collections.abc import Iterator, Sequence
from http import HTTPStatus
from typing import Any, TypedDict

from django.utils.translation import gettext as _
from rest_framework.exceptions import APIException, ErrorDetail, ValidationError
from rest_framework.response import Response
from rest_framework.settings import api_settings
from rest_framework.views import exception_handler

from core.errors import DomainError, NotAllowedError

CONTENT_TYPE = "application/problem+json"


class Fault(TypedDict):
    """One thing that is wrong: a sentence, and a JSON pointer to where in the request."""

    detail: str
    pointer: str


class ProblemError(APIException):
    """A refusal with its status, a sentence, and the single faults if there are any."""

    def __init__(self, status: HTTPStatus, detail: str, faults: Sequence[Fault] = ()) -> None:
        super().__init__(detail)
        self.status_code = status
        self.faults = list(faults)


def answer(error: Exception, context: dict[str, Any]) -> Response | None:
    """Turn an error of an API view into a problem; None leaves a fault of OSM itself to Django."""
    known = _as_api_error(error)
    response = exception_handler(known, context)
    if response is None:
        return None
    faults = getattr(known, "faults", [])
    detail = str(getattr(known, "detail", "")) or HTTPStatus(response.status_code).phrase
    if isinstance(known, ValidationError):
        faults, detail = list(_faults(known.detail)), _("The request is not complete and correct.")
    elif isinstance(response.data, dict):
        detail = str(response.data.get("detail", detail))
    response.data = problem(HTTPStatus(response.status_code), detail, faults)
    response.content_type = CONTENT_TYPE
    return response


def problem(status: HTTPStatus, detail: str, faults: Sequence[Fault] = ()) -> dict[str, Any]:
    """Return the body of a refusal."""
    return {
        "type": "about:blank",
        "title": status.phrase,
        "status": status.value,
        "detail": detail,
        "errors": list(faults),
    }


def _as_api_error(error: Exception) -> Exception:
    """Give a refusal of a service its status; leave everything else as it is."""
    if isinstance(error, NotAllowedError):
        return ProblemError(HTTPStatus.FORBIDDEN, error.message)
    if isinstance(error, DomainError):
        return ProblemError(HTTPStatus.UNPROCESSABLE_ENTITY, error.message)
    return error


def _faults(detail: Any, pointer: str = "") -> Iterator[Fault]:
    """Walk through what a serializer found wrong, however deep it lies."""
    if isinstance(detail, ErrorDetail | str):
        yield {"detail": str(detail), "pointer": f"#{pointer}"}
    elif isinstance(detail, dict):
        for name, inner in detail.items():
            of_whole = name == api_settings.NON_FIELD_ERRORS_KEY
            yield from _faults(inner, pointer if of_whole else f"{pointer}/{_escaped(name)}")
    else:
        for place, inner in enumerate(detail):
            yield from _faults(inner, pointer if isinstance(inner, str) else f"{pointer}/{place}")


def _escaped(name: object) -> str:
    """Write a name as RFC 6901 wants it in a pointer."""
    return str(name).replace("~", "~0").replace("/", "~1")
