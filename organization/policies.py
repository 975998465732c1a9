"""One question, yes or no: may this person do this with this unit."""

from collections.abc import Iterable

from django.utils import timezone
from django.utils.translation import gettext as _

from accounts.models import User
from core.errors import NotAllowedError
from organization.models import Membership, Unit
from organization.querysets import (
    paths_allowing,
    paths_in_person,
    principal_allowing,
    principals_of,
)
from organization.roles import Action, Role, action_to_give


def may(user: User, action: Action, unit: Unit) -> bool:
    """Tell whether `user` may do `action` with `unit`; the same table as the queryset gate."""
    return any(unit.path.startswith(path) for path in paths_allowing(user, action))


def may_anywhere(user: User, action: Action) -> bool:
    """Tell whether there is any unit with which `user` may do `action`."""
    return bool(paths_allowing(user, action))


def may_in_person(user: User, action: Action, unit: Unit) -> bool:
    """Tell whether `user` may do `action` with `unit` without standing in for anybody."""
    return any(unit.path.startswith(path) for path in paths_in_person(user, action))


def may_act_as(user: User, person_id: int) -> bool:
    """Tell whether `user` is that person, or their deputy today."""
    return user.is_active and (user.pk == person_id or person_id in principals_of(user))


def may_close(user: User, person: User) -> bool:
    """Tell whether `user` may close or open the account of `person`: who gives all their roles.

    Of somebody without a role that lasts, those that ended count; never one's own account.
    """
    if user.pk == person.pk:
        return False
    lasting = Membership.objects.not_over(timezone.now().date()).filter(person=person)
    ended = Membership.objects.newest().filter(person=person)
    rows = list(lasting.select_related("unit")) or list(ended.select_related("unit"))
    return bool(rows) and all(
        may_in_person(user, action_to_give(Role(row.role)), row.unit) for row in rows
    )


def require_people(user: User) -> None:
    """Refuse who manages people nowhere; no deputy does it for another.

    Raises
    ------
    NotAllowedError
        Saying who does.
    """
    if not paths_in_person(user, Action.MANAGE_PEOPLE):
        raise NotAllowedError(_("People are invited by the strategy office. Ask it for help."))


def act_as(user: User, person: User) -> None:
    """Note in whose name `user` acts, for the audit row; nobody's but their own if it is theirs."""
    user.acting_for = None if user.pk == person.pk else person


def require(user: User, action: Action, unit: Unit) -> None:
    """Refuse what the gate does not allow, and note for whom a deputy acts.

    Raises
    ------
    NotAllowedError
        Naming the unit and whom to ask.
    """
    require_each(user, action, [unit])


def require_each(user: User, action: Action, units: Iterable[Unit]) -> None:
    """Refuse what the gate does not allow for every unit, and note for whom a deputy acts.

    Raises
    ------
    NotAllowedError
        Naming the unit and whom to ask.
    """
    principals = []
    for unit in units:
        if not may(user, action, unit):
            raise NotAllowedError(
                _("You may not do this for %(unit)s. Ask the strategy office for the right.")
                % {"unit": unit.name}
            )
        principals.append(principal_allowing(user, action, unit.path))
    needed = [principal for principal in principals if principal is not None]
    user.acting_for = User.objects.get(pk=needed[0]) if needed else None
