"""Files that the demo's managers attached to figures of the last month."""

from demo.evidence import ATTACHED
from organization.models import Membership, Unit
from scorecard.models import Kpi
from scorecard.selectors.entries import month_to_enter
from scorecard.selectors.places import Place
from scorecard.services.evidence import attach_evidence


def attach_files() -> None:
    """Let managers attach what shows that their figures are right."""
    for each in ATTACHED:
        unit = Unit.objects.get(code=each.unit)
        kpi = Kpi.objects.select_related("current").get(code=each.kpi)
        managers = Membership.objects.filter(unit=unit, role="unit_manager").order_by("id")
        attach_evidence(
            actor=managers.select_related("person")[0].person,
            place=Place(unit, kpi, month_to_enter()),
            name=each.name,
            content=each.content,
            note=each.note,
        )
