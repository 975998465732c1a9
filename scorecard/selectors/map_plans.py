"""The strategy map as it is planned, and what proposed changes make of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from django.utils.translation import gettext as _

from core.errors import DomainError
from scorecard.engine.graphs import circle
from scorecard.models import MapChange, Objective, ObjectiveLink, ObjectiveVersion
from scorecard.selectors.lines import objectives_on, person, valid_on

#: What the map draws, lower objective first.
DRAWN = (ObjectiveLink.CAUSES, ObjectiveLink.CONTRIBUTORY)
Link = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PlannedObjective:
    """An objective as the map has it; perspective and theme by code, `theme` empty for none."""

    name: str
    perspective: str
    theme: str
    owner: str
    weight: float
    place: int | None = None


@dataclass(frozen=True)
class MapPlan:
    """Objectives and links by code on a day; `taken` are the codes of all there ever were."""

    objectives: Mapping[str, PlannedObjective]
    links: frozenset[Link]
    taken: frozenset[str]


def plan_on(day: date = date.max) -> MapPlan:
    """Return the map of the whole organisation as published for a day, in three queries.

    Without a day as it will be once all that is published has begun.
    """
    versions = ObjectiveVersion.objects.select_related("objective", "perspective", "theme", "owner")
    standing = objectives_on(day, versions).values()
    objectives = {version.objective.code: _planned(version) for version in standing}
    rows = ObjectiveLink.objects.filter(kind__in=DRAWN).select_related("source", "target")
    links = valid_on(day, rows, lambda link: (link.source.code, link.target.code, link.kind))
    held = {key[:2] for key, link in links.items() if not link.ended}
    return MapPlan(
        objectives,
        frozenset(link for link in held if set(link) <= set(objectives)),
        frozenset(Objective.objects.values_list("code", flat=True)),
    )


def _planned(version: ObjectiveVersion) -> PlannedObjective:
    return PlannedObjective(
        name=version.name,
        perspective=version.perspective.code,
        theme=version.theme.code if version.theme else "",
        owner=person(version),
        weight=version.weight,
        place=version.place,
    )


def with_changes(
    plan: MapPlan, changes: Iterable[MapChange]
) -> tuple[MapPlan, dict[int, DomainError]]:
    """Return the map after changes, and by id why some of them cannot be made any more."""
    problems = {}
    for change in changes:
        try:
            plan = with_change(plan, change)
        except DomainError as error:
            problems[change.pk] = error
    return plan, problems


def with_change(plan: MapPlan, change: MapChange) -> MapPlan:
    """Return the map after one change.

    Raises
    ------
    DomainError
        Where it cannot be made, with what to do instead.
    """
    match change.kind:
        case MapChange.ADD:
            return _with_new(plan, change.objective, change.said)
        case MapChange.RETIRE:
            return _without(plan, change.objective)
        case MapChange.CONNECT:
            return _connected(plan, (change.objective, change.said["other"]))
        case MapChange.DISCONNECT:
            return _disconnected(plan, (change.objective, change.said["other"]))
        case MapChange.MOVE:
            # A place counts within a lane and column: in another one it means nothing.
            return _changed(plan, change, place=None)
        case _:
            return _changed(plan, change)


def _with_new(plan: MapPlan, code: str, said: Mapping[str, Any]) -> MapPlan:
    if code in plan.taken or code in plan.objectives:
        message = _(
            "“%(code)s” is the code of another objective, perhaps a retired one: choose a new one."
        )
        raise DomainError(message % {"code": code}, field="code")
    return replace(plan, objectives={**plan.objectives, code: PlannedObjective(**said)})


def _changed(plan: MapPlan, change: MapChange, **besides: Any) -> MapPlan:
    standing = _standing(plan, change.objective)
    changed = replace(standing, **change.said)
    if changed == standing:
        raise DomainError(_("It is so already: nothing would change."))
    objectives = {**plan.objectives, change.objective: replace(changed, **besides)}
    return replace(plan, objectives=objectives)


def _without(plan: MapPlan, code: str) -> MapPlan:
    _standing(plan, code)
    kept = {each: objective for each, objective in plan.objectives.items() if each != code}
    return replace(
        plan, objectives=kept, links=frozenset(link for link in plan.links if code not in link)
    )


def _connected(plan: MapPlan, link: Link) -> MapPlan:
    for code in link:
        _standing(plan, code)
    if link[0] == link[1]:
        raise DomainError(_("An objective cannot drive itself: choose another one."), field="other")
    if link in plan.links:
        raise DomainError(_("These two are connected already."), field="other")
    links = plan.links | {link}
    path = circle(_onward(links))
    # A circle that was brought in earlier is not this change's doing.
    if path is not None and circle(_onward(plan.links)) is None:
        names = " > ".join(plan.objectives[code].name for code in path)
        message = _("They would drive each other in a circle: %(path)s. Take one link out first.")
        raise DomainError(message % {"path": names}, field="other")
    return replace(plan, links=links)


def _disconnected(plan: MapPlan, link: Link) -> MapPlan:
    if link not in plan.links:
        raise DomainError(_("These two are not connected on the map then."), field="other")
    return replace(plan, links=plan.links - {link})


def _standing(plan: MapPlan, code: str) -> PlannedObjective:
    if code not in plan.objectives:
        message = _(
            "There is no objective “%(code)s” on the map then: it is retired or has not begun."
        )
        raise DomainError(message % {"code": code})
    return plan.objectives[code]


def _onward(links: Iterable[Link]) -> dict[str, list[str]]:
    onward: dict[str, list[str]] = {}
    for source, target in sorted(links):
        onward.setdefault(source, []).append(target)
    return onward
