"""The page of the files of evidence of one figure, and the file that an address names."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _

from organization.roles import Action
from scorecard.models import CheckRule, Evidence
from scorecard.selectors.check_rules import effects_of
from scorecard.selectors.corrections import place_to_enter
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.evidence import EvidenceLine, evidence_line
from scorecard.selectors.places import Place

if TYPE_CHECKING:
    from accounts.models import User
    from scorecard.querysets import EvidenceQuerySet

#: How many files stand at a figure, at most.
MOST = 10


@dataclass(frozen=True, slots=True)
class EvidencePage:
    """The files of one figure, the newest first.

    Attributes
    ----------
    wanted
        What the office wants of figures of the KPI, as a sentence; empty where it wants nothing.
    enter_url
        Where the figure is entered; empty where the reader may not.
    """

    place: Place
    lines: tuple[EvidenceLine, ...]
    wanted: str
    can_attach: bool
    enter_url: str

    @property
    def n_standing(self) -> int:
        """How many count."""
        return sum(line.stands for line in self.lines)

    @property
    def has_room(self) -> bool:
        """Whether one more may be attached."""
        return self.can_attach and self.n_standing < MOST


def evidence_page(place: Place, *, can_attach: bool) -> EvidencePage:
    """Return the files of a figure, in three queries; the caller has asked the gate."""
    way = place_to_enter(place.unit, place.kpi, place.period, calendar_now()) if can_attach else ""
    return EvidencePage(place, evidence_at(place), _wanted(effects_of(place.kpi)), can_attach, way)


def evidence_at(place: Place) -> tuple[EvidenceLine, ...]:
    """Return all files ever attached to a figure, the newest first; the caller asked the gate."""
    return tuple(evidence_line(row) for row in _at(place).listed().order_by("-id"))


def standing_at(place: Place) -> "EvidenceQuerySet":
    """Return the files that count at a figure."""
    return _at(place).standing()


def standing_file(user: "User", evidence_id: int) -> Evidence:
    """Return a file of a unit into which `user` sees, unless it was withdrawn.

    Raises
    ------
    Http404
        Where there is none, it was withdrawn, or `user` may not know of it.
    """
    found = visible_evidence(user, evidence_id)
    if hasattr(found, "withdrawal"):
        raise Http404(_("This file was withdrawn: it is given to nobody."))
    return found


def visible_evidence(user: "User", evidence_id: int) -> Evidence:
    """Return a file of a unit into which `user` sees.

    Raises
    ------
    Http404
        Where there is none, or `user` may not know of it.
    """
    seen = Evidence.objects.allowing(user, Action.SEE_UNIT)
    rows = seen.select_related("unit", "kpi__current", "author", "withdrawal__person")
    found: Evidence | None = rows.filter(pk=evidence_id).first()
    if found is None:
        raise Http404(_("You see no file of evidence at this address."))
    return found


def _at(place: Place) -> "EvidenceQuerySet":
    found: EvidenceQuerySet = Evidence.objects.filter(**place.cell)
    return found


def _wanted(effects: Mapping[str, str]) -> str:
    sentences = {
        CheckRule.ASK: _("A figure of this KPI without evidence is asked about."),
        CheckRule.STOP: _("A figure of this KPI is submitted with evidence only."),
    }
    return sentences.get(effects[CheckRule.EVIDENCE], "")
