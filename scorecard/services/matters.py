"""Whether a unit has a KPI or an objective at all, and what it is called on record."""

from django.utils.translation import gettext as _

from core.errors import DomainError
from organization.models import Unit
from scorecard.models import Kpi, Line, Matter


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


def subject_of(unit: Unit, matter: Matter) -> str:
    """Return what the record calls a matter at a unit; what is added follows after a space."""
    return f"{unit.code} {matter.code}"


def _has(unit: Unit, matter: Matter) -> bool:
    if isinstance(matter, Kpi):
        return Kpi.objects.known_at(unit).filter(pk=matter.pk).exists()
    path = [int(part) for part in unit.path.strip("/").split("/")]
    has_line = Line.objects.filter(objective=matter, unit__in=path).exists()
    return has_line or matter.unit_id == unit.pk
