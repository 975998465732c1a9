"""How the table of a scorecard is arranged: what is left out, what it tells, and in which order."""

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from django.http import QueryDict
from django.utils.translation import gettext as _

from scorecard.selectors.context import Context
from scorecard.selectors.filters import offered
from scorecard.selectors.sort_heads import Head, Key, Sorting

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from scorecard.selectors.scorecard_rows import KpiRow, NodeRow

#: What the columns tell: the figures, how they moved, or how complete they are.
FIGURES, CHANGE, COMPLETE = "figures", "change", "in"


@dataclass(frozen=True, slots=True)
class Choice:
    """A link to the same table, arranged otherwise."""

    label: str
    url: str
    current: bool


@dataclass(frozen=True, slots=True)
class RankedRow:
    """A KPI in a table without groups, with the objectives that it makes and who answers for it."""

    kpi: "KpiRow"
    objectives: str
    owner: str


@dataclass(frozen=True, slots=True)
class Arrangement:
    """What an address asks of the table; empty words are the table as the office set it.

    Attributes
    ----------
    show
        The filter: ``off`` or ``missing``.
    tell
        What the columns tell.
    sort
        By which column the KPIs stand in order, with a minus the other way round.
    """

    show: str = ""
    tell: str = FIGURES
    sort: str = ""

    @classmethod
    def asked(cls, context: Context, params: QueryDict) -> "Arrangement":
        """Read an address; a word that there is not counts as none."""
        show, tell, sort = (params.get(word, "") for word in ("show", "tell", "sort"))
        return cls(
            show=show if show in offered(context) else "",
            tell=tell if tell in tellable(context) else FIGURES,
            sort=sort if Sorting.of(sort).column in KEYS else "",
        )

    @property
    def words(self) -> dict[str, str]:
        """What differs from the table as the office set it, as addresses write it."""
        tell = "" if self.tell == FIGURES else self.tell
        found = {"show": self.show, "tell": tell, "sort": self.sort}
        return {name: word for name, word in found.items() if word}

    def url(self, context: Context) -> str:
        """Return the address of the table arranged like this."""
        words = urlencode(self.words)
        return f"?{context.query}" + (f"&{words}" if words else "")


# What is dear to a reader stands first: the worst score, the deepest fall, what is least complete.
KEYS: "dict[str, Callable[[RankedRow], Key]]" = {
    "kpi": lambda row: row.kpi.name.casefold(),
    "score": lambda row: row.kpi.score,
    "change": lambda row: row.kpi.change,
    "in": lambda row: row.kpi.share_in,
    "owner": lambda row: row.owner.casefold() or None,
}


@dataclass(frozen=True)
class Switches:
    """The links with which a reader arranges the table."""

    context: Context
    arranged: Arrangement

    @property
    def shows(self) -> list[Choice]:
        """What to leave out."""
        labels = {"": _("All"), "off": _("Off target"), "missing": _("Not reported")}
        words = ["", *sorted(offered(self.context), key=list(labels).index)]
        return [self._choice(labels[word], show=word) for word in words]

    @property
    def tells(self) -> list[Choice]:
        """What the columns tell."""
        labels = {FIGURES: _("Figures"), CHANGE: _("Change"), COMPLETE: _("Coverage")}
        return [self._choice(labels[word], tell=word) for word in tellable(self.context)]

    @property
    def regroup(self) -> Choice:
        """The link from groups to a ranking by what the columns tell, and back."""
        ranks = {FIGURES: ("score", _("Rank by score")), CHANGE: ("change", _("Rank by change"))}
        sort, label = ranks.get(self.arranged.tell, ("in", _("Rank by coverage")))
        if self.arranged.sort:
            sort, label = "", _("Group by objective")
        return self._choice(label, sort=sort)

    @property
    def kpi(self) -> Head:
        """The head over the names."""
        return self._head("kpi")

    @property
    def score(self) -> Head:
        """The head over the scores."""
        return self._head("score")

    @property
    def change(self) -> Head:
        """The head over how the scores moved."""
        return self._head("change")

    @property
    def coverage(self) -> Head:
        """The head over how much is in."""
        return self._head("in")

    @property
    def owner(self) -> Head:
        """The head over who answers for it."""
        return self._head("owner")

    def _choice(self, label: str, **words: str) -> Choice:
        other = replace(self.arranged, **words)
        return Choice(label, other.url(self.context), current=other == self.arranged)

    def _head(self, column: str) -> Head:
        sorting = Sorting.of(self.arranged.sort)
        clicked = replace(self.arranged, sort=sorting.after_click(column).word)
        return Head(name="", url=clicked.url(self.context), direction=sorting.direction(column))


def tellable(context: Context) -> tuple[str, ...]:
    """Return what the columns may tell.

    What is missing is nobody's affair above their unit, and of a past day it says nothing.
    """
    told = context.can_see_breakdown and not context.as_of
    return (FIGURES, CHANGE, COMPLETE) if told else (FIGURES, CHANGE)


def ranked(perspectives: "Sequence[NodeRow]", arranged: Arrangement) -> list[RankedRow]:
    """Return the KPIs of a scorecard in order, each one once; what is unknown stands last.

    Nothing where the table keeps its groups.
    """
    if not arranged.sort:
        return []
    sorting = Sorting.of(arranged.sort)
    return sorting.sorted(_once(perspectives), KEYS[sorting.column])


def _once(perspectives: "Sequence[NodeRow]") -> list[RankedRow]:
    """Return each KPI with all objectives that it makes here."""
    found: dict[str, list[tuple[KpiRow, NodeRow]]] = {}
    for objective in (each for row in perspectives for each in row.objectives):
        for kpi in objective.kpis:
            found.setdefault(kpi.code, []).append((kpi, objective))
    return [
        RankedRow(
            kpi=rows[0][0],
            objectives=", ".join(objective.name for _kpi, objective in rows),
            owner=rows[0][0].owner or rows[0][1].owner,
        )
        for rows in found.values()
    ]
