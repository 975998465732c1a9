from http import HTTPStatus

import pytest
from django.http import Http404
from rest_framework.exceptions import MethodNotAllowed, Throttled, ValidationError

from core.errors import DomainError, NotAllowedError
from core.problems import ProblemError, answer

# Python 3.13 calls it by the newer name of the RFC.
TOO_LATE = HTTPStatus.UNPROCESSABLE_ENTITY.phrase


def problem(error):
    return answer(error, {}).data


@pytest.mark.parametrize(
    ("error", "status", "title", "detail"),
    [
        (DomainError("It is too late."), 422, TOO_LATE, "It is too late."),
        (NotAllowedError("Ask Ada."), 403, "Forbidden", "Ask Ada."),
        (ProblemError(404, "No such unit."), 404, "Not Found", "No such unit."),
        (Http404("You see no unit."), 404, "Not Found", "You see no unit."),
        (Http404(), 404, "Not Found", "Not found."),
        (MethodNotAllowed("GET"), 405, "Method Not Allowed", "Method “GET” not allowed."),
    ],
)
def test_a_refusal_becomes_a_problem(error, status, title, detail):
    found = problem(error)
    assert (found["status"], found["title"], found["errors"]) == (status, title, [])
    assert found["detail"].replace('"GET"', "“GET”") == detail


def test_it_says_what_kind_of_content_it_is():
    assert answer(Http404(), {}).content_type == "application/problem+json"


def test_headers_are_kept():
    assert answer(Throttled(wait=7), {})["Retry-After"] == "7"


def test_each_fault_points_to_its_place():
    error = ValidationError([{}, {"a/b": ["Not known."], "non_field_errors": ["Say one."]}])
    assert problem(error)["errors"] == [
        {"detail": "Not known.", "pointer": "#/1/a~1b"},
        {"detail": "Say one.", "pointer": "#/1"},
    ]


def test_a_fault_of_the_program_stays_one():
    assert answer(ZeroDivisionError(), {}) is None
