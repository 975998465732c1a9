"""What is said of the reminders that a rule plans: when they come, and what came of them."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time

from django.db.models import Count
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import day as day_words
from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.models import PlannedReminder

WAITS, SENT = PlannedReminder.WAITS, PlannedReminder.SENT


@dataclass(frozen=True, slots=True)
class ReminderMoment:
    """The reminders of a month at one time.

    Attributes
    ----------
    when
        On which day and at what time, by the clocks of the units.
    step
        How that lies to the day on which figures are due: ``3 working days before``.
    words
        What came of it: ``12 units reminded, 5 had nothing missing``; or for how many it is
        planned.
    """

    when: str
    step: str
    words: str


def planned_reminders(unit: Unit, month: Period, today: date) -> tuple[ReminderMoment, ...]:
    """Return the reminders of a month at and below a unit, the first first; one query.

    Each counts units: one that is reminded of two periods at the same time counts once.
    """
    rows = PlannedReminder.objects.filter(month=month.ordinal, unit__path__startswith=unit.path)
    counted = (
        rows.order_by()
        .values_list("not_before", "wall_time", "time_zone", "step", "state")
        .annotate(n=Count("unit", distinct=True))
    )
    found: dict[tuple[datetime, str, str, int], dict[str, int]] = defaultdict(dict)
    for *place, state, count in counted:
        found[tuple(place)][state] = count
    return tuple(
        ReminderMoment(planned_at(wall, zone, today), step_words(step), _came_of(counts))
        for (_at, wall, zone, step), counts in sorted(found.items())
    )


def _came_of(counts: Mapping[str, int]) -> str:
    """Say what came of the reminders of a moment, by state."""
    sentences = {
        PlannedReminder.WAITS: ngettext(
            "planned for %(n)d unit, if it owes anything then",
            "planned for %(n)d units, for those that owe anything then",
            counts.get(WAITS, 0),
        ),
        PlannedReminder.SENT: ngettext(
            "%(n)d unit reminded", "%(n)d units reminded", counts.get(SENT, 0)
        ),
        PlannedReminder.NOTHING: _("%(n)d had nothing missing"),
        PlannedReminder.REMINDED: _("%(n)d reminded on that day already"),
        PlannedReminder.LOCKED: _("%(n)d not, as the month was locked"),
    }
    return ", ".join(
        sentence % {"n": counts[state]} for state, sentence in sentences.items() if state in counts
    )


def rule_words(steps: Sequence[int], at: time) -> str:
    """Say when a rule reminds: ``3 working days before, on the day, at 09:00``."""
    if not steps:
        return _("By nobody but people: no reminder goes out by itself.")
    told = [step_words(step) for step in sorted(steps)]
    return _("%(steps)s, at %(time)s") % {"steps": _joined(told), "time": f"{at:%H:%M}"}


def step_words(step: int) -> str:
    """Say how a reminder lies to the day on which figures are due."""
    if step == 0:
        return _("on the day")
    if step < 0:
        return ngettext("%(n)d working day before", "%(n)d working days before", -step) % {
            "n": -step
        }
    return ngettext("%(n)d working day after", "%(n)d working days after", step) % {"n": step}


def planned_at(wall_time: str, zone: str, today: date) -> str:
    """Write when a reminder comes by the clocks of its unit: ``4 Nov 09:00 (Europe/Oslo)``."""
    day, _space, clock = wall_time.partition(" ")
    words = day_words(date.fromisoformat(day), today=today)
    return f"{words} {clock} ({zone})"


def _joined(words: Iterable[str]) -> str:
    return ", ".join(words)
