"""The scorecard of a unit."""

from typing import Any

from django.http import HttpResponse
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from core.printing import printable
from core.revalidation import revalidated
from core.shared_pages import shared_page
from organization.policies import may
from organization.roles import Action
from organization.selectors.readers import reader_of, rights_of
from scorecard.selectors.arranging import COMPLETE, Arrangement
from scorecard.selectors.context import read_context
from scorecard.selectors.lines import strategy_at
from scorecard.selectors.manual_scores import by_hand_at
from scorecard.selectors.receipts import last_received
from scorecard.selectors.scorecards import scorecard_page
from scorecard.services.figures import read_columns
from scorecard.services.past import requested_moment, scorecard_past


@printable
@revalidated
@require_safe
def scorecard(request: SignedInRequest) -> HttpResponse:
    """Show the scorecard of a unit in a period, as far as the person may see it."""
    reader = reader_of(request.user)

    def values() -> dict[str, Any]:
        moment = requested_moment(request.GET)
        context = read_context(reader, request.GET, request.GET.get("as_of", ""))
        strategy = strategy_at(context.unit, context.last_day, moment)
        columns = read_columns(context, strategy, moment)
        arranged = Arrangement.asked(context, request.GET)
        received = last_received(context, columns[-1]) if arranged.tell == COMPLETE else {}
        return {
            "context": context,
            "past": scorecard_past(context, moment, strategy, columns),
            "page": scorecard_page(context, strategy, columns, arranged, received),
            "by_hand": by_hand_at(reader, context),
            "can_switch_caps": may(reader, Action.OVERRIDE, context.unit),
            "can_see_audit": may(reader, Action.SEE_AUDIT, context.unit),
        }

    return shared_page(request, "scorecard/scorecard.html", values, depends_on=rights_of(reader))
