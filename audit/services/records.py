"""Write the audit row of a change, inside the transaction of that change."""

import json
from collections.abc import Iterable
from typing import Any

from django.contrib.auth.models import AnonymousUser
from django.utils import timezone

from audit.models import Record

Detail = dict[str, Any]


def record(
    *,
    actor: Any,
    verb: str,
    kind: str,
    subject: str,
    reason: str = "",
    detail: Detail | None = None,
    unit_id: int | None = None,
) -> Record:
    """Append one row; the database chains it when the transaction commits.

    Parameters
    ----------
    actor
        The person; None where a command or job acts. Whom a deputy acts for is noted beside.
    verb
        What was done, for example "submitted".
    kind, subject
        Which object, for example "entry" and "HQ VEH_AVAIL 2026-10".
    unit_id
        The unit it concerns: auditors of that unit and of those above see the row. Without one
        only the auditors of the whole organisation do.
    """
    row = _row(actor, verb, kind, subject, detail, unit_id)
    row.reason = reason
    return _append([row])[0]


def record_each(
    *, actor: Any, verb: str, kind: str, done: Iterable[tuple[str, Detail]], unit_id: int | None
) -> list[Record]:
    """Append a row for each of several objects, given as subject and detail, in one statement."""
    return _append([_row(actor, verb, kind, *each, unit_id) for each in done])


def _row(
    actor: Any, verb: str, kind: str, subject: str, detail: Detail | None, unit_id: int | None
) -> Record:
    person = None if isinstance(actor, AnonymousUser) else actor
    return Record(
        recorded_at=timezone.now(),
        actor=person,
        on_behalf_of=getattr(person, "acting_for", None),
        unit_id=unit_id,
        verb=verb,
        subject_kind=kind,
        subject=subject[:200],
        detail=_as_kept(detail or {}),
    )


def _append(rows: list[Record]) -> list[Record]:
    for row in rows:
        row.content_hash = row.hash_of_content()
    return Record.objects.bulk_create(rows)


def _as_kept(detail: Detail) -> Detail:
    """Return the detail as both databases give it back letter for letter.

    PostgreSQL writes fractions in its own way, so they are kept as text.
    """
    kept: Detail = json.loads(json.dumps(detail), parse_float=str, parse_constant=str)
    return kept
