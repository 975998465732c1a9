"""What would become of each figure of a file: new, changed, unchanged, asked about, or refused."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any, Final

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.uploaded_files import ReadSheet
from organization.models import Unit
from organization.roles import Action
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi
from scorecard.selectors.entries import calendar_now
from scorecard.selectors.entry_numbers import in_words
from scorecard.selectors.entry_rows import standing_entries
from scorecard.selectors.periods import period_name
from scorecard.services.entries import Figure, RefusedError, figure_of, require_sound
from scorecard.services.submissions import Cell, Place
from scorecard.services.uploads.figures import read_figure
from scorecard.services.uploads.layouts import Layout, Line, column_name, lines
from scorecard.services.uploads.matching import Names
from scorecard.services.uploads.period_words import read_period

if TYPE_CHECKING:
    from accounts.models import User

NEW, CHANGED, SAME, ASKED, REFUSED = "new", "changed", "same", "asked", "refused"
STATES: Final = (REFUSED, ASKED, NEW, CHANGED, SAME)
MOST_FIGURES: Final = 10_000
# What is shown of a cell that holds a novel.
LONGEST_SHOWN: Final = 100


@dataclass(frozen=True)
class Checked:
    """One figure of a file, as the page shows it and the file of refusals gives it back.

    Attributes
    ----------
    value
        What stood in the cell.
    unit, kpi, period
        What was recognised, else what stood there.
    reads, before
        The figure as it was understood, and the one that stands; empty where there is none.
    reason
        Why it is refused or asked about, and what to do; or why nothing changes.
    place
        Unit id, KPI id and ordinal of the period; None where one of them was not recognised.
    figure
        The numbers as text, for storing.
    """

    state: str
    sheet: str
    row: int
    column: str
    value: str
    unit: str
    kpi: str
    period: str
    reads: str = ""
    before: str = ""
    reason: str = ""
    comment: str = ""
    place: Place | None = None
    figure: Mapping[str, Any] | None = None

    @property
    def at(self) -> str:
        """Sheet, row and column, as people say them."""
        return f"{self.sheet} {self.column}{self.row}"


@dataclass(frozen=True)
class _Read:
    """A line that was understood, and the figure that stands in its place."""

    line: Line
    cell: Cell
    standing: Figure | None = None


class Checker:
    """Checks the lines of one sheet for one person."""

    def __init__(self, user: "User", sheet: ReadSheet, layout: Layout) -> None:
        self.sheet, self.layout = sheet, layout
        self.calendar: FiscalCalendar = calendar_now()
        units = Unit.objects.allowing(user, Action.ENTER_VALUES)
        kpis = Kpi.objects.known_to(user).exclude(current=None).select_related("current")
        self.units = Names((unit.code, unit.name, unit) for unit in units)
        self.kpis = Names((kpi.code, kpi.definition.name, kpi) for kpi in kpis)
        self.places: dict[Place, int] = {}

    def check(self, answers: Mapping[str, str], stored: Iterable[Place]) -> list[Checked]:
        """Return what becomes of each figure, by row and column.

        Parameters
        ----------
        answers
            Comments by `at`, for what was asked on the page.
        stored
            What the same file stored before: it stays as it is.

        Raises
        ------
        DomainError
            Where there is no figure, or there are too many.
        """
        found: dict[tuple[int, int], Checked] = {}
        read: dict[int, list[_Read]] = defaultdict(list)
        for number, line in enumerate(lines(self.sheet.rows, self.layout)):
            if number >= MOST_FIGURES:
                message = _("The file has more than %(most)d figures: split it.")
                raise DomainError(message % {"most": MOST_FIGURES})
            try:
                each = self._read(line, answers)
            except DomainError as error:
                found[line.row, line.column] = self._refused(line, error.message)
                continue
            if each is not None:
                read[each.cell.unit.pk].append(each)
        before = frozenset(stored)
        for group in read.values():
            for each, checked in self._check_group(group, before):
                found[each.line.row, each.line.column] = checked
        if not found:
            raise DomainError(_("No figure stands in this sheet where the layout looks for it."))
        return [found[place] for place in sorted(found)]

    def _read(self, line: Line, answers: Mapping[str, str]) -> _Read | None:
        """Understand a line; None where it holds no figure.

        Raises
        ------
        DomainError
            Where something in it is not understood.
        """
        unit, kpi = self.units.find(line.unit), self.kpis.find(line.kpi)
        try:
            period = read_period(line.period, self.calendar, Frequency(kpi.definition.frequency))
        except ValueError as error:
            raise DomainError(str(error)) from error
        figure = read_figure(line, kpi.definition, self.layout)
        if figure is None:
            return None
        at = f"{self.sheet.name} {column_name(line.column)}{line.row}"
        figure = replace(figure, comment=figure.comment or answers.get(at, ""))
        cell = Cell(unit, kpi, period, figure)
        first = self.places.setdefault(cell.place, line.row)
        if first != line.row:
            message = _("The same figure stands in row %(row)d, too: leave one of them.")
            raise DomainError(message % {"row": first})
        return _Read(line, cell)

    def _check_group(
        self, group: Sequence[_Read], stored: frozenset[Place]
    ) -> Iterable[tuple[_Read, Checked]]:
        """Yield what becomes of the figures of one unit, in a fixed number of queries."""
        unit = group[0].cell.unit
        entries = standing_entries(unit, [(each.cell.kpi, each.cell.period) for each in group])
        standing = {key: figure_of(entry) for key, entry in entries.items()}
        known = [
            replace(each, standing=standing.get((each.cell.kpi.pk, each.cell.period.ordinal)))
            for each in group
        ]
        differing = {
            (each.cell.kpi, each.cell.period): each.cell.figure
            for each in known
            if each.cell.figure != each.standing and not _was_stored(each, stored)
        }
        refused = _refusals(unit, differing)
        for each in known:
            key = (each.cell.kpi.pk, each.cell.period.ordinal)
            is_asked = key in refused.asked
            yield each, self._checked(each, refused.problems.get(key, ""), is_asked, stored)

    def _checked(
        self,
        each: _Read,
        problem: str,
        is_asked: bool,  # noqa: FBT001 - one of two kinds of the problem
        stored: frozenset[Place],
    ) -> Checked:
        cell, reason = each.cell, problem
        if each.cell.figure == each.standing:
            state = SAME
        elif _was_stored(each, stored):
            state = SAME
            reason = _("It was stored from this file, and corrected since: it stays as it is.")
        elif problem:
            state = ASKED if is_asked else REFUSED
        else:
            state = NEW if each.standing is None else CHANGED
        return replace(
            self._shown(each.line, state, reason),
            unit=str(cell.unit),
            kpi=str(cell.kpi),
            period=period_name(cell.period),
            reads=in_words(cell.figure, cell.kpi.definition),
            before=in_words(each.standing, cell.kpi.definition) if each.standing else "",
            comment=cell.figure.comment,
            place=cell.place,
            figure=_kept(cell.figure),
        )

    def _refused(self, line: Line, reason: str) -> Checked:
        return self._shown(line, REFUSED, reason)

    def _shown(self, line: Line, state: str, reason: str) -> Checked:
        return Checked(
            state=state,
            sheet=self.sheet.name,
            row=line.row,
            column=column_name(line.column),
            value=line.shown[:LONGEST_SHOWN],
            unit=line.unit[:LONGEST_SHOWN],
            kpi=line.kpi[:LONGEST_SHOWN],
            period=line.period[:LONGEST_SHOWN],
            reason=reason,
            comment=line.comment,
        )


def _was_stored(each: _Read, stored: frozenset[Place]) -> bool:
    return each.standing is not None and each.cell.place in stored


def _refusals(unit: Unit, figures: Mapping[tuple[Kpi, Period], Figure]) -> RefusedError:
    """Return what is wrong with figures of a unit, as the service says it that stores them."""
    try:
        require_sound(unit, figures)
    except RefusedError as error:
        return error
    return RefusedError({})


def _kept(figure: Figure) -> dict[str, Any]:
    return {
        name: said if isinstance(said, bool | str) else f"{said:f}"
        for name, said in asdict(figure).items()
        if said is not None
    }
