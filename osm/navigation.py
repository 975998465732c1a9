"""What stands in the navigation for whom: nothing that the person may not use."""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.urls import reverse
from django.utils.translation import gettext as _

from core.kept import kept
from organization.policies import may_anywhere
from organization.querysets import paths_allowing, paths_in_person
from organization.roles import Action
from organization.services.organization import present_organization
from osm.waiting import Waiting, count_waiting

if TYPE_CHECKING:
    from django.http import HttpRequest

    from accounts.models import User

MOST_TABS = 4


@dataclass(frozen=True)
class Item:
    """A page to go to; `key` is the letter after g, `count` what waits there.

    `tab` is the name where there is room for one word.
    """

    label: str
    url: str
    current: bool
    key: str
    count: str = ""
    tab: str = ""


def navigation(request: "HttpRequest") -> dict[str, Any]:
    """Return the navigation of the signed-in person, and the organisation's name."""
    user = request.user
    if not user.is_authenticated:
        return {"organization_name": present_organization().name}
    name, waiting = kept(request, ("navigation", user.pk), lambda: _known(user))
    groups = _groups(user, waiting, request.path)
    items = [item for group in groups for item in group["items"]]
    context: dict[str, Any] = {"organization_name": name}
    if may_anywhere(user, Action.SEE_UNIT):
        context["search_url"] = reverse("search")
    return context | {"navigation": groups, "navigation_phone": _tabs(items)}


def _known(user: "User") -> tuple[str, Waiting]:
    """Return what the navigation asks the database."""
    return present_organization().name, count_waiting(user)


def _tabs(items: list[Item]) -> list[Item]:
    """Return the four that a phone has room for; the rest is in the menu.

    Who enters figures has them at hand instead of the map of units.
    """
    enters = any(item.key == "e" for item in items)
    first = [item for item in items if item.key in ("tesm" if enters else "tsum")]
    return [*first, *(item for item in items if item not in first)][:MOST_TABS]


def _groups(user: "User", waiting: Waiting, here: str) -> list[dict[str, Any]]:
    groups = [
        (_("See"), _see(user, waiting, here)),
        (_("Do"), _do(user, waiting, here)),
        (_("Shape"), _shape(user, here)),
    ]
    return [{"label": label, "items": items} for label, items in groups if items]


def _item(here: str, label: str, name: str, key: str, count: int = 0, *, tab: str = "") -> Item:
    url = reverse(name)
    return Item(label, url, _is_current(url, here), key, str(count) if count else "", tab or label)


def _is_current(url: str, here: str) -> bool:
    """Tell whether a page belongs to an item; the sender's pages lie below the inbox's address."""
    written = reverse("communications:sent")
    if url == reverse("communications:inbox") and here.startswith(written):
        return False
    return here == url if url == "/" else here.startswith(url)


def _see(user: "User", waiting: Waiting, here: str) -> list[Item]:
    items = []
    if may_anywhere(user, Action.SEE_UNIT):
        items += [
            _item(here, _("Today"), "today", "t"),
            _item(here, _("My dashboard"), "dashboard", "d"),
            _item(here, _("Scorecard"), "scorecard:scorecard", "s"),
            _item(here, _("Strategy map"), "scorecard:map", "y"),
            _item(here, _("Units"), "scorecard:heatmap", "u"),
        ]
    items.append(_item(here, _("Messages"), "communications:inbox", "m", waiting.messages))
    # Whoever sees no unit is told of nothing in one.
    if may_anywhere(user, Action.SEE_UNIT):
        items.append(_item(here, _("Notices"), "notices:notices", "n", waiting.notices))
    return items


def _do(user: "User", waiting: Waiting, here: str) -> list[Item]:
    items = []
    if may_anywhere(user, Action.SEE_UNIT):
        items.append(_item(here, _("My updates"), "updates", "i", waiting.updates))
    if may_anywhere(user, Action.ENTER_VALUES):
        item = _item(
            here, _("Enter figures"), "scorecard:enter", "e", waiting.figures, tab=_("Enter")
        )
        items.append(item)
    # Who is named for a figure approves it without the right to approve a unit's.
    if waiting.approvals or may_anywhere(user, Action.APPROVE_VALUES):
        items.append(_item(here, _("Approvals"), "scorecard:approvals", "v", waiting.approvals))
    if may_anywhere(user, Action.SEE_UNIT):
        items.append(_item(here, _("Initiatives"), "initiatives:index", "p"))
    return items


def _shape(user: "User", here: str) -> list[Item]:
    items = []
    # The whole is shaped from its top, whose path has one part.
    if any(path.strip("/").isdecimal() for path in paths_allowing(user, Action.SHAPE)):
        items.append(_item(here, _("Set up"), "shape", "b"))
    if may_anywhere(user, Action.COLLECT):
        items.append(_item(here, _("Figures coming in"), "scorecard:collection", "c"))
    if may_anywhere(user, Action.WRITE_MESSAGES):
        items.append(_item(here, _("Write to units"), "communications:sent", "w"))
    if may_anywhere(user, Action.SEE_AUDIT):
        items.append(_item(here, _("Record of changes"), "audit", "a"))
    # Nobody manages people for another.
    if paths_in_person(user, Action.MANAGE_PEOPLE):
        items.append(_item(here, _("People"), "organization:people", "o"))
    return items
