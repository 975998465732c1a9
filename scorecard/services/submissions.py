"""Submit figures of several units and periods at once: all of them are stored, or none is."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from jobs.services.positions import recorded_now
from organization import policies
from organization.models import Unit
from organization.roles import Action
from organization.services.organization import present_organization
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.models import Entry, Kpi
from scorecard.services.entries import Figure, RefusedError, submit_entries

if TYPE_CHECKING:
    from accounts.models import User

Place = tuple[int, int, int]


@dataclass(frozen=True)
class Cell:
    """A figure and where it belongs; `origin` says where it alone comes from."""

    unit: Unit
    kpi: Kpi
    period: Period
    figure: Figure
    origin: str = ""

    @property
    def place(self) -> Place:
        """Unit, KPI and period, by which the cell is known."""
        return (self.unit.pk, self.kpi.pk, self.period.ordinal)


@dataclass(frozen=True)
class Submission:
    """What came of it: the entries in the order of the cells, and whether they stood before."""

    entries: list[Entry]
    replayed: bool


class RefusedSubmissionError(DomainError):
    """Some cells were refused and none was stored; `problems` has a sentence by their position."""

    def __init__(self, problems: Mapping[int, str]) -> None:
        super().__init__(_("Nothing was stored: correct what is wrong, then submit again."))
        self.problems = problems


def submit_cells(
    *,
    actor: "User",
    cells: Sequence[Cell],
    source: str,
    source_detail: str = "",
    idempotency_key: str = "",
) -> Submission:
    """Store a revision for each cell and start the roll-up: all or none.

    A repeat with the same key and the same figures returns what the first one stored.

    Parameters
    ----------
    source, source_detail
        From where: "api", and the name of the token if there is one.
    idempotency_key
        At most 64 characters without spaces; empty where a repeat is a new revision.

    Raises
    ------
    NotAllowedError
        Where `actor` may not enter for one of the units.
    RefusedSubmissionError
        With a sentence for each cell that cannot be stored.
    DomainError
        Where the key was used for other figures.
    """
    for unit in {cell.unit for cell in cells}:
        policies.require(actor, Action.ENTER_VALUES, unit)
    with transaction.atomic():
        _lock(cells)
        if stored := _stored(actor, cells, idempotency_key):
            return Submission(_in_order(stored, cells), replayed=True)
        if problems := _doubled(cells):
            raise RefusedSubmissionError(problems)
        origin = {"source": source, "source_detail": source_detail}
        entries = _submit_groups(actor, cells, origin, idempotency_key)
    return Submission(_in_order(entries, cells), replayed=False)


def _lock(cells: Sequence[Cell]) -> None:
    # First the sources, then the units by number: whoever takes both does so in this order.
    recorded_now()
    units = Unit.objects.select_for_update().filter(pk__in={cell.unit.pk for cell in cells})
    list(units.order_by("pk"))


def _stored(actor: "User", cells: Sequence[Cell], key: str) -> dict[Place, Entry]:
    """Return what was stored with this key; refuse if that is not what is submitted now."""
    if not key:
        return {}
    keys = {group_key for group_key, _cells in _groups(cells, key)}
    entries = Entry.objects.submitted_with(actor, keys)
    found = {_place(entry): entry for entry in entries.select_related("unit", "kpi")}
    wanted = {cell.place: cell.figure for cell in cells}
    if found and {place: _figure(entry) for place, entry in found.items()} != wanted:
        raise DomainError(
            _("The key “%(key)s” was used for other figures. Use a new key for each submission.")
            % {"key": key}
        )
    return found


def _doubled(cells: Sequence[Cell]) -> dict[int, str]:
    """Return a sentence for each cell that stands in the list a second time."""
    seen: set[Place] = set()
    problems = {}
    for position, cell in enumerate(cells):
        if cell.place in seen:
            problems[position] = _(
                "%(kpi)s of %(unit)s stands twice in this list for the same period. Leave one out."
            ) % {"kpi": cell.kpi, "unit": cell.unit.name}
        seen.add(cell.place)
    return problems


def _submit_groups(
    actor: "User", cells: Sequence[Cell], origin: Mapping[str, str], key: str
) -> dict[Place, Entry]:
    """Submit unit by unit and period by period, and collect all refusals before raising."""
    entries: dict[Place, Entry] = {}
    refused: dict[Place, str] = {}
    for group_key, group in _groups(cells, key):
        try:
            stored = submit_entries(
                actor=actor,
                unit=group[0].unit,
                figures={(cell.kpi, cell.period): cell.figure for cell in group},
                idempotency_key=group_key,
                origins={(cell.kpi.pk, cell.period.ordinal): cell.origin for cell in group},
                **origin,
            )
            entries |= {_place(entry): entry for entry in stored}
        except RefusedError as error:
            refused |= {
                cell.place: error.problems[cell.kpi.pk, cell.period.ordinal]
                for cell in group
                if (cell.kpi.pk, cell.period.ordinal) in error.problems
            }
    if refused:
        raise RefusedSubmissionError(
            {at: refused[cell.place] for at, cell in enumerate(cells) if cell.place in refused}
        )
    return entries


def _groups(cells: Sequence[Cell], key: str) -> Iterator[tuple[str, list[Cell]]]:
    """Yield the cells of each unit, with the key under which they are stored.

    With a key those of each period by themselves: it is part of the key.
    """
    calendar = FiscalCalendar(present_organization().fiscal_year_start_month)
    groups: dict[tuple[int, str], list[Cell]] = defaultdict(list)
    for cell in cells:
        # Without one all at once: no figure is doubtful beside another of the same submission.
        groups[cell.unit.pk, calendar.format(cell.period) if key else ""].append(cell)
    for (_unit_id, period), group in groups.items():
        yield (f"{key} {period}" if key else ""), group


def _in_order(entries: Mapping[Place, Entry], cells: Sequence[Cell]) -> list[Entry]:
    return [entries[cell.place] for cell in cells]


def _place(entry: Entry) -> Place:
    return (entry.unit_id, entry.kpi_id, entry.period)


def _figure(entry: Entry) -> Figure:
    return Figure(entry.value, entry.numerator, entry.denominator, entry.not_applicable)
