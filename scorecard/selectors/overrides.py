"""The override that stands in a cell, beside what was computed."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from core import numbers
from organization.policies import may
from organization.roles import Action
from scorecard.models import Entry, Result
from scorecard.selectors.places import Place
from scorecard.selectors.revisions import written

if TYPE_CHECKING:
    from accounts.models import User
    from scorecard.selectors.context import Context
    from scorecard.selectors.subjects import Readings, Subject


@dataclass(frozen=True, slots=True)
class Override:
    """An override: what it says, why, by whom and when; `by` is empty where nobody is on record."""

    text: str
    reason: str
    by: str
    source: str
    at: datetime


@dataclass(frozen=True, slots=True)
class OverrideNote:
    """What the page of a KPI says of an override.

    Attributes
    ----------
    computed
        What came from below, in words; empty where that is unknown.
    can_override
        Whether the reader may override the figure and take an override back.
    """

    place: Place
    computed: str
    standing: Override | None
    can_override: bool


def override_at(
    user: "User", context: "Context", subject: "Subject", readings: "Readings"
) -> OverrideNote | None:
    """Return what is to be said of an override of the figure shown; None for nothing.

    Longer periods have none of their own; above one's own unit and in the past none is shown.
    """
    if context.as_of or not context.can_see_breakdown:
        return None
    if readings.period.frequency is not subject.frequency:
        return None
    figure = readings.own.get(readings.period)
    can_override = may(user, Action.OVERRIDE, context.unit) and not subject.version.formula
    if not (can_override or (figure and figure.overridden)):
        return None
    return override_note(Place(context.unit, subject.kpi, readings.period), can=can_override)


def override_note(place: Place, *, can: bool) -> OverrideNote:
    """Return the override of a cell beside what was computed, in two queries."""
    entry = standing_override(place)
    return OverrideNote(place, _computed(place), _said(entry) if entry else None, can)


def standing_override(place: Place) -> Entry | None:
    """Return the override that counts in a cell; None where there is none."""
    rows = Entry.objects.filter(**place.cell).standing().select_related("author", "kpi__current")
    newest: Entry | None = rows.select_related("unit").order_by("-revision").first()
    return newest if newest and newest.kind == Entry.OVERRIDE else None


def _computed(place: Place) -> str:
    result = Result.objects.filter(**place.cell).first()
    if result is None:
        return ""
    number = result.computed if result.overridden else result.value
    return "" if number is None else numbers.figure(number, place.kpi.definition.unit_of_measure)


def _said(entry: Entry) -> Override:
    return Override(
        text=written(entry, entry.kpi.definition),
        reason=entry.comment,
        by=entry.author.name if entry.author else "",
        source=str(entry.get_source_display()),
        at=entry.recorded_at,
    )
