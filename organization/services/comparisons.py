"""Decide what units learn of the figures of their sister units."""

from django.db import transaction
from django.utils.translation import gettext as _

from accounts.models import User
from audit.services.records import record
from core.errors import DomainError
from jobs.services.positions import recorded_now
from organization import policies
from organization.models import Comparison, Unit
from organization.roles import Action
from organization.selectors.comparisons import decided_comparison
from organization.selectors.units import top_unit


def decide_comparison(*, actor: User, kind: str, reason: str) -> Comparison:
    """Let sister units see of each other's figures what `kind` says, from now on.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the whole organisation.
    DomainError
        Where there is no reason, or it is so already.
    """
    top = top_unit()
    policies.require(actor, Action.SHAPE, top)
    if not reason.strip():
        raise DomainError(_("Say why, so that others can follow it."), field="reason")
    with transaction.atomic():
        recorded_at = recorded_now()
        # Whoever decides at the same moment waits here.
        Unit.objects.select_for_update().get(pk=top.pk)
        # What holds because nobody decided anything can be made a decision.
        before = decided_comparison()
        if kind == before:
            raise DomainError(_("It is so already: choose something else."), field="kind")
        row = Comparison.objects.create(
            kind=kind, reason=reason.strip(), author=actor, recorded_at=recorded_at
        )
        record(
            actor=actor,
            verb="changed",
            kind="comparison",
            subject=top.code,
            reason=row.reason,
            detail={"changes": {"sisters": [before, kind]}},
            unit_id=top.pk,
        )
    return row
