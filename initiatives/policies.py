"""Who may change an initiative or a next step, and who may say how it stands."""

from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from core.errors import NotAllowedError
from initiatives.models import ActionItem, Initiative
from organization.policies import act_as, may, may_act_as, may_anywhere, require
from organization.roles import Action
from scorecard.policies import may_speak_for, require_speaker

if TYPE_CHECKING:
    from accounts.models import User


def may_edit(user: "User", initiative: Initiative) -> bool:
    """Tell whether `user` may change facts, milestones and links of `initiative`."""
    return may(user, Action.EDIT_INITIATIVES, initiative.unit)


def may_write_status(user: "User", initiative: Initiative) -> bool:
    """Tell whether `user` may say how `initiative` stands: its owner, and who may edit it."""
    return may_edit(user, initiative) or (
        _owns(user, initiative) and may(user, Action.SEE_UNIT, initiative.unit)
    )


def require_editor(user: "User", initiative: Initiative) -> None:
    """Refuse who may not edit initiatives of its unit."""
    require(user, Action.EDIT_INITIATIVES, initiative.unit)


def require_editor_anywhere(user: "User") -> None:
    """Refuse who may not edit initiatives of any unit."""
    if not may_anywhere(user, Action.EDIT_INITIATIVES):
        raise NotAllowedError(
            _("You may not add initiatives. Ask your unit's manager or the strategy office to.")
        )


def require_status_writer(user: "User", initiative: Initiative) -> None:
    """Refuse anybody else, naming who may, and note for whom a deputy acts."""
    if may_edit(user, initiative):
        require_editor(user, initiative)
    elif may_write_status(user, initiative):
        act_as(user, _owner(initiative))
    else:
        raise NotAllowedError(
            _(
                "Only the owner of “%(initiative)s”, or who may edit initiatives of %(unit)s, "
                "says how it stands."
            )
            % {"initiative": initiative, "unit": initiative.unit.name}
        )


def may_change_action(user: "User", action: ActionItem) -> bool:
    """Tell whether `user` may move, hand over and drop a next step: who speaks for its matter."""
    return may_speak_for(user, action.unit, action.matter)


def may_finish_action(user: "User", action: ActionItem) -> bool:
    """Tell whether `user` may say that a next step is done: who has it, and who may change it."""
    return _has(user, action) or may_change_action(user, action)


def require_finisher(user: "User", action: ActionItem) -> None:
    """Refuse who neither has a next step nor speaks for its matter.

    Notes for whom a deputy acts.

    Raises
    ------
    NotAllowedError
        Saying who speaks for it.
    """
    holder = action.holder
    if holder is not None and _has(user, action):
        act_as(user, holder)
    else:
        require_speaker(user, action.unit, action.matter)


def _has(user: "User", action: ActionItem) -> bool:
    holder = action.holder
    has_it = holder is not None and may_act_as(user, holder.pk)
    return has_it and may(user, Action.SEE_UNIT, action.unit)


def _owns(user: "User", initiative: Initiative) -> bool:
    owner = initiative.current.owner_id if initiative.current else None
    return owner is not None and may_act_as(user, owner)


def _owner(initiative: Initiative) -> "User":
    # Of an initiative that somebody owns: whoever may say how it stands has been asked before.
    return initiative.current.owner  # type: ignore[union-attr,return-value]
