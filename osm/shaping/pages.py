"""What the pages of shaping say: how far the organisation is, and what a list holds."""

from collections.abc import Sequence
from dataclasses import dataclass

from django.core.paginator import Page, Paginator
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from accounts.models import User
from core.sheets import Sheet
from organization.models import Organization, Unit
from organization.services.organization import present_organization
from osm.shaping.lists import LISTS, ShapedList
from osm.shaping.services.changes import stated
from scorecard.models import (
    Entry,
    Kpi,
    Line,
    Objective,
    ObjectiveLink,
    Perspective,
    Reporter,
    Target,
    Theme,
)

ROWS_A_PAGE = 50


@dataclass(frozen=True)
class Place:
    """A page on which something is shaped; `count` is how many there are, None where none count."""

    label: str
    url: str
    count: int | None = None


@dataclass(frozen=True)
class Step:
    """One of the steps to a first figure.

    Attributes
    ----------
    heading, sentence
        What it is about, and what is there or missing.
    places
        Where it is done.
    is_done
        Whether the next one can build on it.
    """

    heading: str
    sentence: str
    places: Sequence[Place]
    is_done: bool


@dataclass(frozen=True)
class ShapePage:
    """How far the organisation is."""

    name: str
    steps: Sequence[Step]

    @property
    def n_done(self) -> int:
        """How many steps are done."""
        return sum(step.is_done for step in self.steps)

    @property
    def next_step(self) -> Step | None:
        """The first that is not done."""
        return next((step for step in self.steps if not step.is_done), None)


@dataclass(frozen=True)
class ListPage:
    """A list as it stands: some of its rows, in the order of their keys."""

    of: ShapedList
    heads: Sequence[str]
    rows: Page[list[str]]
    query: str

    @property
    def count(self) -> int:
        """How many rows were asked for."""
        return self.rows.paginator.count


def shape_page() -> ShapePage:
    """Count what there is, in a fixed number of queries."""
    steps = (_organization(), _units(), _strategy(), _kpis(), _people(), _figures())
    return ShapePage(present_organization().name, steps)


def _organization() -> Step:
    return Step(
        _("Organisation and calendar"),
        _("Its name, its fiscal year, and when figures are due."),
        (
            Place(_("Organisation"), reverse("shape-organization")),
            Place(_("Reporting calendar"), reverse("scorecard:calendar")),
        ),
        Organization.objects.exists(),
    )


def _units() -> Step:
    count = Unit.objects.count()
    missing = _("Only the headquarters is here: add the units below it.")
    found = ngettext("%(count)d unit.", "%(count)d units.", count) % {"count": count}
    places = (_place("units", count), _place("placements"))
    return Step(_("Units"), found if count > 1 else missing, places, count > 1)


def _strategy() -> Step:
    n_objectives = Objective.objects.count()
    n_links = ObjectiveLink.objects.values("source", "target", "kind").distinct().count()
    return Step(
        _("Strategy"),
        _("Perspectives and objectives make the map. KPIs are put on objectives."),
        (
            _place("perspectives", Perspective.objects.count()),
            _place("themes", Theme.objects.count()),
            _place("objectives", n_objectives),
            _place("objective_links", n_links),
        ),
        n_objectives > 0,
    )


def _kpis() -> Step:
    n_lines = Line.objects.values("unit", "objective", "kpi").distinct().count()
    n_reporters, n_targets = Reporter.objects.newest().count(), Target.objects.newest().count()
    return Step(
        _("KPIs and targets"),
        _("What is counted for each objective, who reports it, and what they aim at."),
        (
            _place("kpis", Kpi.objects.count()),
            _place("scorecard", n_lines),
            _place("reporters", n_reporters),
            _place("targets", n_targets),
        ),
        bool(n_lines and n_reporters and n_targets),
    )


def _people() -> Step:
    count = User.objects.filter(is_active=True).count()
    missing = _("You are alone: invite the managers of the units.")
    found = ngettext("%(count)d person.", "%(count)d people.", count) % {"count": count}
    places = (Place(_("People"), reverse("organization:people"), count),)
    return Step(_("People"), found if count > 1 else missing, places, count > 1)


def _figures() -> Step:
    return Step(
        _("First figures"),
        _("Enter a figure, or let the units do it: it rolls up to the headquarters."),
        (
            Place(_("Enter figures"), reverse("scorecard:enter")),
            Place(_("Figures coming in"), reverse("scorecard:collection")),
        ),
        Entry.objects.exists(),
    )


def list_page(of: ShapedList, query: str, number: str) -> ListPage:
    """Return one page of the rows in which a text stands, of all without one."""
    found = [row for row in _rows(of) if query.lower() in "\n".join(row).lower()]
    return ListPage(of, of.schema.names, Paginator(found, ROWS_A_PAGE).get_page(number), query)


def list_sheet(of: ShapedList) -> Sheet:
    """Return a whole list as a file that can be changed and brought back: nothing stands below."""
    return Sheet(of.name, of.schema.names, _rows(of), ())


def _rows(of: ShapedList) -> list[list[str]]:
    return [list(cells.values()) for _key, cells in sorted(stated(of).items())]


def _place(name: str, count: int | None = None) -> Place:
    return Place(str(LISTS[name].title), reverse("shape-list", args=[name]), count)
