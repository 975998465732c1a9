"""The page of a KPI."""

from collections.abc import Callable, Collection, Sequence
from typing import TYPE_CHECKING, Any, Protocol

from django.http import HttpResponse, QueryDict
from django.views.decorators.http import require_safe

from accounts.models import SignedInRequest
from core.printing import printable
from core.revalidation import revalidated
from core.shared_pages import shared_page
from organization.models import Unit
from organization.selectors.readers import reader_of, rights_of
from scorecard import charts
from scorecard.models import Kpi
from scorecard.policies import Owned
from scorecard.selectors.approvals import waiting_at
from scorecard.selectors.comments import comments_beside
from scorecard.selectors.context import read_context
from scorecard.selectors.events import Happened, Knowledge
from scorecard.selectors.history import figure_history
from scorecard.selectors.kpi_events import kpi_events
from scorecard.selectors.kpis import kpi_page, span_choices
from scorecard.selectors.overrides import override_at
from scorecard.selectors.own_words import own_words
from scorecard.selectors.subjects import DEFAULT_SPAN, decided_of, kpi_at
from scorecard.services.figures import read_readings
from scorecard.services.past import kpi_past, kpi_unknown_then, requested_moment
from scorecard.services.sisters import read_sisters
from scorecard.services.waterfalls import read_waterfall
from scorecard.views.readings import note_readings, owned_matters

if TYPE_CHECKING:
    from accounts.models import User


class Initiative(Protocol):
    """What the page says about an initiative that helps one of the KPI's objectives.

    `stage` is one of those that the tag `stage` draws; words are empty where there are none.
    """

    @property
    def name(self) -> str:
        """What it is called."""

    @property
    def url(self) -> str:
        """Where its page is."""

    @property
    def stage(self) -> str:
        """Proposed, launched, accelerated, delayed, stopped, done."""

    @property
    def status_line(self) -> str:
        """How it stands, in the owner's words."""

    @property
    def owner(self) -> str:
        """Who has it."""

    @property
    def next_milestone(self) -> str:
        """What is to be reached next."""


class NextStep(Protocol):
    """What the page says of something that somebody does about the KPI.

    `lateness` says how it stands against its day.
    """

    @property
    def text(self) -> str:
        """What is to be done."""

    @property
    def url(self) -> str:
        """Where its page is."""

    @property
    def owner(self) -> str:
        """Who does it."""

    @property
    def lateness(self) -> str:
        """How many days are left, or how late it is."""

    @property
    def is_overdue(self) -> bool:
        """Whether its day is over."""


class Done(Protocol):
    """What is being done about a KPI at a unit."""

    @property
    def steps(self) -> Sequence[NextStep]:
        """The next steps, overdue first."""

    @property
    def initiatives(self) -> Sequence[Initiative]:
        """The initiatives for its objectives, strongest first."""

    @property
    def add_url(self) -> str:
        """Where a next step is added."""


BeingDone = Callable[["User", Unit, Kpi, Collection[int]], Done]


@printable
@revalidated
@require_safe
def kpi(
    request: SignedInRequest,
    code: str,
    being_done: BeingDone | None = None,
    happened: Happened | None = None,
) -> HttpResponse:
    """Show one KPI at a unit; what is done comes from above: this app knows no initiatives."""
    reader, owned = reader_of(request.user), owned_matters(request)
    if unknown := kpi_unknown_then(reader, request.GET, code):
        page, rights = "scorecard/kpi_unknown.html", rights_of(reader)
        return shared_page(request, page, lambda: {"page": unknown}, depends_on=rights)
    note_readings(request, kpi__code=code)
    return shared_page(
        request,
        "scorecard/kpi.html",
        lambda: _values(reader, request.GET, code, owned, being_done, happened),
        depends_on=(rights_of(reader), owned),
    )


def _values(
    reader: "User",
    asked: QueryDict,
    code: str,
    owned: Owned,
    being_done: BeingDone | None,
    happened: Happened | None,
) -> dict[str, Any]:
    moment = requested_moment(asked)
    context = read_context(reader, asked, asked.get("as_of", ""))
    subject = kpi_at(reader, context, code, moment)
    span = asked.get("span", DEFAULT_SPAN)
    readings = read_readings(context, subject, span, moment)
    decided = decided_of(context, subject, moment)
    events = kpi_events(context, subject, readings.own, Knowledge(moment, owned), happened)
    page = kpi_page(context, subject, readings, decided, events)
    parts = page.breakdown.parts if page.breakdown else ()
    scale = charts.Scale(page.unit_of_measure, page.decimals)
    way = read_waterfall(context, subject, readings, moment)
    return {
        "context": context,
        "page": page,
        "past": kpi_past(context, moment, subject, readings),
        "words": own_words(context, subject.kpi, readings.period, page.status, owned, moment),
        "comments": comments_beside(context, subject.kpi, readings.period, owned, moment),
        "n_waiting": waiting_at(context, subject),
        "override": override_at(reader, context, subject, readings),
        "sisters": read_sisters(context, page, readings),
        "spans": span_choices(readings, span),
        "course": charts.course(page.points, scale, page.year_end.ahead if page.year_end else ()),
        "comparison": charts.comparison(parts, scale),
        "way": way,
        "waterfall": charts.waterfall(way) if way and way.steps else None,
        "history": figure_history(reader, context.unit, subject.kpi),
        "done": being_done(reader, context.unit, subject.kpi, subject.objective_ids)
        if being_done and not moment
        else None,
    }
