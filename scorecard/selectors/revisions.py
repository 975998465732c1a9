"""What was entered for a KPI, by whom and when."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from django.db.models import Case, Prefetch, When
from django.utils.translation import gettext as _

from core import numbers
from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Entry, EntryEvent, KpiVersion
from scorecard.selectors.lines import known
from scorecard.selectors.periods import period_name

NEWEST = 8


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One revision of a value; `by` is empty where nobody is on record, `comment` where none.

    Attributes
    ----------
    place
        The file and row that it came from, empty where it came from none.
    checked
        How it stands with the validity rules; empty where they were not asked.
    """

    text: str
    period: str
    place: str
    by: str
    source: str
    at: datetime
    comment: str
    checked: str


def revisions(
    unit: Unit,
    version: KpiVersion,
    periods: Collection[int],
    as_of: datetime | None = None,
    *,
    most: int = NEWEST,
) -> tuple[RevisionLine, ...]:
    """Return the newest revisions below a unit for base periods, the newest first.

    Three queries. The caller has asked the gate: only who may see the breakdown of `unit` may see
    them.
    """
    entries = (
        known(Entry.objects.filter(kpi=version.kpi_id, period__in=periods), as_of)
        .below([unit.path])
        .select_related("unit", "author")
        .prefetch_related(Prefetch("events", known(EntryEvent.objects.all(), as_of)), "questions")
        # Overrides first: whoever reads the figure looks for its reason.
        .order_by(Case(When(kind=Entry.OVERRIDE, then=0), default=1), "-id")[:most]
    )
    return tuple(_line(entry, version) for entry in entries)


def _line(entry: Entry, version: KpiVersion) -> RevisionLine:
    return RevisionLine(
        text=_said(entry, version),
        period=period_name(Period(Frequency(version.frequency), entry.period)),
        place=entry.source_detail,
        by=entry.author.name if entry.author else "",
        source=str(entry.get_source_display()),
        at=entry.recorded_at,
        comment=entry.comment,
        checked=_checked(entry),
    )


def _checked(entry: Entry) -> str:
    doubts = [str(question.get_kind_display()) for question in entry.questions.all()]
    if doubts:
        return _("asked because it is %(doubts)s") % {"doubts": ", ".join(doubts)}
    return _("nothing unusual") if entry.is_checked else ""


def _said(entry: Entry, version: KpiVersion) -> str:
    values = {"unit": entry.unit.name, "value": written(entry, version)}
    kinds = {event.kind for event in entry.events.all()}
    if "withdrawn" in kinds:
        return _("%(unit)s withdrew %(value)s") % values
    if "rejected" in kinds:
        return _("%(unit)s entered %(value)s, which was rejected") % values
    if entry.kind == Entry.OVERRIDE:
        return _("%(unit)s overrode what came from below with %(value)s") % values
    if entry.not_applicable:
        return _("%(unit)s said that it does not apply") % values
    if entry.revision > 1:
        return _("%(unit)s corrected it to %(value)s") % values
    return _("%(unit)s entered %(value)s") % values


def origin(entry: Entry) -> str:
    """Say from where an entry came: typed on the page, a file and its row, a program."""
    way = str(entry.get_source_display())
    if not entry.source_detail:
        return way
    return _("%(way)s: %(place)s") % {"way": way, "place": entry.source_detail}


def written(entry: Entry, version: KpiVersion) -> str:
    """Write what was entered: a value with its unit, or a pair."""
    if entry.numerator is None:
        return numbers.figure(entry.value, version.unit_of_measure)
    return _("%(numerator)s of %(denominator)s") % {
        "numerator": numbers.plain(entry.numerator),
        "denominator": numbers.plain(entry.denominator),
    }
