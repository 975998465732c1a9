"""Long lists of the API, page by page."""

import re
from http import HTTPStatus
from typing import Any

from django.utils.translation import gettext as _
from rest_framework.pagination import PageNumberPagination
from rest_framework.request import Request

from core.problems import ProblemError

USUAL, MOST = 100, 1000
WHOLE = re.compile(r"[1-9][0-9]{0,8}", re.ASCII)


class Pages(PageNumberPagination):
    """Pages of 100 rows, or of as many as are asked for, up to 1,000."""

    page_size = USUAL
    max_page_size = MOST
    page_size_query_param = "page_size"
    last_page_strings = ()
    parameters = ("page", "page_size")

    def get_page_size(self, request: Request) -> int:
        """Return how many rows a page has.

        Raises
        ------
        ProblemError
            For what is no number from 1 to the most: cutting it silently would lose rows.
        """
        asked = request.query_params.get("page_size", str(USUAL))
        if not WHOLE.fullmatch(asked) or int(asked) > MOST:
            sentence = _("A page has 1 to %(most)d rows, not “%(asked)s”.")
            raise ProblemError(HTTPStatus.BAD_REQUEST, sentence % {"most": MOST, "asked": asked})
        return int(asked)

    def get_page_number(self, request: Request, paginator: Any) -> int | str:
        """Return which page is meant, the first one if nothing is said."""
        asked = request.query_params.get("page", "1")
        if not WHOLE.fullmatch(asked):
            sentence = _("Pages are numbered from 1; “%(asked)s” is none.")
            raise ProblemError(HTTPStatus.BAD_REQUEST, sentence % {"asked": asked})
        if int(asked) > paginator.num_pages:
            sentence = _("There are %(count)d pages, so there is no page %(asked)s.")
            words = {"count": paginator.num_pages, "asked": asked}
            raise ProblemError(HTTPStatus.NOT_FOUND, sentence % words)
        return int(asked)

    def get_schema_operation_parameters(self, view: Any) -> list[dict[str, Any]]:
        """Describe both parameters with their limits."""
        found = super().get_schema_operation_parameters(view)
        for parameter in found:
            most = {"maximum": MOST} if parameter["name"] == "page_size" else {}
            parameter["schema"] |= {"minimum": 1, **most}
        return found
