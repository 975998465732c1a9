"""What stands typed and not submitted, read as it would be submitted."""

from organization.models import Unit
from scorecard.forms import PARTS, read_cells
from scorecard.models import Draft
from scorecard.selectors.entry_fields import Placed
from scorecard.selectors.entry_rows import Due
from scorecard.services.drafts import Typed
from scorecard.services.refusals import refusals


def read_drafts(unit: Unit, due: Due) -> tuple[dict[Placed, Typed], dict[tuple[int, int], str]]:
    """Return the drafts of what is due, and a sentence for each that cannot be submitted as it is.

    The sentences stand by KPI id and period.
    """
    kpis, periods = {kpi for kpi, _period in due}, {period.ordinal for _kpi, period in due}
    drafts = Draft.objects.filter(unit=unit, kpi__in=kpis, period__in=periods)
    kept = {
        (draft.kpi_id, draft.period): Typed(**{part: getattr(draft, part) for part in PARTS})
        for draft in drafts
    }
    typed = {
        (kpi, period): kept[kpi.pk, period.ordinal]
        for kpi, period in due
        if (kpi.pk, period.ordinal) in kept
    }
    figures, problems = read_cells(typed)
    return typed, problems | (refusals(unit, figures) if figures else {})
