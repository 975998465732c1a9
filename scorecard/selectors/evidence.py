"""The files of evidence that stand at figures: how many, and which."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import reduce
from operator import or_

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.package_archive import MEGABYTE
from organization.models import Unit
from scorecard.models import Evidence
from scorecard.selectors.entry_fields import Placed
from scorecard.selectors.lines import known

#: KPI id, unit id and base period.
Cell = tuple[int, int, int]
KILOBYTE = 2**10


@dataclass(frozen=True, slots=True)
class EvidenceLine:
    """A file, as a page lists it.

    Attributes
    ----------
    size
        In words: ``84 KB``.
    withdrawn_by, withdrawn_at, reason
        Who withdrew it, when and why; empty and None of one that stands.
    """

    pk: int
    name: str
    kind: str
    size: str
    sha256: str
    note: str
    by: str
    at: datetime
    withdrawn_by: str
    withdrawn_at: datetime | None
    reason: str

    @property
    def stands(self) -> bool:
        """Whether it counts as evidence."""
        return self.withdrawn_at is None


def evidence_of(
    cells: Iterable[Cell], as_of: datetime | None = None
) -> dict[Cell, tuple[EvidenceLine, ...]]:
    """Return the files that stand at figures, the oldest first, as known at a moment or at all.

    One query. The caller has asked the gate.
    """
    wanted = [Q(kpi=kpi, unit=unit, period=period) for kpi, unit, period in set(cells)]
    rows = known(Evidence.objects.filter(reduce(or_, wanted, Q(pk__in=[]))), as_of)
    found: dict[Cell, list[EvidenceLine]] = defaultdict(list)
    for row in rows.listed().order_by("id"):
        line = evidence_line(row, as_of)
        if line.stands:
            found[row.kpi_id, row.unit_id, row.period].append(line)
    return {cell: tuple(lines) for cell, lines in found.items()}


def evidence_counts(unit: Unit, due: Sequence[Placed]) -> Mapping[tuple[int, int], int]:
    """Return how many files stand at figures of a unit, by KPI id and period, in one query."""
    kpis, periods = {kpi for kpi, _period in due}, {period.ordinal for _kpi, period in due}
    rows = Evidence.objects.standing().filter(unit=unit, kpi__in=kpis, period__in=periods)
    return Counter(rows.values_list("kpi_id", "period"))


def evidence_line(row: Evidence, as_of: datetime | None = None) -> EvidenceLine:
    """Return a file as a page lists it, fetched `listed`, as known at a moment or at all."""
    gone = getattr(row, "withdrawal", None)
    if gone is not None and as_of is not None and gone.recorded_at > as_of:
        gone = None
    return EvidenceLine(
        pk=row.pk,
        name=row.name,
        kind=row.kind.upper(),
        size=_size(row.size),
        sha256=row.sha256,
        note=row.note,
        by=row.author.name,
        at=row.recorded_at,
        withdrawn_by=gone.person.name if gone else "",
        withdrawn_at=gone.recorded_at if gone else None,
        reason=gone.reason if gone else "",
    )


def counted(number: int) -> str:
    """Say how many files of evidence there are; empty where there is none."""
    if not number:
        return ""
    words = ngettext("%(number)d file of evidence", "%(number)d files of evidence", number)
    return words % {"number": number}


def _size(number: int) -> str:
    """Write a size, rounded up: no file has nothing in it.

    >>> _size(1), _size(84 * 1024), _size(3 * MEGABYTE // 2)
    ('1 KB', '84 KB', '1.5 MB')
    """
    if number < MEGABYTE:
        return _("%(size)d KB") % {"size": -(-number // KILOBYTE)}
    return _("%(size).1f MB") % {"size": number / MEGABYTE}
