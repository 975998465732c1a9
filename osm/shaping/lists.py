"""The lists that are shaped on pages: which files of a package they are, and what to call them."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from core.package_export import Exporter
from core.packages import Schema
from osm.package_parts import PARTS, Part
from osm.shaping.columns import COLUMNS
from scorecard.services.exchange.reporters import REPORTERS, list_reporters

if TYPE_CHECKING:
    from django.utils.functional import _StrOrPromise

VALID_FROM = "valid_from"


@dataclass(frozen=True)
class ColumnWords:
    """A column as the page explains it; one that must be filled `is_required`."""

    name: str
    meaning: "_StrOrPromise"
    is_required: bool


@dataclass(frozen=True)
class ShapedList:
    """A list of things that the office shapes.

    Attributes
    ----------
    name
        The file of a package without its ending, which is its address too.
    title, lede
        What it is called, and what it decides.
    """

    name: str
    title: "_StrOrPromise"
    lede: "_StrOrPromise"

    @property
    def part(self) -> Part:
        """What reads and writes it."""
        return next(part for part in PARTS if part.schema.name == self.name)

    @property
    def state(self) -> Exporter:
        """What gives all its rows as they stand."""
        return list_reporters if self.name == REPORTERS.name else self.part.give_out

    @property
    def schema(self) -> Schema:
        """What its columns may hold."""
        return self.part.schema

    @property
    def is_dated(self) -> bool:
        """Whether its rows hold from a day on."""
        return VALID_FROM in self.schema.names and VALID_FROM not in self.schema.required

    @property
    def columns(self) -> Sequence[ColumnWords]:
        """Its columns in words, in the order in which they may be pasted without a header."""
        return [
            ColumnWords(
                column.name,
                COLUMNS[self.name, column.name],
                column.required and not column.may_be_empty,
            )
            for column in self.schema.columns
        ]


LISTS: Mapping[str, ShapedList] = {
    each.name: each
    for each in (
        ShapedList(
            "organization",
            gettext_lazy("Organisation"),
            gettext_lazy("What holds for all units, in all periods."),
        ),
        ShapedList(
            "units",
            gettext_lazy("Units"),
            gettext_lazy("Who belongs where. Exactly one unit has no parent: the headquarters."),
        ),
        ShapedList(
            "placements",
            gettext_lazy("Moves of units"),
            gettext_lazy("Under which parent a unit hangs from a day on. What was before stays."),
        ),
        ShapedList(
            "perspectives",
            gettext_lazy("Perspectives"),
            gettext_lazy("The lanes of the strategy map, from the top down, and what they weigh."),
        ),
        ShapedList(
            "themes",
            gettext_lazy("Themes"),
            gettext_lazy("The columns of the strategy map. There need not be any."),
        ),
        ShapedList(
            "objectives",
            gettext_lazy("Objectives"),
            gettext_lazy("What each unit wants to reach, in which perspective, and who owns it."),
        ),
        ShapedList(
            "objective_links",
            gettext_lazy("Links between objectives"),
            gettext_lazy("What drives what on the map, and which unit’s objective serves another."),
        ),
        ShapedList(
            "kpis",
            gettext_lazy("KPIs"),
            gettext_lazy("What is counted, how units add up, and how a figure is scored."),
        ),
        ShapedList(
            "scorecard",
            gettext_lazy("KPIs on scorecards"),
            gettext_lazy("Which KPIs make which objective at which unit, and what they weigh."),
        ),
        ShapedList(
            "reporters",
            gettext_lazy("Who reports"),
            gettext_lazy("Which unit enters which KPI, from when on, and who there does it."),
        ),
        ShapedList(
            "targets",
            gettext_lazy("Targets"),
            gettext_lazy("What each unit aims at, by month, quarter or fiscal year."),
        ),
    )
}


def list_called(name: str) -> ShapedList:
    """Return the list of an address.

    Raises
    ------
    Http404
        Where there is none.
    """
    if name not in LISTS:
        raise Http404(_("No list “%(name)s” is shaped here.") % {"name": name})
    return LISTS[name]
