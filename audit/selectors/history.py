"""What happened to an object: who did what, when, why, and on whose behalf."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING, Any

from audit.models import Record
from audit.selectors.words import fact_words, kind_words, verb_words

if TYPE_CHECKING:
    from audit.querysets import RecordQuerySet

NEWEST = 20
# Numbers of rows, which say nothing to a reader.
INTERNAL = {"entry"}


@dataclass(frozen=True, slots=True)
class HistoryLine:
    """One change; `who` is empty where a command or job acted, `why` where nobody said.

    Attributes
    ----------
    facts
        What changed from what to what, and what else was noted.
    """

    at: datetime
    who: str
    on_behalf_of: str
    what: str
    kind: str
    subject: str
    unit_id: int | None
    why: str
    facts: tuple[str, ...]


def history(records: "RecordQuerySet") -> tuple[HistoryLine, ...]:
    """Return the newest changes, the last one first, in one query.

    The caller has asked the gate: only who may see the audit of the object's unit may see them.
    """
    return tuple(history_line(record) for record in records.with_people().order_by("-id")[:NEWEST])


def history_line(record: Record) -> HistoryLine:
    """Return a row, which has its people fetched, as a page shows it."""
    return HistoryLine(
        at=record.recorded_at,
        who=record.actor.name if record.actor else "",
        on_behalf_of=record.on_behalf_of.name if record.on_behalf_of else "",
        what=verb_words(record.verb),
        kind=kind_words(record.subject_kind),
        subject=record.subject,
        unit_id=record.unit_id,
        why=record.reason,
        facts=tuple(_facts(record.detail)),
    )


def _facts(detail: Mapping[str, Any]) -> Iterator[str]:
    for name, (before, after) in detail.get("changes", {}).items():
        yield f"{fact_words(name)}: {_said(before)} → {_said(after)}"
    for name, value in detail.items():
        # What nobody noted says nothing; that something was emptied stands among the changes.
        if name != "changes" and name not in INTERNAL and value not in ({}, [], "", None):
            yield f"{fact_words(name)}: {_said(value)}"


def _said(value: Any) -> str:
    if isinstance(value, list):
        return ", ".join(map(str, value)) or "–"
    return "–" if value in {None, ""} else str(value)
