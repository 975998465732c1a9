"""Tables of pages that know several apps, as sheets."""

from django.utils.translation import gettext as _

from core.sheets import Sheet
from osm.my_strategy import MyStrategy
from scorecard.selectors.context import Context
from scorecard.selectors.sheets import notes, status_word


def my_strategy_sheet(context: Context, mine: MyStrategy) -> Sheet:
    """Return the objectives that a unit works for, and how they stand there and at the top."""
    own, top = {"unit": context.unit.name}, {"unit": mine.top.name}
    return Sheet(
        name=f"strategy {context.unit.code} {context.period_word}",
        heads=(
            *(_("Objective"), _("Code"), _("Score, %(unit)s") % own, _("Status, %(unit)s") % own),
            *(_("Score, %(unit)s") % top, _("Status, %(unit)s") % top, _("KPIs")),
        ),
        rows=[
            (
                *(each.here.name, each.here.code, each.here.score, status_word(each.here.status)),
                *(each.top_score, status_word(each.top_status)),
                "; ".join(kpi.name for kpi in each.here.kpis),
            )
            for each in mine.served
        ],
        notes=notes(context),
    )
