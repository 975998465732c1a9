"""Overrides: the strategy office puts a figure in the place of what came from below."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.errors import DomainError
from jobs.services.positions import recorded_now
from organization import policies
from organization.models import Unit
from organization.roles import Action
from scorecard.models import Entry, EntryEvent
from scorecard.selectors.overrides import standing_override
from scorecard.services.approvals import record_event, roll_up_again
from scorecard.services.locks import require_unlocked
from scorecard.services.refusals import override_refusal

if TYPE_CHECKING:
    from accounts.models import User
    from scorecard.selectors.places import Place
    from scorecard.services.entries import Figure


def override_figure(
    *, actor: "User", place: "Place", figure: "Figure", reason: str, source: str = "typed"
) -> Entry:
    """Store an override as the next revision of a cell and start the roll-up.

    Raises
    ------
    NotAllowedError
        Where `actor` may not override figures of the unit.
    DomainError
        Where there is no reason, or the figure cannot be stored.
    """
    policies.require(actor, Action.OVERRIDE, place.unit)
    _require_reason(reason)
    with transaction.atomic():
        recorded_at = recorded_now()
        # Whoever submits for this unit at the same moment waits here.
        Unit.objects.select_for_update().get(pk=place.unit.pk)
        if refusal := override_refusal(place, figure):
            raise DomainError(refusal, field="value")
        cell = Entry.objects.filter(**place.cell)
        entry = Entry.objects.create(
            **place.cell,
            revision=(cell.aggregate(last=Max("revision"))["last"] or 0) + 1,
            kind=Entry.OVERRIDE,
            value=figure.value,
            numerator=figure.numerator,
            denominator=figure.denominator,
            comment=reason,
            author=actor,
            source=source,
            recorded_at=recorded_at,
        )
        record_event(actor, "overrode", entry, place.period, reason)
        roll_up_again(entry, place.period)
    return entry


def undo_override(*, actor: "User", place: "Place", reason: str = "") -> None:
    """Withdraw the overrides of a cell: what was entered, or came from below, counts again.

    Raises
    ------
    NotAllowedError
        Where `actor` may not override figures of the unit.
    DomainError
        Where none stands.
    """
    policies.require(actor, Action.OVERRIDE, place.unit)
    with transaction.atomic():
        recorded_at = recorded_now()
        Unit.objects.select_for_update().get(pk=place.unit.pk)
        require_unlocked(place.unit, [place.period])
        standing = standing_override(place)
        if standing is None:
            raise DomainError(
                _("No override stands here: what was entered or came from below counts already.")
            )
        # An earlier one would stand up again in its place.
        overrides = Entry.objects.filter(**place.cell, kind=Entry.OVERRIDE).standing()
        EntryEvent.objects.bulk_create(
            EntryEvent(
                entry=override,
                kind=EntryEvent.WITHDRAWN,
                actor=actor,
                author_id=override.author_id,
                reason=reason,
                recorded_at=recorded_at,
            )
            for override in overrides
        )
        record_event(actor, "took back override", standing, place.period, reason)
        roll_up_again(standing, place.period)


def _require_reason(reason: str) -> None:
    if not reason.strip():
        raise DomainError(_("Say why, so that others can follow it."), field="reason")
