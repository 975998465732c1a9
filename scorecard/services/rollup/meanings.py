"""What KPIs mean: the versions of their definitions, as known at a moment."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeVar

import numpy as np

from scorecard.engine.types import Cells, Figures, Frequency, Ints, Targets
from scorecard.models import KpiVersion
from scorecard.services.rollup.known import Known

Columns = TypeVar("Columns", Cells, Targets, Figures)


@dataclass(frozen=True, eq=False)
class Held:
    """Which version of a KPI's definition holds for each of some columns.

    `versions` are those that hold for any; `place` is the one of each column, (n_columns,).
    """

    versions: tuple[KpiVersion, ...]
    place: Ints

    def joined(self, parts: Sequence[Columns]) -> Columns:
        """Take each column from the part of its version; `parts` in the order of the versions."""
        first = parts[0]
        if len(parts) == 1:
            return first
        arrays = {
            field.name: np.stack([getattr(part, field.name) for part in parts])
            for field in fields(first)
        }
        columns = np.arange(len(self.place))
        return type(first)(
            **{
                # Columns come first out of such an index; copied, so that memory lies as ever.
                name: np.moveaxis(array[self.place, ..., columns], 0, -1).copy()
                for name, array in arrays.items()
            }
        )


@dataclass(frozen=True, eq=False)
class Meaning:
    """What one KPI means over time: a version for each day that one holds from, in order."""

    kpi_id: int
    code: str
    versions: tuple[KpiVersion, ...]

    @property
    def frequency(self) -> Frequency:
        """How often the KPI is entered, the same in every version."""
        return Frequency(self.versions[-1].frequency)

    @property
    def weight_kpi_ids(self) -> set[int]:
        """The KPIs that weigh it in any version."""
        return {each.weight_kpi_id for each in self.versions if each.weight_kpi_id is not None}

    def on(self, day: date) -> KpiVersion:
        """Return what holds on a day; before the first version has begun, the first one."""
        begun = [version for version in self.versions if version.valid_from <= day]
        return begun[-1] if begun else self.versions[0]

    def held(self, days: Sequence[date]) -> Held:
        """Return the versions that hold on the days, those of columns; the last one for none."""
        found = [self.on(day) for day in days]
        versions = tuple(each for each in self.versions if each in found) or self.versions[-1:]
        return Held(versions, np.array([versions.index(each) for each in found], dtype=np.intp))


def load_meanings(known: Known, kpi_ids: Collection[int] | None = None) -> dict[int, Meaning]:
    """Read what all KPIs, or some, mean; without those of which no definition is known."""
    rows = known.among(KpiVersion.objects.select_related("kpi").order_by("id"))
    if kpi_ids is not None:
        rows = rows.filter(kpi__in=list(kpi_ids))
    newest: dict[int, dict[date, KpiVersion]] = {}
    for version in rows:
        newest.setdefault(version.kpi_id, {})[version.valid_from] = version
    return {kpi_id: _meaning(by_day) for kpi_id, by_day in newest.items()}


def load_meaning(known: Known, kpi_id: int) -> Meaning:
    """Read what one KPI means, of which a definition is known."""
    return load_meanings(known, [kpi_id])[kpi_id]


def _meaning(by_day: dict[date, KpiVersion]) -> Meaning:
    versions = tuple(by_day[day] for day in sorted(by_day))
    return Meaning(versions[0].kpi_id, versions[0].kpi.code, versions)
