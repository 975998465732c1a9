"""The strategy map of a unit."""

from collections.abc import Callable, Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from core.printing import printable
from core.revalidation import revalidated
from core.shared_pages import shared_page
from organization.policies import may
from organization.roles import Action
from organization.selectors.readers import reader_of, rights_of
from scorecard.selectors.context import Context, read_context
from scorecard.selectors.lines import strategy_at
from scorecard.selectors.scorecards import scorecard_page
from scorecard.selectors.strategy_maps import MapSources, links_between, strategy_map
from scorecard.services.figures import read_columns
from scorecard.services.past import requested_moment, scorecard_past
from scorecard.views.kpis import Initiative

if TYPE_CHECKING:
    from accounts.models import User

#: The initiatives under way for each of some objectives, by id.
DoneFor = Callable[["User", Collection[int]], Mapping[int, Sequence[Initiative]]]


@printable
@revalidated
@require_safe
def strategy_map_page(request: SignedInRequest, done_for: DoneFor | None = None) -> HttpResponse:
    """Show what drives what at a unit; `done_for` is from above: this app knows no initiatives."""
    reader = reader_of(request.user)
    return shared_page(
        request,
        "scorecard/strategy_map.html",
        lambda: _values(reader, request.GET, done_for),
        depends_on=rights_of(reader),
    )


def _values(reader: "User", asked: QueryDict, done_for: DoneFor | None) -> dict[str, Any]:
    moment = requested_moment(asked)
    context = read_context(reader, asked, asked.get("as_of", ""))
    strategy = strategy_at(context.unit, context.last_day, moment)
    columns = read_columns(context, strategy, moment)
    # What is done is known of now only.
    done = done_for(reader, strategy.objectives) if done_for and not moment else {}
    sees_all = bool(done_for) and not moment and _sees_all(reader, context)
    sources = MapSources(
        context,
        strategy,
        columns,
        scorecard_page(context, strategy, columns).perspectives,
        links_between(context, strategy.objectives, moment),
        {each: len(initiatives) for each, initiatives in done.items()} if sees_all else None,
    )
    page = strategy_map(sources, asked.get("show", ""), asked.get("objective", ""))
    selected = page.selected.objective_id if page.selected else 0
    return {
        "context": context,
        "can_edit": not moment and context.shapes_all,
        "past": scorecard_past(context, moment, strategy, columns),
        "page": page,
        "initiatives": done.get(selected, () if sees_all else None),
    }


def _sees_all(reader: "User", context: Context) -> bool:
    """Tell whether an initiative that is not seen is none: units beside one's own may have some."""
    return may(reader, Action.SEE_UNIT, (*context.above, context.unit)[0])
