"""Which unit's figures a program asks for, and from when to when."""

from dataclasses import dataclass
from datetime import date
from http import HTTPStatus
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter

from core.problems import ProblemError
from organization.models import Unit
from organization.selectors.units import published_unit
from scorecard.api.periods import read_period
from scorecard.engine.periods import FiscalCalendar

if TYPE_CHECKING:
    from django.http import QueryDict

    from accounts.models import User

WINDOW = [
    OpenApiParameter(
        "unit", OpenApiTypes.STR, required=True, description="The unit whose figures are wanted."
    ),
    OpenApiParameter("from", OpenApiTypes.STR, description="The first period, of any length."),
    OpenApiParameter("to", OpenApiTypes.STR, description="The last period, of any length."),
]
NAMES = ("unit", "from", "to")


@dataclass(frozen=True, slots=True)
class Window:
    """A unit, and the days between which whole periods must lie; None is without an end."""

    unit: Unit
    first_day: date | None
    last_day: date | None


def read_window(user: "User", asked: "QueryDict", calendar: FiscalCalendar) -> Window:
    """Read unit, from and to.

    Raises
    ------
    ProblemError
        Where no unit is named, or a period is none.
    Http404
        Where `user` sees no such unit.
    """
    code = asked.get("unit", "")
    if not code:
        sentence = _("Name the unit whose figures you want, for example ?unit=HQ.")
        raise ProblemError(HTTPStatus.BAD_REQUEST, sentence)
    first, last = asked.get("from"), asked.get("to")
    return Window(
        unit=published_unit(user, code),
        first_day=calendar.first_day(read_period(first, calendar)) if first else None,
        last_day=calendar.last_day(read_period(last, calendar)) if last else None,
    )
