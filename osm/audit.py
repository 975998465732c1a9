"""The record of changes, as those see it who may."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from django.utils.translation import gettext as _

from audit.models import Record
from audit.selectors.history import HistoryLine, history_line
from core.errors import NotAllowedError
from core.formulas import harmless
from organization.models import Unit
from organization.policies import may_anywhere
from organization.roles import Action

if TYPE_CHECKING:
    from accounts.models import User
    from audit.querysets import RecordQuerySet

CHUNK = 2000
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
    names = dict(Unit.objects.values_list("pk", "code"))
    yield list(COLUMNS)
    rows = records.with_people().select_related("link").order_by("link__position")
    for record in rows.iterator(chunk_size=CHUNK):
        yield [harmless(str(cell)) for cell in _cells(record, names)]


def _cells(record: Record, names: dict[int, str]) -> Iterator[object]:
    yield record.link.position
    yield record.link.hash
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
