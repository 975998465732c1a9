"""Publish the draft of the strategy map: all of its changes from one month on, or none."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import asdict
from datetime import date, datetime
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from jobs.services.outbox import post
from jobs.services.positions import recorded_now
from organization.models import Unit
from organization.services.organization import local_day
from scorecard.models import (
    MapDraft,
    MapDraftEnding,
    Objective,
    ObjectiveLink,
    ObjectiveVersion,
    Perspective,
    Theme,
)
from scorecard.selectors.lines import valid_on
from scorecard.selectors.map_drafts import changes_of, mark_of
from scorecard.selectors.map_plans import (
    DRAWN,
    Link,
    MapPlan,
    PlannedObjective,
    plan_on,
    with_changes,
)
from scorecard.services.dependents import score_years_from
from scorecard.services.map_drafts import hold_map, owner_of, refuse_ended
from scorecard.services.present import refresh_current

if TYPE_CHECKING:
    from accounts.models import User

FIELDS = ("name", "weight", "place")
BELONGING = ("perspective", "theme", "owner")


@transaction.atomic
def publish_draft(*, actor: "User", draft: MapDraft, seen: str, valid_from: date) -> MapDraftEnding:
    """Let every change of a draft hold from the first day of a month on; earlier months stay.

    Parameters
    ----------
    seen
        The state of the draft that `actor` has read, as `OpenDraft.seen` gives it.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the map.
    DomainError
        Where somebody changed or ended the draft meanwhile, the day begins no month, or a change
        cannot be made on it.
    """
    recorded_at = recorded_now()
    top = hold_map(actor)
    refuse_ended(draft)
    _refuse_unseen(draft, seen)
    if valid_from.day != 1:
        raise DomainError(_("The map changes with a month: choose one."))
    before = plan_on(valid_from)
    after = _after(draft, before)
    _Publishing(top, valid_from, recorded_at).write(before, after)
    refresh_current(Objective, ObjectiveVersion, "objective", local_day(timezone.now()))
    _record(actor, top, draft, valid_from)
    post("scores", score_years_from(valid_from))
    return MapDraftEnding.objects.create(
        draft=draft,
        kind=MapDraftEnding.PUBLISHED,
        valid_from=valid_from,
        author=actor,
        recorded_at=recorded_at,
    )


def _refuse_unseen(draft: MapDraft, seen: str) -> None:
    if mark_of(draft) == seen:
        return
    newest = draft.changes.select_related("author").order_by("-id").first()
    message = _(
        "The draft changed after you opened this page, the newest change is by %(who)s. "
        "Nothing is published: read the changes below, then publish again."
    )
    raise DomainError(message % {"who": newest.author.name if newest else draft.author.name})


def _after(draft: MapDraft, before: MapPlan) -> MapPlan:
    """Return the map with all changes on the day of `before`."""
    changes = changes_of(draft)
    if not changes:
        raise DomainError(_("The draft has no change: propose one first."))
    after, problems = with_changes(before, changes)
    if problems:
        first = next(iter(problems.values()))
        message = _("%(problem)s Choose another month, or take the change back.")
        raise DomainError(message % {"problem": first.message})
    return after


def _record(actor: "User", top: Unit, draft: MapDraft, valid_from: date) -> None:
    """Write who published what; what each change says was recorded when it was proposed."""
    objectives = sorted({change.objective for change in changes_of(draft)})
    record(
        actor=actor,
        verb="published map draft",
        kind="map",
        subject=str(draft),
        detail={"from": valid_from.isoformat(), "objectives": ", ".join(objectives)},
        unit_id=top.pk,
    )


class _Publishing:
    """Appends the dated rows by which one map becomes another from a day on."""

    def __init__(self, top: Unit, day: date, recorded_at: datetime) -> None:
        self.top, self.day = top, day
        self.recorded_at = recorded_at
        self.perspectives = dict(Perspective.objects.values_list("code", "id"))
        self.themes = dict(Theme.objects.values_list("code", "id"))

    def write(self, before: MapPlan, after: MapPlan) -> None:
        for code, objective in after.objectives.items():
            was = before.objectives.get(code)
            if was is None:
                self._add(code, objective)
            elif was != objective:
                self._revise(code, self._columns(objective, _differing(was, objective)))
        for code in set(before.objectives) - set(after.objectives):
            self._revise(code, {"retired": True})
        ids = dict(Objective.objects.values_list("code", "id"))
        self._link(after.links - before.links, ids)
        self._unlink(before.links - after.links)

    def _add(self, code: str, planned: PlannedObjective) -> None:
        ObjectiveVersion.objects.create(
            objective=Objective.objects.create(code=code, unit=self.top),
            valid_from=self.day,
            recorded_at=self.recorded_at,
            **self._columns(planned, [*FIELDS, *BELONGING]),
        )

    def _columns(self, planned: PlannedObjective, names: Collection[str]) -> dict[str, Any]:
        """Return some of what is planned, as a version keeps it."""
        columns = {name: getattr(planned, name) for name in FIELDS if name in names}
        if "perspective" in names:
            columns["perspective_id"] = self.perspectives[planned.perspective]
        if "theme" in names:
            columns["theme_id"] = self.themes.get(planned.theme)
        return columns | (owner_of(planned.owner) if "owner" in names else {})

    def _revise(self, code: str, fields: Mapping[str, Any]) -> None:
        """Append what differs to the version of the day, and to all that begin later."""
        versions = ObjectiveVersion.objects.filter(objective__code=code)
        self._append(versions, lambda version: version.objective_id, fields)

    def _link(self, links: Iterable[Link], ids: Mapping[str, int]) -> None:
        for source, target in sorted(links):
            ends = {"source_id": ids[source], "target_id": ids[target]}
            rows = ObjectiveLink.objects.filter(**ends, kind=ObjectiveLink.CAUSES)
            if not self._append(rows, _kind, {"ended": False}):
                ObjectiveLink.objects.create(
                    kind=ObjectiveLink.CAUSES,
                    valid_from=self.day,
                    recorded_at=self.recorded_at,
                    **ends,
                )

    def _unlink(self, links: Iterable[Link]) -> None:
        for source, target in sorted(links):
            rows = ObjectiveLink.objects.filter(
                source__code=source, target__code=target, kind__in=DRAWN
            )
            self._append(rows, _kind, {"ended": True})

    def _append(self, rows: Any, key: Any, fields: Mapping[str, Any]) -> int:
        """Append a revision, with some fields changed, of every row that holds from the day on."""
        held = [(self.day, row) for row in valid_on(self.day, rows, key).values()]
        later: dict[Any, Any] = {}
        for row in rows.filter(valid_from__gt=self.day).order_by("id"):
            later[key(row), row.valid_from] = row
        held += [(row.valid_from, row) for row in later.values()]
        for day, row in held:
            row.pk, row.valid_from, row.recorded_at = None, day, self.recorded_at
            row._state.adding = True  # noqa: SLF001 - a revision is the same row, appended
            for name, value in fields.items():
                setattr(row, name, value)
            row.save(force_insert=True)
        return len(held)


def _kind(link: ObjectiveLink) -> str:
    return link.kind


def _differing(was: PlannedObjective, now: PlannedObjective) -> list[str]:
    """Return the names of what differs: an owner named anew in the same words stays who it is."""
    old, new = asdict(was), asdict(now)
    return [name for name in new if old[name] != new[name]]
