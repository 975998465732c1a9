"""Approve many figures at once: those that still stand as they were read."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError, NotAllowedError
from jobs.services.positions import recorded_now
from organization.models import Unit
from scorecard.models import Entry
from scorecard.policies import approval_refusal, require_approver
from scorecard.selectors.approvals import named_approvers
from scorecard.services.approvals import refusals_to_decide, store_approval

if TYPE_CHECKING:
    from accounts.models import User

#: More are approved in several steps: each is read, and each is recorded.
MOST = 200


@dataclass(frozen=True, slots=True)
class Batch:
    """What was approved, and what was not, with a sentence that says why."""

    approved: tuple[Entry, ...]
    left: tuple[tuple[Entry, str], ...]


def approve_entries(*, actor: "User", figures: Mapping[Entry, str]) -> Batch:
    """Approve those of some figures that still stand as they were read, in one transaction.

    Parameters
    ----------
    figures
        The hash of what was read, by entry; entries fetched with unit, KPI and author.

    Raises
    ------
    NotAllowedError
        Where `actor` may approve none of them.
    DomainError
        Where there are none, or too many at once.
    """
    if not 0 < len(figures) <= MOST:
        raise DomainError(
            _("Choose the figures that you approve, at most %(most)d at once.") % {"most": MOST}
        )
    named = named_approvers(figures)
    with transaction.atomic():
        recorded_at = recorded_now()
        # In order, so that two who approve at once do not wait for each other.
        units = {entry.unit_id for entry in figures}
        list(Unit.objects.select_for_update().filter(pk__in=units).order_by("pk"))
        refused = _not_allowed(actor, figures, named) | refusals_to_decide(figures)
        approved = [entry for entry in figures if entry.pk not in refused]
        for entry in approved:
            require_approver(actor, entry, named.get((entry.kpi_id, entry.unit_id)))
            store_approval(actor, entry, recorded_at)
    left = [(entry, refused[entry.pk]) for entry in figures if entry.pk in refused]
    return Batch(tuple(approved), tuple(left))


def _not_allowed(
    actor: "User", figures: Mapping[Entry, str], named: Mapping[tuple[int, int], "User"]
) -> dict[int, str]:
    """Say which figures `actor` may not approve, by entry id, and who does.

    Raises
    ------
    NotAllowedError
        Where that is all of them.
    """
    said = {
        entry.pk: refusal
        for entry in figures
        if (refusal := approval_refusal(actor, entry, named.get((entry.kpi_id, entry.unit_id))))
    }
    if len(said) == len(figures):
        raise NotAllowedError(next(iter(said.values())))
    return said
