"""Change a list on a page: what will be different is shown first, and is what then happens."""

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, TypeAlias

from django.db import transaction
from django.utils.translation import gettext as _

from core.errors import DomainError
from core.package_export import Export, written
from core.package_tables import read_lines
from core.packages import Package, Problem
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from organization.selectors.units import top_unit
from osm.exchange import RefusedError, import_tables
from osm.shaping.lists import VALID_FROM, ShapedList
from osm.shaping.typed import Lines

if TYPE_CHECKING:
    from accounts.models import User

MOST_SHOWN = 200
Key: TypeAlias = tuple[str, ...]
Stated: TypeAlias = Mapping[Key, Mapping[str, str]]


@dataclass(frozen=True)
class ColumnChange:
    """What a cell said and will say; empty texts are empty cells."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Difference:
    """One row that will be different.

    Attributes
    ----------
    key
        What it is found by, such as the code of a unit.
    is_new
        Whether there is no such row yet.
    changes
        Its cells that will say something else; of a new row those that are not empty.
    """

    key: str
    is_new: bool
    changes: tuple[ColumnChange, ...]


@dataclass(frozen=True)
class Outlook:
    """What a change will do, or why it cannot be made.

    Attributes
    ----------
    n_rows
        How many rows were read.
    differences
        The rows that will be different; none where something is wrong, or all is stored already.
    problems
        Why nothing can be stored.
    """

    n_rows: int
    differences: tuple[Difference, ...] = ()
    problems: tuple[Problem, ...] = ()

    @property
    def n_new(self) -> int:
        """How many rows there are not yet."""
        return sum(each.is_new for each in self.differences)

    @property
    def n_changed(self) -> int:
        """How many rows will say something else."""
        return len(self.differences) - self.n_new

    @property
    def shown(self) -> tuple[Difference, ...]:
        """The first ones: nobody reads more on a page."""
        return self.differences[:MOST_SHOWN]

    @property
    def has_more(self) -> bool:
        """Whether more would be different than is shown."""
        return len(self.differences) > MOST_SHOWN

    @property
    def mark(self) -> str:
        """A short text that is another where something else would be different."""
        return hashlib.sha256(repr(self.differences).encode()).hexdigest()[:20]


@dataclass(frozen=True)
class Change:
    """Rows of a list as they were typed, header first.

    `valid_from` is the day from which on rows hold that name none; None is since ever.
    """

    of: ShapedList
    lines: Lines
    valid_from: date | None = None


class OvertakenError(DomainError):
    """Somebody else changed the same meanwhile: `outlook` is what would be different now."""

    def __init__(self, outlook: Outlook) -> None:
        super().__init__(
            _(
                "Somebody changed the same list meanwhile. Nothing of yours is stored or lost: "
                "read below what it would change now, then store it."
            )
        )
        self.outlook = outlook


def require_shaping(actor: "User") -> Unit:
    """Refuse who does not shape the whole organisation; return its top.

    Raises
    ------
    NotAllowedError
        Saying who does.
    Http404
        Where there is no unit yet.
    """
    top = top_unit()
    require(actor, Action.SHAPE, top)
    return top


def rehearse(*, actor: "User", change: Change) -> Outlook:
    """Return what a change would do: it is made, looked at, and rolled back.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the organisation.
    """
    require_shaping(actor)
    with transaction.atomic():
        outlook = _made(actor, change, "")
        transaction.set_rollback(True)
    return outlook


@transaction.atomic
def store(*, actor: "User", change: Change, seen: str, reason: str) -> Outlook:
    """Make a change that was looked at, or nothing of it; its `reason` is recorded.

    Parameters
    ----------
    seen
        The mark of the outlook that `actor` has read.

    Raises
    ------
    NotAllowedError
        Where `actor` does not shape the organisation.
    OvertakenError
        Where it would now do something else than what was read.
    DomainError
        Where it cannot be made, changes nothing, or changes something without a reason.
    """
    top = require_shaping(actor)
    # Whoever shapes at the same moment waits here, and then finds the list changed.
    Unit.objects.select_for_update().get(pk=top.pk)
    outlook = _made(actor, change, reason)
    if outlook.problems or outlook.mark != seen:
        raise OvertakenError(outlook)
    if not outlook.differences:
        raise DomainError(_("All of it is stored already: nothing changes."), field="text")
    if outlook.n_changed and not reason.strip():
        raise DomainError(_("Say why this changes: whoever reads it later asks."), field="reason")
    return outlook


def _made(actor: "User", change: Change, reason: str) -> Outlook:
    """Make a change inside the transaction that is open, and say what is different."""
    before = stated(change.of)
    problems: list[Problem] = []
    lines = _dated(change, before)
    table = read_lines(iter(lines), change.of.schema, problems)
    package = Package({change.of.name: table}, tuple(problems))
    n_rows = len(change.lines) - 1
    try:
        import_tables(actor=actor, package=package, reason=reason.strip())
    except RefusedError as refused:
        return Outlook(n_rows, problems=tuple(refused.problems))
    except DomainError as error:
        return Outlook(n_rows, problems=(Problem("", 0, "", "", error.message),))
    return Outlook(n_rows, tuple(_differences(before, stated(change.of))))


def stated(of: ShapedList) -> Stated:
    """Return what a list says now, by the key of its rows, as a package would say it."""
    rows = of.state(Export()) or ()
    texts = ({name: written(row.get(name)) for name in of.schema.names} for row in rows)
    return {tuple(cells[name] for name in of.schema.key): cells for cells in texts}


def _dated(change: Change, before: Stated) -> Lines:
    """Let rows that name no day hold from the day of the change, if they then say something new."""
    header, *rows = change.lines
    if change.valid_from is None or VALID_FROM in header or not change.of.is_dated:
        return change.lines
    day = change.valid_from.isoformat()
    dated = [
        [*row, day]
        for row in rows
        if not _holds(dict(zip(header, row, strict=False)), change, before)
    ]
    return [[*header, VALID_FROM], *dated]


def _holds(row: Mapping[str, str], change: Change, before: Stated) -> bool:
    """Tell whether all that a row says holds already on the day of the change."""
    day = str(change.valid_from)
    names = [name for name in change.of.schema.key if name != VALID_FROM]
    known = [
        cells
        for cells in before.values()
        if cells[VALID_FROM] <= day and all(cells[name] == row.get(name) for name in names)
    ]
    newest = max(known, key=lambda cells: cells[VALID_FROM], default=None)
    return newest is not None and all(newest.get(name) == text for name, text in row.items())


def _differences(before: Stated, after: Stated) -> Iterator[Difference]:
    for key, cells in after.items():
        was = before.get(key)
        changes = [
            ColumnChange(name, was[name] if was else "", text)
            for name, text in cells.items()
            if text != (was[name] if was else "")
        ]
        if changes or was is None:
            yield Difference(" · ".join(filter(None, key)), was is None, tuple(changes))
