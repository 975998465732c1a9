"""Dashboards that the office shares with a role: which one a reader has, and what is shared."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db.models import Max, QuerySet

from organization.models import Membership, Unit
from organization.querysets import Held, held_by, paths_allowing
from organization.roles import Action, Role, roles_granting
from osm.models import SharedDashboard, SharedPin

if TYPE_CHECKING:
    from accounts.models import User

ROLE_NAMES = dict(Membership.ROLES)
# With these a dashboard can be shared: they see a unit.
ROLES = [(role.value, ROLE_NAMES[role.value]) for role in roles_granting(Action.SEE_UNIT)]
# Of several roles the one counts that comes first here.
STARTS = (
    Role.EXECUTIVE,
    Role.OSM_STAFF,
    Role.UNIT_MANAGER,
    Role.CONTRIBUTOR,
    Role.AUDITOR,
    Role.CONSULTANT,
    Role.EMPLOYEE,
)


@dataclass(frozen=True, slots=True)
class SharedWith:
    """A shared dashboard for one reader: its pins at the reader's own unit where it says so."""

    dashboard: SharedDashboard
    pins: Sequence[SharedPin]


def sharing_unit(user: "User") -> Unit | None:
    """Return the unit from which down `user` shares dashboards; None for who does not."""
    paths = paths_allowing(user, Action.SHAPE)
    return Unit.objects.filter(path__in=paths).in_order().first()


def shared_by(unit: Unit) -> Sequence[SharedDashboard]:
    """Return what is shared from a unit down, in the order of the roles."""
    order = [role for role, _name in ROLES]
    rows = _holding().filter(unit=unit).select_related("author")
    return sorted(rows, key=lambda row: order.index(row.role))


def start_of(user: "User") -> SharedDashboard | None:
    """Return the dashboard with which `user` starts, in one query; None where none is shared.

    Only one's own roles count, not those of people for whom one is a deputy. Of several offices
    above the nearest one counts.
    """
    found = _choice(user)
    return found[0] if found else None


def shared_with(user: "User") -> SharedWith | None:
    """Return what is shared with `user`; None where nothing is."""
    found = _choice(user)
    if found is None:
        return None
    dashboard, held = found
    pins = list(dashboard.pins.all())
    if dashboard.at_own_unit:
        own = Unit.objects.get(path=held.path)
        for pin in pins:
            pin.unit = own if pin.unit_id else None
    return SharedWith(dashboard, pins)


def _choice(user: "User") -> tuple[SharedDashboard, Held] | None:
    own = [held for held in held_by(user) if held.person_id == user.pk and held.role in STARTS]
    if not own:
        return None
    rows = _holding().filter(role__in={held.role.value for held in own}).select_related("unit")
    reaching = [
        (row, held)
        for row in rows
        for held in own
        if held.role == row.role and held.path.startswith(row.unit.path)
    ]
    return min(reaching, key=_nearest, default=None)


def _nearest(found: tuple[SharedDashboard, Held]) -> tuple[int, int, str]:
    dashboard, held = found
    return STARTS.index(held.role), -len(dashboard.unit.path), held.path


def _holding() -> "QuerySet[SharedDashboard]":
    newest = SharedDashboard.objects.values("unit", "role").annotate(newest=Max("id"))
    return SharedDashboard.objects.filter(pk__in=newest.values("newest"), withdrawn=False)
