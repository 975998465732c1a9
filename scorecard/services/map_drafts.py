"""Propose changes of the strategy map in a draft that only the office sees, and take them back."""

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from organization import policies
from organization.models import Unit
from organization.roles import Action
from organization.selectors.units import top_unit
from organization.services.people import addresses
from scorecard.models import MapChange, MapChangeTakenBack, MapDraft, MapDraftEnding
from scorecard.selectors.map_drafts import ChangeWords, changes_of, open_draft
from scorecard.selectors.map_plans import plan_on, with_change, with_changes

if TYPE_CHECKING:
    from accounts.models import User


def hold_map(actor: "User") -> Unit:
    """Ask whether `actor` shapes the map, and let others who do so at the same moment wait.

    Raises
    ------
    NotAllowedError
        Saying who does.
    """
    top = top_unit()
    policies.require(actor, Action.SHAPE, top)
    held: Unit = Unit.objects.select_for_update().get(pk=top.pk)
    return held


@transaction.atomic
def propose_change(
    *, actor: "User", kind: str, objective: str, said: Mapping[str, Any]
) -> MapChange:
    """Add a change to the draft; the first one opens it.

    Parameters
    ----------
    kind, objective, said
        As `MapChange` keeps them.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the map.
    DomainError
        Where it cannot be made on top of the others, such as a link that closes a circle.
    """
    top, now = hold_map(actor), timezone.now()
    draft = open_draft()
    change = MapChange(kind=kind, objective=objective, said=dict(said))
    _refuse_unknown_owner(change)
    plan, _problems = with_changes(plan_on(), changes_of(draft))
    with_change(plan, change)
    change.draft = draft or MapDraft.objects.create(author=actor, recorded_at=now)
    change.author, change.recorded_at = actor, now
    change.save()
    _record(actor, top, "proposed map change", change)
    return change


@transaction.atomic
def take_back_change(*, actor: "User", change: MapChange) -> MapChangeTakenBack:
    """Take a proposed change out of the draft.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the map.
    DomainError
        Where the draft has ended, it is taken back already, or another change builds on it.
    """
    top = hold_map(actor)
    rest = changes_of(open_draft())
    if change not in rest:
        message = _("This change is not in the draft any more: it was published or taken back.")
        raise DomainError(message)
    plan, published = plan_on(), rest
    _plan, before = with_changes(plan, published)
    kept = [each for each in rest if each != change]
    _plan, after = with_changes(plan, kept)
    broken = [each for each in kept if each.pk in after and each.pk not in before]
    if broken:
        words = ChangeWords(plan, rest).of(broken[0])
        message = _("Another change builds on this one, take it back first: %(change)s.")
        raise DomainError(message % {"change": words})
    _record(actor, top, "took back map change", change)
    return MapChangeTakenBack.objects.create(
        change=change, author=actor, recorded_at=timezone.now()
    )


@transaction.atomic
def discard_draft(*, actor: "User", draft: MapDraft) -> MapDraftEnding:
    """End a draft without publishing it.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the map.
    DomainError
        Where it has ended already.
    """
    top = hold_map(actor)
    refuse_ended(draft)
    record(
        actor=actor,
        verb="discarded map draft",
        kind="map",
        subject=str(draft),
        unit_id=top.pk,
    )
    return MapDraftEnding.objects.create(
        draft=draft, kind=MapDraftEnding.DISCARDED, author=actor, recorded_at=timezone.now()
    )


def refuse_ended(draft: MapDraft) -> None:
    """Refuse a draft that somebody has published or discarded, and say who."""
    ending = MapDraftEnding.objects.filter(draft=draft).select_related("author").first()
    if ending is None:
        return
    message = {
        MapDraftEnding.PUBLISHED: _("%(who)s has published this draft: the map shows it."),
        MapDraftEnding.DISCARDED: _("%(who)s has discarded this draft: propose changes anew."),
    }[ending.kind]
    raise DomainError(message % {"who": ending.author.name})


def owner_of(text: str) -> dict[str, Any]:
    """Return who owns an objective, as its version keeps it: a person by address, else a name.

    Raises
    ------
    DomainError
        Where nobody has that address.
    """
    if "@" not in text:
        return {"owner_id": None, "owner_name": text}
    found = [person for person, address in addresses().items() if address == text.strip().lower()]
    if not found:
        message = _("Nobody has the address “%(address)s”: write it as it is, or a name.")
        raise DomainError(message % {"address": text}, field="owner")
    return {"owner_id": found[0], "owner_name": ""}


def _refuse_unknown_owner(change: MapChange) -> None:
    if "owner" in change.said:
        owner_of(change.said["owner"])


def _record(actor: "User", top: Unit, verb: str, change: MapChange) -> None:
    record(
        actor=actor,
        verb=verb,
        kind="map",
        subject=change.objective,
        detail={"change": change.kind, **change.said},
        unit_id=top.pk,
    )
