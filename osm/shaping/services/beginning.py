"""The first minute of an installation: its first person names the organisation and its top."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core.database import lock_key
from core.errors import DomainError, NotAllowedError
from core.package_tables import read_lines
from core.packages import Package, Problem
from organization.models import Unit
from organization.roles import Role
from osm.exchange import RefusedError, import_tables
from osm.package_parts import SCHEMAS

if TYPE_CHECKING:
    from accounts.models import User


def may_begin(user: "User") -> bool:
    """Tell whether `user` begins: who was let in by the command line, while there is no unit."""
    return user.is_superuser and user.is_active and not Unit.objects.exists()


@transaction.atomic
def begin(
    *,
    first: "User",
    name: str,
    code: str,
    unit_name: str,
    fiscal_year_start_month: int,
    time_zone: str,
) -> Unit:
    """Store the organisation and its headquarters, and make `first` its office and administrator.

    Raises
    ------
    NotAllowedError
        Where `first` was not let in by the command line, or somebody has begun.
    DomainError
        Where something cannot be stored, naming the field.
    """
    # Two who begin at the same moment: the second finds a headquarters.
    lock_key("beginning", wait=True)
    if not may_begin(first):
        message = _("OSM is in use already: ask the strategy office for what you need.")
        raise NotAllowedError(message)
    rows = {
        "organization": {
            "name": name,
            "fiscal_year_start_month": str(fiscal_year_start_month),
            "time_zone": time_zone,
        },
        "units": {"code": code, "name": unit_name, "parent": ""},
    }
    roles = [
        {"email": first.email, "name": first.name or first.email, "unit": code, "role": str(role)}
        for role in (Role.ADMINISTRATOR, Role.OSM_STAFF)
    ]
    lines = {file: [list(row), list(row.values())] for file, row in rows.items()}
    lines["people"] = [list(roles[0]), *(list(role.values()) for role in roles)]
    problems: list[Problem] = []
    tables = {
        file: read_lines(iter(found), SCHEMAS[file], problems) for file, found in lines.items()
    }
    try:
        import_tables(actor=first, package=Package(tables, tuple(problems)))
    except RefusedError as refused:
        problem = refused.problems[0]
        raise DomainError(problem.message, field=_field(problem)) from refused
    top: Unit = Unit.objects.get(code=code)
    return top


def _field(problem: Problem) -> str:
    """Return the field of the form in which the cell was typed."""
    if problem.file == SCHEMAS["units"].file:
        return {"code": "code", "name": "unit_name"}.get(problem.column, "")
    return problem.column
