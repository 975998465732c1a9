"""Of what somebody speaks, whether a unit has it at all, and what it is called on record."""

from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from core.errors import DomainError
from organization.models import Unit
from organization.selectors.units import published_unit
from organization.services.organization import local_day
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi, Line, Matter
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.matters import find_kpi, find_objective

if TYPE_CHECKING:
    from accounts.models import User

LONG = {Frequency.MONTHLY, Frequency.QUARTERLY, Frequency.YEARLY}


def check_matter(unit: Unit, matter: Matter) -> None:
    """Refuse a KPI that a unit neither reports nor shows, and an objective that it has not.

    Raises
    ------
    DomainError
        Naming both.
    """
    if not _has(unit, matter):
        raise DomainError(
            _("%(unit)s has no “%(matter)s” on its scorecard.")
            % {"unit": unit.name, "matter": matter}
        )


def check_period(matter: Matter, period: Period) -> None:
    """Refuse a period of which no page of a matter speaks, and one that has not begun.

    Raises
    ------
    DomainError
        Beside the field `period`.
    """
    known = LONG
    if isinstance(matter, Kpi):
        known = LONG | {Frequency(matter.definition.frequency)}
    if period.frequency not in known:
        raise DomainError(_("Name a period in which this KPI is entered."), field="period")
    if calendar_now().first_day(period) > local_day(timezone.now()):
        raise DomainError(_("This period has not begun yet."), field="period")


def named_matter(
    user: "User", unit_code: str, *, kpi: str | None, objective: str | None
) -> tuple[Unit, Matter]:
    """Return the unit and the KPI, or else the objective, that is named, which `user` may see.

    Raises
    ------
    Http404
        For a unit that `user` may not know of.
    DomainError
        For a KPI or objective that there is not, for `user`.
    """
    unit = published_unit(user, unit_code)
    found = find_objective(user, objective or "") if kpi is None else find_kpi(user, kpi)
    if found is None:
        raise DomainError(
            _("There is nothing with the code “%(code)s” that you can see.")
            % {"code": kpi or objective}
        )
    return unit, found


def subject_of(unit: Unit, matter: Matter) -> str:
    """Return what the record calls a matter at a unit; what is added follows after a space."""
    return f"{unit.code} {matter.code}"


def _has(unit: Unit, matter: Matter) -> bool:
    if isinstance(matter, Kpi):
        return Kpi.objects.known_at(unit).filter(pk=matter.pk).exists()
    path = [int(part) for part in unit.path.strip("/").split("/")]
    has_line = Line.objects.filter(objective=matter, unit__in=path).exists()
    return has_line or matter.unit_id == unit.pk
