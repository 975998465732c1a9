"""The record of changes, as those see it who may."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from audit.models import Record
from audit.selectors.history import HistoryLine, history_line
from core.errors import NotAllowedError
from core.formulas import harmless
from core.sheets import Sheet
from organization.models import Unit
from organization.policies import may_anywhere
from organization.roles import Action
from organization.selectors.sheets import taken

if TYPE_CHECKING:
    from accounts.models import User
    from audit.querysets import RecordQuerySet

CHUNK = 2000
# Some seconds of work; a .csv is streamed and takes all.
MOST_IN_A_WORKBOOK = 50_000
COLUMNS = (
    "link",
    "hash",
    "when",
    "who",
    "on_behalf_of",
    "verb",
    "kind",
    "object",
    "unit",
    "why",
    "detail",
)


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """Some changes, the last one first, each with the name of its unit; `unit` narrows them."""

    lines: tuple[tuple[HistoryLine, str], ...]
    unit: Unit | None


def require_auditor(user: "User") -> None:
    """Refuse a person who may see the audit of no unit.

    Raises
    ------
    NotAllowedError
        Saying whose page this is.
    """
    if not may_anywhere(user, Action.SEE_AUDIT):
        raise NotAllowedError(
            _("The record of changes is for auditors and the strategy office. Ask one of them.")
        )


def changes_page(records: Iterable[Record], unit: Unit | None) -> ChangesPage:
    """Return one page of changes, which have their people fetched."""
    lines = [history_line(record) for record in records]
    units = Unit.objects.in_bulk({line.unit_id for line in lines if line.unit_id})
    return ChangesPage(tuple((line, _name(units, line.unit_id)) for line in lines), unit)


def export_lines(records: "RecordQuerySet") -> Iterator[list[Any]]:
    """Yield the changes in the order of the chain as cells that no program takes for formulas."""
    yield list(COLUMNS)
    for cells in _rows(records):
        yield [harmless(cell) for cell in cells]


def changes_sheet(records: "RecordQuerySet") -> Sheet:
    """Return the same as a sheet, which holds no more than `MOST_IN_A_WORKBOOK` changes."""
    return Sheet("record-of-changes", COLUMNS, list(_rows(records)), notes=[taken()])


def too_many_for_a_workbook() -> str:
    """Say why there is no workbook, and what to do."""
    return _(
        "A workbook takes %(most)d changes, and these are more. Choose fewer days or one unit, "
        "or download them as CSV."
    ) % {"most": MOST_IN_A_WORKBOOK}


def _rows(records: "RecordQuerySet") -> Iterator[list[str]]:
    names = dict(Unit.objects.values_list("pk", "code"))
    rows = records.with_people().select_related("link").order_by("link__position")
    for record in rows.iterator(chunk_size=CHUNK):
        yield [str(cell) for cell in cells_of(record, names)]


def cells_of(record: Record, names: dict[int, str]) -> Iterator[object]:
    """Yield a change in the order of `COLUMNS`; `names` are the codes of units by id."""
    # A change whose link somebody took away is there all the same, and seen to lack it.
    link = getattr(record, "link", None)
    yield link.position if link else ""
    yield link.hash if link else ""
    yield record.recorded_at.isoformat()
    yield record.actor.email if record.actor else ""
    yield record.on_behalf_of.email if record.on_behalf_of else ""
    yield record.verb
    yield record.subject_kind
    yield record.subject
    yield names.get(record.unit_id or 0, "")
    yield record.reason
    yield record.detail


def _name(units: dict[int, Unit], unit_id: int | None) -> str:
    unit = units.get(unit_id or 0)
    return unit.name if unit else ""
