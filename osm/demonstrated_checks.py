"""How the demo's figures are checked, and one that waits for an answer."""

from accounts.models import User
from demo.checks import DECIDED, DOUBTFUL
from organization.models import Membership, Unit
from scorecard.models import Kpi
from scorecard.selectors.entries import month_to_enter
from scorecard.services.check_rules import decide_checks
from scorecard.services.drafts import Typed, save_drafts


def decide_and_doubt(office: User) -> None:
    """Let the office decide what is asked, and managers type what is doubtful."""
    kpis = {kpi.code: kpi for kpi in Kpi.objects.select_related("current")}
    for decided in DECIDED:
        decide_checks(
            actor=office,
            kpi=kpis[decided.kpi],
            effects={decided.kind: decided.effect},
            reason=decided.reason,
        )
    for doubtful in DOUBTFUL:
        unit = Unit.objects.get(code=doubtful.unit)
        managers = Membership.objects.filter(unit=unit, role="unit_manager")
        cell = kpis[doubtful.kpi], month_to_enter()
        save_drafts(
            actor=managers.select_related("person")[0].person,
            unit=unit,
            typed={cell: Typed(value=doubtful.text)},
        )
