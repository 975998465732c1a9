"""Take a file of figures, take its layout, take the word to store it; a worker does the rest."""

import hashlib
from collections.abc import Mapping
from datetime import timedelta
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from core.uploaded_files import check_file, shown_name
from jobs.models import OutboxRow
from jobs.services.outbox import post
from organization import policies
from organization.models import Unit
from organization.roles import Action
from scorecard.models import Upload, UploadLayout
from scorecard.services.drafts import LONGEST_COMMENT
from scorecard.services.uploads.checks import ASKED, CHANGED, NEW, REFUSED
from scorecard.services.uploads.layouts import FIGURES, Layout, fingerprint
from scorecard.services.uploads.packed import mark_of, rows_of, sheets_of

if TYPE_CHECKING:
    from accounts.models import User

TOPIC = "uploads"
KEPT = timedelta(days=30)
MOST_AT_A_TIME = 50


def receive(
    *, actor: "User", unit: Unit, name: str, content: bytes, layout: Layout | None = None
) -> Upload:
    """Keep a file of figures, to be read by a worker; with its layout, if a program knows it.

    Raises
    ------
    NotAllowedError
        Where `actor` may not enter for `unit`.
    DomainError
        Where the file is too large, or nothing that is read here.
    """
    policies.require(actor, Action.ENTER_VALUES, unit)
    check_file(name, content)
    shown = shown_name(name)
    with transaction.atomic():
        if Upload.objects.filter(person=actor).count() >= MOST_AT_A_TIME:
            message = _("You have %(most)d files here: remove some, then choose this one again.")
            raise DomainError(message % {"most": MOST_AT_A_TIME})
        upload = Upload.objects.create(
            person=actor,
            unit=unit,
            name=shown,
            content=content,
            sha256=hashlib.sha256(content).hexdigest(),
            layout=layout.as_json() if layout else None,
            uploaded_at=timezone.now(),
        )
        post(TOPIC, [str(upload.pk)])
        detail = {"bytes": len(content), "sha256": upload.sha256}
        record(
            actor=actor,
            verb="uploaded",
            kind="file",
            subject=shown,
            detail=detail,
            unit_id=unit.pk,
        )
    return upload


def lay_out(*, actor: "User", upload: Upload, layout: Layout) -> None:
    """Say where what stands in a file that was read; the worker checks it, and it is remembered.

    Raises
    ------
    NotAllowedError
        Where `actor` may no longer enter for the unit.
    DomainError
        Where the layout leaves out something, or the file is past that.
    """
    policies.require(actor, Action.ENTER_VALUES, upload.unit)
    with transaction.atomic():
        upload = _locked(upload, Upload.READ, Upload.CHECKED, Upload.REFUSED)
        sheets = {sheet.name: sheet for sheet in sheets_of(upload)}
        check_layout(layout, sheets)
        upload.layout, upload.state, upload.message = layout.as_json(), Upload.LAID_OUT, ""
        upload.save(update_fields=["layout", "state", "message"])
        UploadLayout.objects.create(
            unit=upload.unit,
            fingerprint=fingerprint(sheets[layout.sheet].rows, layout),
            layout=layout.as_json(),
            person=actor,
            recorded_at=timezone.now(),
        )
        post(TOPIC, [str(upload.pk)])


def answer(*, actor: "User", upload: Upload, answers: Mapping[str, str]) -> None:
    """Keep why doubtful figures are right, by where they stand, and let the file be checked again.

    Raises
    ------
    NotAllowedError
        Where `actor` may no longer enter for the unit.
    DomainError
        Where an answer is too long.
    """
    policies.require(actor, Action.ENTER_VALUES, upload.unit)
    said = {at: text.strip() for at, text in answers.items() if text.strip()}
    if any(len(text) > LONGEST_COMMENT or "\0" in text for text in said.values()):
        message = _("A comment has at most %(longest)d characters. Shorten what you typed.")
        raise DomainError(message % {"longest": LONGEST_COMMENT})
    with transaction.atomic():
        upload = _locked(upload, Upload.CHECKED)
        known = {row.at for row in rows_of(upload)}
        upload.answers |= {at: text for at, text in said.items() if at in known}
        upload.state = Upload.LAID_OUT
        upload.save(update_fields=["answers", "state"])
        post(TOPIC, [str(upload.pk)])


def confirm(*, actor: "User", upload: Upload, seen: str, leaves_out: bool) -> None:
    """Let the new and changed figures be stored: all of them, or none.

    Parameters
    ----------
    seen
        The mark of what was on the page; see `mark_of`.
    leaves_out
        Whether refused and unanswered figures are left out knowingly.

    Raises
    ------
    NotAllowedError
        Where `actor` may no longer enter for the unit.
    DomainError
        Where that is not what was on the page, or something is refused and not left out.
    """
    policies.require(actor, Action.ENTER_VALUES, upload.unit)
    with transaction.atomic():
        upload = _locked(upload, Upload.CHECKED)
        if seen != mark_of(upload):
            raise DomainError(_("The file was checked again meanwhile: look at it once more."))
        states = {row.state for row in rows_of(upload)}
        if states & {REFUSED, ASKED} and not leaves_out:
            raise DomainError(
                _("Some figures are refused or asked about: say that they are to be left out."),
                field="leaves_out",
            )
        if not states & {NEW, CHANGED}:
            raise DomainError(_("There is nothing to store: no figure is new or changed."))
        upload.state, upload.seen, upload.message = Upload.CONFIRMED, seen, ""
        upload.save(update_fields=["state", "seen", "message"])
        post(TOPIC, [str(upload.pk)])


def discard(*, actor: "User", upload: Upload) -> None:
    """Remove a file; what was stored of it stays."""
    with transaction.atomic():
        record(
            actor=actor,
            verb="removed file",
            kind="file",
            subject=upload.name,
            unit_id=upload.unit_id,
        )
        _remove([upload.pk])


@transaction.atomic
def discard_outdated() -> int:
    """Remove the files that were uploaded thirty days ago; return how many."""
    old = Upload.objects.filter(uploaded_at__lte=timezone.now() - KEPT)
    return _remove(list(old.values_list("pk", flat=True)))


def _remove(keys: list[int]) -> int:
    Upload.objects.filter(pk__in=keys).delete()
    OutboxRow.objects.filter(topic=TOPIC, key__in=list(map(str, keys))).delete()
    return len(keys)


def _locked(upload: Upload, *states: str) -> Upload:
    """Return an upload as it is now, if it is in one of some states."""
    now = Upload.objects.select_for_update().filter(pk=upload.pk, state__in=states).first()
    if now is None:
        raise DomainError(_("This file is past that by now: look at it once more."))
    return now


def check_layout(layout: Layout, sheets: Mapping[str, object]) -> None:
    """Refuse a layout that leaves something out.

    Raises
    ------
    DomainError
        With the field that it is about.
    """
    if layout.sheet not in sheets:
        raise DomainError(_("There is no such sheet in the file: choose another."), field="sheet")
    if not layout.unit and not layout.fixed_unit:
        raise DomainError(_("Choose the column of the unit, or one unit for all."), field="unit")
    if not layout.kpi and not layout.fixed_kpi:
        raise DomainError(_("Choose the column of the KPI, or one KPI for all."), field="kpi")
    if layout.is_wide:
        return
    if not layout.period and not layout.fixed_period:
        message = _("Choose the column of the period, or write one period for all.")
        raise DomainError(message, field="period")
    if not any(getattr(layout, name) for name in FIGURES):
        raise DomainError(_("Choose the column of the figures."), field="value")
