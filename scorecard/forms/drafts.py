"""What stands typed and not submitted, read as it would be submitted."""

from organization.models import Unit
from scorecard.forms.sheets import read_cells
from scorecard.models import Draft
from scorecard.selectors.entry_fields import Placed
from scorecard.selectors.entry_rows import Due, Refused
from scorecard.services.drafts import Typed
from scorecard.services.entries import RefusedError, require_sound


def read_drafts(unit: Unit, due: Due) -> tuple[dict[Placed, Typed], Refused]:
    """Return the drafts of what is due, and why some cannot be submitted as they are."""
    kpis, periods = {kpi for kpi, _period in due}, {period.ordinal for _kpi, period in due}
    drafts = Draft.objects.filter(unit=unit, kpi__in=kpis, period__in=periods)
    kept = {
        (draft.kpi_id, draft.period): Typed(
            draft.value, draft.numerator, draft.denominator, draft.comment
        )
        for draft in drafts
    }
    typed = {
        (kpi, period): kept[kpi.pk, period.ordinal]
        for kpi, period in due
        if (kpi.pk, period.ordinal) in kept
    }
    figures, problems = read_cells(typed)
    if figures:
        try:
            require_sound(unit, figures)
        except RefusedError as error:
            return typed, Refused({}, {**problems, **error.problems}, error.asked)
    return typed, Refused({}, problems)
