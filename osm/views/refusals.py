"""What is answered where there is no such address."""

from http import HTTPStatus

from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.translation import gettext as _
from django.views.defaults import page_not_found

from core.problems import CONTENT_TYPE, problem

API = "/api/"


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """Answer people with a page, and programs with a problem."""
    if not request.path.startswith(API):
        return page_not_found(request, exception)
    detail = _("There is no such address. Addresses of the API end with a slash.")
    body = problem(HTTPStatus.NOT_FOUND, detail)
    return JsonResponse(body, status=HTTPStatus.NOT_FOUND, content_type=CONTENT_TYPE)
