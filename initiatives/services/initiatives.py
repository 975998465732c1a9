"""Propose an initiative, and change what is known of it."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from initiatives.models import Initiative
from initiatives.services.versions import Facts, append_version, changes, faults
from jobs.services.positions import recorded_now
from organization.policies import require, require_each
from organization.roles import Action

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def create_initiative(*, actor: "User", code: str, facts: Facts, reason: str = "") -> Initiative:
    """Add an initiative to the portfolio of a unit.

    Raises
    ------
    NotAllowedError
        If `actor` may not edit initiatives of that unit.
    DomainError
        If the code is empty or taken, or a fact is wrong; its field is named.
    """
    require(actor, Action.EDIT_INITIATIVES, facts.unit)
    _check_code(code)
    _check(facts)
    initiative = Initiative.objects.create(code=code, unit=facts.unit)
    append_version(
        initiative=initiative,
        facts=facts,
        actor=actor,
        reason=reason,
        recorded_at=recorded_now(),
    )
    record(
        actor=actor,
        verb="created",
        kind="initiative",
        subject=code,
        unit_id=facts.unit.pk,
        reason=reason,
        detail={"name": facts.name, "unit": facts.unit.code, "stage": facts.stage},
    )
    return initiative


@transaction.atomic
def update_initiative(
    *, actor: "User", initiative: Initiative, facts: Facts, reason: str = ""
) -> Initiative:
    """Append a version of an initiative; nothing is written where nothing differs.

    Moving it to another unit needs the right at both.

    Raises
    ------
    NotAllowedError
        If `actor` may not edit initiatives of its unit, or of the unit it shall move to.
    DomainError
        If a fact is wrong; its field is named.
    """
    held: Initiative = Initiative.objects.select_for_update(of=("self",)).get(pk=initiative.pk)
    require_each(actor, Action.EDIT_INITIATIVES, [held.unit, facts.unit])
    _check(facts)
    changed = changes(Facts.of(held.current), facts) if held.current else {}
    if held.current and not changed:
        return held
    append_version(
        initiative=held, facts=facts, actor=actor, reason=reason, recorded_at=recorded_now()
    )
    record(
        actor=actor,
        verb="changed",
        kind="initiative",
        subject=held.code,
        unit_id=facts.unit.pk,
        reason=reason,
        detail={"changes": changed},
    )
    return held


def _check_code(code: str) -> None:
    if not code.strip():
        raise DomainError(_("An initiative needs a code, for example SPARES-26."), field="code")
    if Initiative.objects.filter(code=code).exists():
        raise DomainError(
            _("The code %(code)s is taken by another initiative. Choose another code.")
            % {"code": code},
            field="code",
        )


def _check(facts: Facts) -> None:
    for fault in faults(facts):
        raise fault
