"""What was entered for a KPI, by whom and when."""

from collections.abc import Collection
from dataclasses import dataclass, replace
from datetime import datetime
from typing import TYPE_CHECKING

from django.db.models import Case, Prefetch, When
from django.utils.translation import gettext as _

from core import numbers
from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Entry, EntryEvent, KpiVersion
from scorecard.selectors.evidence import EvidenceLine, evidence_of
from scorecard.selectors.lines import known
from scorecard.selectors.periods import period_name

if TYPE_CHECKING:
    from scorecard.querysets import EntryQuerySet

NEWEST = 8


@dataclass(frozen=True, slots=True)
class Decision:
    """What somebody decided of a figure; `reason` is empty where none was asked for."""

    sentence: str
    reason: str
    at: datetime


@dataclass(frozen=True, slots=True)
class RevisionLine:
    """One revision of a value; `by` is empty where nobody is on record, `comment` where none.

    Attributes
    ----------
    origin
        From where it came, in words: typed, a file and its row, a program.
    decisions
        Who approved, rejected or withdrew it, when and why; the earliest first.
    place
        The file and row that it came from, empty where it came from none.
    evidence
        The files that stand at the figure; said once, with the newest revision of it.
    checked
        How it stands with the validity rules; empty where they were not asked.
    """

    text: str
    period: str
    number: int
    figure: str
    place: str
    origin: str
    by: str
    source: str
    at: datetime
    comment: str
    checked: str
    decisions: tuple[Decision, ...]
    evidence: tuple[EvidenceLine, ...] = ()


def revisions(
    unit: Unit,
    version: KpiVersion,
    periods: Collection[int],
    as_of: datetime | None = None,
    *,
    most: int = NEWEST,
) -> tuple[RevisionLine, ...]:
    """Return the newest revisions below a unit for base periods, the newest first.

    Four queries. The caller has asked the gate: only who may see the breakdown of `unit` may see
    them.
    """
    rows = known(Entry.objects.filter(kpi=version.kpi_id, period__in=periods), as_of)
    # Overrides first: whoever reads the figure looks for its reason.
    overrides_first = Case(When(kind=Entry.OVERRIDE, then=0), default=1)
    found = with_decisions(rows.below([unit.path]), as_of).order_by(overrides_first, "-id")
    return _with_evidence(list(found[:most]), version, as_of)


def _with_evidence(
    entries: list[Entry], version: KpiVersion, as_of: datetime | None
) -> tuple[RevisionLine, ...]:
    """Return revisions as a page shows them, each figure's files with its first line."""
    files = evidence_of([_cell(entry) for entry in entries], as_of)
    return tuple(
        replace(revision_line(entry, version), evidence=files.pop(_cell(entry), ()))
        for entry in entries
    )


def _cell(entry: Entry) -> tuple[int, int, int]:
    return entry.kpi_id, entry.unit_id, entry.period


def with_decisions(rows: "EntryQuerySet", as_of: datetime | None = None) -> "EntryQuerySet":
    """Fetch along what a line shows, in three queries."""
    events = known(EntryEvent.objects.order_by("id"), as_of).select_related("actor")
    related = rows.select_related("unit", "author")
    return related.prefetch_related(Prefetch("events", events), "questions")


def revision_line(entry: Entry, version: KpiVersion) -> RevisionLine:
    """Return one revision as a page shows it, fetched `with_decisions`."""
    return RevisionLine(
        text=_said(entry, version),
        period=period_name(Period(Frequency(version.frequency), entry.period)),
        number=entry.revision,
        figure=_("does not apply") if entry.not_applicable else written(entry, version),
        place=entry.source_detail,
        origin=origin(entry),
        by=entry.author.name if entry.author else "",
        source=str(entry.get_source_display()),
        at=entry.recorded_at,
        comment=entry.comment,
        checked=_checked(entry),
        decisions=tuple(_decision(event) for event in entry.events.all()),
    )


def _decision(event: EntryEvent) -> Decision:
    sentences = {
        EntryEvent.APPROVED: _("%(name)s approved it"),
        EntryEvent.REJECTED: _("%(name)s rejected it"),
        EntryEvent.WITHDRAWN: _("%(name)s withdrew it"),
    }
    name = event.actor.name if event.actor else _("Somebody")
    return Decision(sentences[event.kind] % {"name": name}, event.reason, event.recorded_at)


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
