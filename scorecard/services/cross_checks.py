"""Decide what figures of several KPIs have to say of each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from jobs.services.positions import recorded_now
from organization.models import ALWAYS, Unit
from organization.policies import require
from organization.roles import Action
from organization.selectors.units import top_unit
from scorecard.models import CheckRule, CrossCheck, Kpi
from scorecard.selectors.cross_checks import rule_in_words

if TYPE_CHECKING:
    from accounts.models import User


@dataclass(frozen=True)
class CrossRule:
    """One KPI, or two together, are at most as much as another, or exactly as much."""

    parts: Sequence[Kpi]
    whole: Kpi
    relation: str


def decide_cross_check(
    *,
    actor: "User",
    rule: CrossRule,
    effect: str,
    reason: str,
    valid_from: date | None = None,
) -> CrossCheck:
    """Let figures that break a rule have an effect, in periods that end on `valid_from` or later.

    “Off” ends the rule. Without a day it holds for all periods.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the whole organisation: a KPI belongs to all of it.
    DomainError
        Where the KPIs cannot be held against each other, there is no reason, or it is so already.
    """
    top = top_unit()
    require(actor, Action.SHAPE, top)
    _refuse(rule)
    if not reason.strip():
        raise DomainError(_("Say why, so that others can follow it."), field="reason")
    with transaction.atomic():
        recorded_at = recorded_now()
        # Whoever decides at the same moment waits here.
        Unit.objects.select_for_update().get(pk=top.pk)
        part, other = [*sorted(rule.parts, key=lambda kpi: kpi.pk), None][:2]
        row = CrossCheck(
            part=part,
            other=other,
            whole=rule.whole,
            relation=rule.relation,
            effect=effect,
            reason=reason.strip(),
            valid_from=valid_from or ALWAYS,
            author=actor,
            recorded_at=recorded_at,
        )
        before = _before(row)
        if before == (row.effect, row.valid_from):
            raise DomainError(_("It is so already: choose something else."))
        row.save()
        record(
            actor=actor,
            verb="changed",
            kind="checks",
            subject=rule_in_words(row.parts, row.relation, row.whole),
            reason=row.reason,
            detail={"changes": {"cross": [before[0], effect]}, "from": row.valid_from.isoformat()},
            unit_id=top.pk,
        )
    return row


def _before(row: CrossCheck) -> tuple[str, date]:
    """Return effect and day of the rule as it is; “off” and the day asked for where none is."""
    rows = CrossCheck.objects.filter(
        part=row.part, other=row.other, whole=row.whole, relation=row.relation
    )
    newest = rows.order_by("id").last()
    return (newest.effect, newest.valid_from) if newest else (CheckRule.OFF, row.valid_from)


def _refuse(rule: CrossRule) -> None:
    kpis = (*rule.parts, rule.whole)
    if len({kpi.pk for kpi in kpis}) < len(kpis):
        raise DomainError(
            _("A KPI cannot be held against itself: choose different ones."), field="whole"
        )
    versions = [kpi.definition for kpi in kpis]
    for name in ("frequency", "unit_of_measure"):
        if len({getattr(version, name) for version in versions}) > 1:
            message = _("Choose KPIs of the same frequency and unit of measure.")
            raise DomainError(message, field="whole")
    if any(version.formula for version in versions):
        message = _("A KPI that is computed from others is entered by nobody: choose those others.")
        raise DomainError(message)
