"""What was typed into cells, read as numbers; nothing is guessed."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from decimal import Decimal

from django.http import QueryDict
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.typed_numbers import read_number
from core.typed_units import read_in_unit
from organization.models import Unit
from scorecard.engine.periods import Period
from scorecard.models import Kpi, KpiVersion
from scorecard.selectors.corrections import rejections_in
from scorecard.selectors.entries import kpis_due, with_sent
from scorecard.selectors.entry_fields import FIELD, Placed, place_of
from scorecard.selectors.entry_numbers import EXACT
from scorecard.selectors.entry_rows import Due, standing_entries
from scorecard.services.drafts import Typed, TypedCells
from scorecard.services.entries import Figure, Figures, figure_of

PARTS = ("value", "numerator", "denominator")
NOT_APPLICABLE = frozenset({"n/a", "na", "not applicable"})


@dataclass(frozen=True)
class Sheet:
    """What a form says about the cells of one unit and month.

    Attributes
    ----------
    figures, problems
        What was read, and by KPI id and period a sentence for each cell that cannot be read.
    standing
        What stands submitted in these cells; nothing in one whose last figure was rejected.
    strays
        Whether something was typed for another unit or for no KPI.
    """

    asked: Due
    typed: dict[Placed, Typed]
    figures: dict[Placed, Figure]
    problems: dict[tuple[int, int], str]
    standing: dict[Placed, Figure]
    strays: bool

    @property
    def new(self) -> Figures:
        """The figures that differ from what stands."""
        return {
            place: self.figures[place]
            for place in self.asked
            if place in self.figures and self.figures[place] != self.standing.get(place)
        }

    @property
    def drafts(self) -> TypedCells:
        """What is typed and not submitted, as far as it can be kept."""
        settled = set(self.settled)
        return {
            place: self.typed[place]
            for place in self.asked
            if place in self.typed and place not in settled and not self.typed[place].refusal
        }

    @property
    def settled(self) -> list[Placed]:
        """The cells that hold no draft: they are empty, or say what stands."""
        new = self.new
        return [
            place
            for place in self.asked
            if place in self.typed
            and (self.typed[place].is_empty or (place in self.figures and place not in new))
        ]

    @property
    def refusal(self) -> str:
        """Why something of it cannot even be kept as a draft; empty where all can."""
        if self.strays:
            return _("Some of these fields belong to no KPI of this unit. Load the page again.")
        return next((cell.refusal for cell in self.typed.values() if cell.refusal), "")


def read_sheet(data: QueryDict, unit: Unit, month: Period) -> Sheet:
    """Read what a form posted for the cells of a unit in a month, due or not."""
    cells = cells_of(data)
    mine = {
        (kpi_id, week): cell
        for (kpi_id, unit_id, week), cell in cells.items()
        if unit_id == unit.pk
    }
    filled = [place for place, cell in mine.items() if not cell.is_empty]
    ids = [kpi_id for kpi_id, _week in filled]
    known = set(Kpi.objects.known_at(unit).filter(pk__in=ids).values_list("pk", flat=True))
    sent = [place for place in filled if place[0] in known]
    asked = with_sent(kpis_due(unit, month), sent, month)
    typed = {place: mine[place_of(*place)] for place in asked if place_of(*place) in mine}
    figures, problems = read_cells(typed)
    entries = standing_entries(unit, asked)
    rejected = rejections_in(unit, asked)
    return Sheet(
        asked=asked,
        typed=typed,
        figures=figures,
        problems=problems,
        standing={
            (kpi, period): figure_of(entries[kpi.pk, period.ordinal])
            for kpi, period in asked
            if (kpi.pk, period.ordinal) in entries.keys() - rejected.keys()
        },
        strays=_has_strays(cells, unit, typed),
    )


def cells_of(data: QueryDict) -> dict[tuple[int, int, str], Typed]:
    """Return what a form posted, by KPI id, unit id and week; fields are named by `field_name`."""
    found: dict[tuple[int, int, str], dict[str, str]] = {}
    for name, text in data.items():
        if match := FIELD.fullmatch(name):
            place = (int(match["kpi"]), int(match["unit"]), match["week"] or "")
            cell = found.setdefault(place, {})
            cell[match["part"]] = str(text)
    return {place: Typed(**texts) for place, texts in found.items()}


def _has_strays(
    cells: Mapping[tuple[int, int, str], Typed], unit: Unit, typed: Mapping[Placed, Typed]
) -> bool:
    known = {(kpi_id, unit.pk, week) for kpi_id, week in (place_of(*place) for place in typed)}
    return any(place not in known for place, cell in cells.items() if not cell.is_empty)


def read_cells(
    typed: Mapping[Placed, Typed],
) -> tuple[dict[Placed, Figure], dict[tuple[int, int], str]]:
    """Read the cells in which something was typed: figures, and sentences by KPI id and period."""
    figures, problems = {}, {}
    for (kpi, period), cell in typed.items():
        try:
            if not cell.is_empty:
                figure = read_cell(cell, kpi.definition)
                figures[kpi, period] = replace(figure, comment=cell.comment.strip())
        except DomainError as error:
            problems[kpi.pk, period.ordinal] = error.message
    return figures, problems


def read_cell(cell: Typed, version: KpiVersion) -> Figure:
    """Read the figure of one cell; half a ratio is read as half a ratio.

    Raises
    ------
    DomainError
        With a sentence to stand beside the cell.
    """
    if cell.refusal:
        raise DomainError(cell.refusal)
    texts = {text.strip().lower() for text in cell.texts if text.strip()}
    if texts & NOT_APPLICABLE:
        if texts - NOT_APPLICABLE:
            raise DomainError(_("A number stands beside “n/a”: leave one of the two out."))
        return Figure(not_applicable=True)
    if version.is_ratio:
        return Figure(numerator=_part(cell.numerator), denominator=_part(cell.denominator))
    return Figure(value=scaled(cell.value, version))


def _part(text: str) -> Decimal | None:
    return read_in_unit(text, "", read_number) if text.strip() else None


def scaled(text: str, version: KpiVersion) -> Decimal:
    """Read a value; a percentage is typed as 82.5 and stored as the fraction 0.825."""
    number = read_in_unit(text, version.unit_of_measure, read_number)
    return number.scaleb(-2, EXACT) if version.is_percentage else number
