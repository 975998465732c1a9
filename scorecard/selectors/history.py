"""What happened to the figures of a unit, for those who may see the audit."""

from typing import TYPE_CHECKING

from audit.models import Record
from audit.selectors.history import HistoryLine, history
from organization.policies import may
from organization.roles import Action

if TYPE_CHECKING:
    from accounts.models import User
    from organization.models import Unit
    from scorecard.models import Kpi


def figure_history(user: "User", unit: "Unit", kpi: "Kpi") -> tuple[HistoryLine, ...]:
    """Return what was done and said of a KPI at a unit, figures and limits too, if `user` may.

    Imported figures have one change in common, that of their file.
    """
    if not may(user, Action.SEE_AUDIT, unit):
        return ()
    cells = f"{unit.code} {kpi.code} "
    done = Record.objects.none()
    for kind in ("entry", "limits", "forecast", "flag", "explanation", "action"):
        done |= Record.objects.about_any(kind, cells)
    return history(done.concerning([unit.pk]))
