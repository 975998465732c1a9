"""Who may approve a figure: somebody else than its author."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.errors import NotAllowedError
from organization import policies
from organization.querysets import principal_allowing
from organization.roles import Action
from scorecard.models import Entry

if TYPE_CHECKING:
    from accounts.models import User


def approval_refusal(user: "User", entry: Entry, named: "User | None") -> str:
    """Say why `user` may not approve an entry; empty where they may.

    Parameters
    ----------
    named
        The approver named for its unit and KPI: they, their deputy or the strategy office
        approve. Without one it is whoever approves figures in the unit.
    """
    if not _is_free_to(user, entry, named):
        return _("%(who)s approves this figure, or the strategy office.") % {
            "who": named.name if named else _("The manager of %(unit)s") % {"unit": entry.unit.name}
        }
    if entry.author_id in {user.pk, _principal(user, entry, named)} - {None}:
        return _("You entered this figure, or act for who did: somebody else approves it.")
    return ""


def require_approver(user: "User", entry: Entry, named: "User | None") -> None:
    """Refuse who may not approve an entry, and note for whom a deputy acts.

    Raises
    ------
    NotAllowedError
        Saying who approves it.
    """
    if refusal := approval_refusal(user, entry, named):
        raise NotAllowedError(refusal)
    action = _action(user, entry)
    if named is not None and action is not Action.OVERRIDE:
        policies.act_as(user, named)
    else:
        policies.require(user, action, entry.unit)


def _is_free_to(user: "User", entry: Entry, named: "User | None") -> bool:
    if named is None or _action(user, entry) is Action.OVERRIDE:
        return policies.may(user, _action(user, entry), entry.unit)
    return policies.may(user, Action.SEE_UNIT, entry.unit) and policies.may_act_as(user, named.pk)


def _action(user: "User", entry: Entry) -> Action:
    """Return the right that is used: the office needs no other."""
    is_office = policies.may(user, Action.OVERRIDE, entry.unit)
    return Action.OVERRIDE if is_office else Action.APPROVE_VALUES


def _principal(user: "User", entry: Entry, named: "User | None") -> int | None:
    """Return the id of the person in whose name `user` would approve; None for their own."""
    action = _action(user, entry)
    if named is not None and action is not Action.OVERRIDE:
        return named.pk
    return principal_allowing(user, action, entry.unit.path)
