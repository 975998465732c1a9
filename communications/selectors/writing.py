"""What the page for writing offers: units, speakers, objectives, and a look at the text."""

from collections.abc import Collection
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.db.models import Q, QuerySet
from django.utils import timezone

from communications.models import State
from communications.selectors.places import Places, places
from communications.selectors.steps import Step, first_steps, steps
from organization.models import Membership, Unit
from organization.querysets import paths_allowing
from organization.roles import Action
from scorecard.models import Objective

if TYPE_CHECKING:
    from accounts.models import User
    from communications.models import MessageVersion

MOST_WORDS = 60
WORDS_A_MINUTE = 150


@dataclass(frozen=True)
class UnitNode:
    """A unit to choose, with those below it; open at the top and above what is chosen."""

    key: str
    name: str
    count: int
    is_chosen: bool
    is_open: bool
    children: "tuple[UnitNode, ...]"


@dataclass(frozen=True)
class WritePage:
    """The page for writing or changing a message."""

    places: Places
    steps: list[Step]
    message_id: int | None
    title: str
    text: str
    speaker: str
    is_waiting: bool
    words: int
    seconds: int
    is_long: bool
    units: tuple[UnitNode, ...]


def write_page(
    user: "User",
    *,
    title: str = "",
    text: str = "",
    chosen: Collection[int] = (),
    version: "MessageVersion | None" = None,
) -> WritePage:
    """Return the page with what was typed so far; `version` is the one to change, if any."""
    words = len(text.split())
    return WritePage(
        places=places(user),
        steps=steps(version) if version else first_steps(),
        message_id=version.message_id if version else None,
        title=title,
        text=text,
        speaker=version.message.speaker.name if version else "",
        is_waiting=version is not None and version.state == State.WAITING,
        words=words,
        seconds=round(words * 60 / WORDS_A_MINUTE),
        is_long=words > MOST_WORDS,
        units=unit_nodes(user, chosen),
    )


def unit_nodes(user: "User", chosen: Collection[int]) -> tuple[UnitNode, ...]:
    """Return the units to which `user` may write, as trees, in one query."""
    units = list(Unit.objects.allowing(user, Action.WRITE_MESSAGES).in_order())
    inside = {unit.pk for unit in units}
    below: dict[int | None, list[Unit]] = {}
    for unit in units:
        below.setdefault(unit.parent_id if unit.parent_id in inside else None, []).append(unit)
    return tuple(_node(unit, below, chosen) for unit in below.get(None, []))


def speaker_choices(user: "User") -> list[tuple[int, str]]:
    """Return who may speak in the reach of `user`: id and "name, unit", highest units first."""
    reach = paths_allowing(user, Action.WRITE_MESSAGES)
    voices = (
        Membership.objects.valid_on(timezone.now().date())
        .granting(Action.SPEAK)
        .filter(Q(unit__in=_above(reach)) | Q(unit__in=Unit.objects.below(reach).values("pk")))
        .filter(person__is_active=True)
        .exclude(person=user)
        .select_related("person", "unit")
    )
    ranked = sorted(voices, key=lambda voice: (voice.unit.path.count("/"), voice.person.name))
    labels: dict[int, str] = {}
    for voice in ranked:
        labels.setdefault(voice.person_id, f"{voice.person.name}, {voice.unit.name}")
    return list(labels.items())


def objectives_for(user: "User") -> QuerySet[Objective]:
    """Return the objectives that a message of `user` may support."""
    reach = paths_allowing(user, Action.WRITE_MESSAGES)
    seen = Q(unit__in=_above(reach)) | Q(unit__in=Unit.objects.below(reach).values("pk"))
    return Objective.objects.filter(seen).select_related("current", "unit")


def _above(paths: Collection[str]) -> set[int]:
    return {int(part) for path in paths for part in path.strip("/").split("/")}


def _node(unit: Unit, below: dict[int | None, list[Any]], chosen: Collection[int]) -> UnitNode:
    children = tuple(_node(child, below, chosen) for child in below.get(unit.pk, []))
    return UnitNode(
        key=str(unit.pk),
        name=unit.name,
        count=sum(child.count + 1 for child in children),
        is_chosen=unit.pk in chosen,
        is_open=unit in below[None] or any(c.is_chosen or c.is_open for c in children),
        children=children,
    )
