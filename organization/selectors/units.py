"""Find the unit that somebody asks for by its code, and the one at the top."""

from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from organization.models import Unit
from organization.policies import require
from organization.roles import Action

if TYPE_CHECKING:
    from accounts.models import User


def top_unit() -> Unit:
    """Return the unit at the top: who shapes it decides for the whole organisation.

    Raises
    ------
    Http404
        Where there is no unit yet.
    """
    top: Unit | None = Unit.objects.filter(parent=None).first()
    if top is None:
        raise Http404(_("There is no unit yet: bring in the units first."))
    return top


def published_unit(user: "User", code: str) -> Unit:
    """Return a unit whose published figures `user` may see.

    Raises
    ------
    Http404
        Where there is none, or `user` may not know of it.
    """
    found: Unit | None = Unit.objects.published_to(user).filter(code=code).first()
    if found is None:
        raise Http404(_("You see no unit “%(code)s”.") % {"code": code})
    return found


def open_unit(user: "User", code: str) -> Unit:
    """Return a unit of which `user` may see more than what is published.

    Raises
    ------
    Http404
        Where there is none, or `user` may not know of it.
    NotAllowedError
        Above one's own unit, of which only published figures may be seen.
    """
    unit = published_unit(user, code)
    require(user, Action.SEE_UNIT, unit)
    return unit
