"""Which changes a person may see: those that concern the units whose record they see."""

from typing import TYPE_CHECKING

from accounts.models import User
from audit.models import Record
from audit.selectors.history import HistoryLine, history
from organization.models import Unit
from organization.roles import Action

if TYPE_CHECKING:
    from audit.querysets import RecordQuerySet


def records_open_to(user: User, unit: Unit | None = None) -> "RecordQuerySet":
    """Return the changes that `user` may see; only those below `unit` if one is given.

    What concerns no unit in particular is seen by the auditors of the whole organisation alone.
    """
    units = Unit.objects.allowing(user, Action.SEE_AUDIT)
    if unit is not None:
        return Record.objects.concerning(units.below([unit.path]).values("pk"))
    if units.filter(parent=None).exists():
        return Record.objects.all()
    return Record.objects.concerning(units.values("pk"))


def person_history(user: User, person: User) -> tuple[HistoryLine, ...]:
    """Return what was done to a person's account and roles, as far as `user` may see it."""
    return history(records_open_to(user).about("person", person.email))
