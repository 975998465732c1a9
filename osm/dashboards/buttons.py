"""The buttons that pin a thing from its own page, for the frame of every page.

The pages of the apps below know nothing of dashboards, and many people share them: whether a thing
is on the dashboard of the one who looks is said in the frame around it.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.functional import SimpleLazyObject
from django.utils.translation import gettext_lazy as _

from core.kept import kept
from organization.models import Unit
from organization.querysets import paths_allowing
from organization.roles import Action
from osm.models import Pin

if TYPE_CHECKING:
    from django.http import HttpRequest
    from django.utils.functional import _StrPromise

    from accounts.models import User

# Page -> kinds that are pinned there, each with what the thing is called on that page.
PINNED_FROM: dict[str, tuple[tuple[str, "_StrPromise"], ...]] = {
    "scorecard:kpi": ((Pin.KPI, _("This KPI")), (Pin.COURSE, _("Its chart"))),
    "scorecard:explain-objective": ((Pin.OBJECTIVE, _("This objective")),),
    "communications:letter": ((Pin.MESSAGE, _("This message")),),
    "initiatives:actions": ((Pin.STEPS, _("Next steps that I hold")),),
    "initiatives:index": ((Pin.PORTFOLIO, _("These initiatives")),),
    "today": ((Pin.LATE, _("Late data")),),
}


@dataclass(frozen=True, slots=True)
class Button:
    """Pins a thing, or takes it off; `pin_id` is the pin, None where it is not pinned."""

    kind: str
    code: str
    unit: str
    words: "_StrPromise"
    pin_id: int | None


# Pins by kind, code and unit; the last two are empty where the kind needs none.
Known = dict[tuple[str, str, str], int]
WITHOUT_UNIT = {Pin.MESSAGE, Pin.STEPS}
# Lists of what lies at and below a unit.
SEEN_INTO = {Pin.LATE, Pin.PORTFOLIO}


def pin_buttons(request: "HttpRequest") -> dict[str, Any]:
    """Return the buttons of the page, asked for only where its frame draws them."""
    match = request.resolver_match
    name = match.view_name if match else ""
    is_past = "as_of" in request.GET
    if is_past or name not in PINNED_FROM or not request.user.is_authenticated:
        return {}
    return {"pin_buttons": SimpleLazyObject(lambda: _buttons(request, name))}


def _buttons(request: "HttpRequest", name: str) -> list[Button]:
    user, match = request.user, request.resolver_match
    assert user.is_authenticated and match is not None  # noqa: S101, PT018
    pins = kept(request, ("pins", user.pk), lambda: _known(user))
    code = str(match.kwargs.get("code") or match.kwargs.get("message_id") or "")
    units = {kind: _unit_of(request, user, kind) for kind, _words in PINNED_FROM[name]}
    return [
        Button(kind, code, unit, words, pins.get((kind, code, unit)))
        for kind, words in PINNED_FROM[name]
        if (unit := units[kind]) is not None
    ]


def _unit_of(request: "HttpRequest", user: "User", kind: str) -> str | None:
    """Return the unit that a page shows, as `requested_unit` finds it.

    Empty where the kind needs none, None where the kind may not be pinned at it.
    """
    if kind in WITHOUT_UNIT:
        return ""
    asked = request.GET.get("unit", "")
    if not asked:
        return kept(request, ("own_unit", user.pk), lambda: _own_unit(user))
    key = ("sees_into", asked, user.pk)
    if kind in SEEN_INTO and not kept(request, key, lambda: _sees_into(user, asked)):
        return None
    return asked


def _own_unit(user: "User") -> str:
    own = Unit.objects.filter(path__in=paths_allowing(user, Action.SEE_UNIT)).in_order().first()
    return own.code if own else ""


def _sees_into(user: "User", code: str) -> bool:
    return Unit.objects.allowing(user, Action.SEE_UNIT).filter(code=code).exists()


def _known(user: "User") -> Known:
    rows = Pin.objects.filter(person=user).values_list(
        "kind", "kpi__code", "objective__code", "message_id", "unit__code", "pk"
    )
    return {
        (kind, str(kpi or objective or message or ""), unit or ""): pk
        for kind, kpi, objective, message, unit, pk in rows
    }
