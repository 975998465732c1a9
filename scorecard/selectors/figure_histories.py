"""All that was ever submitted for one cell: each revision, who, when, from where, why."""

from dataclasses import dataclass

from django.utils.translation import gettext as _

from core.sheets import Sheet
from scorecard.models import Entry
from scorecard.selectors.corrections import place_to_enter
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.evidence import EvidenceLine
from scorecard.selectors.evidence_pages import evidence_at
from scorecard.selectors.periods import period_name
from scorecard.selectors.places import Place
from scorecard.selectors.revisions import RevisionLine, revision_line, with_decisions


@dataclass(frozen=True, slots=True)
class FigureHistory:
    """The revisions of a cell, the newest first.

    `enter_url` is where it is corrected; empty where the reader may not. `evidence` are the files
    that were ever attached, the newest first.
    """

    place: Place
    revisions: tuple[RevisionLine, ...]
    enter_url: str
    evidence: tuple[EvidenceLine, ...]


def figure_history(place: Place, *, can_enter: bool) -> FigureHistory:
    """Return what was submitted for a cell, in four queries; the caller has asked the gate."""
    rows = with_decisions(Entry.objects.filter(**place.cell)).order_by("-revision")
    way = place_to_enter(place.unit, place.kpi, place.period, calendar_now()) if can_enter else ""
    version = place.kpi.definition
    return FigureHistory(
        place, tuple(revision_line(entry, version) for entry in rows), way, evidence_at(place)
    )


def history_sheet(history: FigureHistory) -> Sheet:
    """Return the same as a table, the newest first."""
    place = history.place
    return Sheet(
        name=f"{place.kpi.code} {place.unit.code} {calendar_now().format(place.period)} history",
        heads=(
            *(_("Revision"), _("Figure"), _("Entered by"), _("When"), _("From where")),
            *(_("Comment"), _("How it was checked"), _("What was decided")),
        ),
        rows=[
            (
                line.number,
                line.figure,
                line.by,
                line.at.isoformat(timespec="seconds"),
                line.origin,
                line.comment,
                line.checked,
                "; ".join(_decided(line)),
            )
            for line in history.revisions
        ],
        notes=[f"{place.kpi}, {place.unit.name}, {period_name(place.period)}"],
    )


def _decided(line: RevisionLine) -> list[str]:
    return [": ".join(filter(None, (one.sentence, one.reason))) for one in line.decisions]
