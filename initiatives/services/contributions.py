"""Say which objectives an initiative helps, and how much."""

from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from initiatives.models import Contribution, Initiative
from jobs.services.positions import recorded_now
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from scorecard.models import Objective

if TYPE_CHECKING:
    from accounts.models import User


@transaction.atomic
def link_objective(
    *, actor: "User", initiative: Initiative, objective: Objective, contribution: int | None
) -> Contribution:
    """Link an initiative to an objective, or judge the link anew.

    Parameters
    ----------
    contribution
        0 none, 1 weak, 3 medium, 9 strong; None where it is not judged yet.

    Raises
    ------
    NotAllowedError
        If `actor` may not edit initiatives of the unit.
    DomainError
        If the objective is none that `actor` may see, or the contribution is off the scale.
    """
    require(actor, Action.EDIT_INITIATIVES, initiative.unit)
    _check_reach(actor, objective)
    if contribution is not None and contribution not in Contribution.Strength.values:
        raise DomainError(
            _("%(contribution)s is not on the scale. Give 0, 1, 3 or 9.")
            % {"contribution": contribution},
            field="contribution",
        )
    links = initiative.contributions.newest().filter(objective=objective)
    last: Contribution | None = links.first()
    if last is not None and last.contribution == contribution:
        return last
    link: Contribution = Contribution.objects.create(
        initiative=initiative,
        objective=objective,
        contribution=contribution,
        recorded_at=recorded_now(),
    )
    record(
        actor=actor,
        verb="linked objective",
        kind="initiative",
        subject=initiative.code,
        unit_id=initiative.unit_id,
        detail={
            "objective": objective.code,
            "contribution": contribution,
            "before": last.contribution if last else None,
        },
    )
    return link


def _check_reach(actor: "User", objective: Objective) -> None:
    if not Unit.objects.published_to(actor).filter(pk=objective.unit_id).exists():
        raise DomainError(
            _("There is no objective %(code)s that you can see.") % {"code": objective.code},
            field="objective",
        )
