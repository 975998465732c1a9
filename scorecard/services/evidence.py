"""Attach files of evidence to figures, and withdraw them."""

import hashlib
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services.records import record
from core.attachments import check_attachment
from core.errors import DomainError
from core.uploaded_files import shown_name
from jobs.services.positions import recorded_now
from organization import policies
from organization.models import Unit
from organization.roles import Action
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import CheckRule, Entry, Evidence, EvidenceWithdrawal
from scorecard.selectors.check_rules import effects_of
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.evidence_pages import MOST, standing_at
from scorecard.selectors.locks import read_locks
from scorecard.selectors.places import Place
from scorecard.services.locks import require_unlocked
from scorecard.services.refusals import reporting_refusal
from scorecard.services.texts import checked

if TYPE_CHECKING:
    from accounts.models import User

LONGEST_NOTE = 200
LONGEST_REASON = 1000


@transaction.atomic
def attach_evidence(
    *, actor: "User", place: Place, name: str, content: bytes, note: str = ""
) -> Evidence:
    """Append a file to a figure, submitted or still to be; the same file twice is one.

    A figure that is approved, or whose month is locked, takes files too: they change nothing of
    it, and who looks into it asks for them later.

    Raises
    ------
    NotAllowedError
        Where `actor` may not enter for the unit.
    DomainError
        Where the file is too large or of another kind, the unit reports no such figure, or there
        are ten already.
    """
    policies.require(actor, Action.ENTER_VALUES, place.unit)
    kind = check_attachment(name, content)
    words = checked(note, field="note", longest=LONGEST_NOTE)
    digest = hashlib.sha256(content).hexdigest()
    recorded_at = recorded_now()
    # Whoever attaches or withdraws here at the same moment waits.
    Unit.objects.select_for_update().get(pk=place.unit.pk)
    _require_reported(place)
    standing = standing_at(place)
    same: Evidence | None = standing.filter(sha256=digest).defer("content").first()
    if same is not None:
        return same
    if standing.count() >= MOST:
        message = _("This figure has %(most)d files of evidence: withdraw one, then attach this.")
        raise DomainError(message % {"most": MOST}, field="file")
    evidence: Evidence = Evidence.objects.create(
        **place.cell,
        name=shown_name(name),
        kind=kind,
        size=len(content),
        sha256=digest,
        content=content,
        note=words,
        author=actor,
        recorded_at=recorded_at,
    )
    _record(actor, "attached evidence", evidence, bytes=evidence.size, sha256=digest)
    return evidence


@transaction.atomic
def withdraw_evidence(*, actor: "User", evidence: Evidence, reason: str) -> EvidenceWithdrawal:
    """Let a file count no more: it stays listed, with the reason, and is given to nobody.

    Raises
    ------
    NotAllowedError
        Where `actor` may not enter for the unit.
    DomainError
        Where there is no reason, it is withdrawn already, its month is locked, or it is the only
        one of a figure that is submitted with evidence only.
    """
    policies.require(actor, Action.ENTER_VALUES, evidence.unit)
    missing = _("Say why, so that others can follow it.")
    words = checked(reason, field="reason", longest=LONGEST_REASON, missing=missing)
    recorded_at = recorded_now()
    Unit.objects.select_for_update().get(pk=evidence.unit_id)
    if EvidenceWithdrawal.objects.filter(evidence=evidence).exists():
        raise DomainError(_("This file was withdrawn already."))
    place = place_of_evidence(evidence)
    require_unlocked(place.unit, [place.period])
    _require_another(place)
    row: EvidenceWithdrawal = EvidenceWithdrawal.objects.create(
        evidence=evidence, person=actor, reason=words, recorded_at=recorded_at
    )
    _record(actor, "withdrew evidence", evidence, words, sha256=evidence.sha256)
    return row


def place_of_evidence(evidence: Evidence) -> Place:
    """Return the cell to which a file belongs."""
    frequency = Frequency(evidence.kpi.definition.frequency)
    return Place(evidence.unit, evidence.kpi, Period(frequency, evidence.period))


def _require_reported(place: Place) -> None:
    """Refuse a file for a figure that there cannot be."""
    if Entry.objects.filter(**place.cell).exists():
        return
    if sentence := reporting_refusal(place, read_locks(timezone.now(), [place.period])):
        raise DomainError(sentence)


def _require_another(place: Place) -> None:
    """Refuse to leave a figure that stands without the evidence that it had to have."""
    if effects_of(place.kpi)[CheckRule.EVIDENCE] != CheckRule.STOP:
        return
    has_figure = Entry.objects.standing().filter(**place.cell, not_applicable=False).exists()
    if has_figure and standing_at(place).count() == 1:
        raise DomainError(
            _("Figures of %(kpi)s stand with evidence only: attach the right file first.")
            % {"kpi": place.kpi}
        )


def _record(
    actor: "User", verb: str, evidence: Evidence, reason: str = "", **facts: object
) -> None:
    place = place_of_evidence(evidence)
    period = calendar_now().format(place.period)
    record(
        actor=actor,
        verb=verb,
        kind="evidence",
        subject=f"{place.unit.code} {place.kpi.code} {period} {evidence.name}",
        reason=reason,
        detail={"evidence": evidence.pk, **facts},
        unit_id=evidence.unit_id,
    )
