"""What KPIs mean: the versions of their definitions, as known at a moment."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from typing import TypeAlias, TypeVar

import numpy as np
from django.db.models import QuerySet

from jobs.services.keeping import once
from scorecard.engine.formulas import parse
from scorecard.engine.types import Cells, Figures, Frequency, Ints, Targets
from scorecard.models import KpiVersion
from scorecard.services.rollup.known import Known

Versions: TypeAlias = tuple[KpiVersion, ...]
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
    """What one KPI means over time: a version for each day that one holds from, in order.

    `operands` are the KPIs that its formulas compute it from, by code.
    """

    kpi_id: int
    code: str
    versions: tuple[KpiVersion, ...]
    operands: Mapping[str, "Meaning"]

    @property
    def frequency(self) -> Frequency:
        """How often the KPI is entered, the same in every version."""
        return Frequency(self.versions[-1].frequency)

    @property
    def weight_kpi_ids(self) -> set[int]:
        """The KPIs that weigh it in any version."""
        return {each.weight_kpi_id for each in self.versions if each.weight_kpi_id is not None}

    def with_operands(self) -> "Iterator[Meaning]":
        """Yield the KPI and all that it is computed from."""
        yield self
        for operand in self.operands.values():
            yield from operand.with_operands()

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
    if kpi_ids is None:
        found = _by_code(rows)
        return {versions[0].kpi_id: _meaning(code, found) for code, versions in found.items()}
    found = wanted = _by_code(rows.filter(kpi__in=list(kpi_ids)))
    # A formula needs KPIs that nobody asked for, and those may be formulas too.
    while missing := _operands(found) - found.keys():
        more = _by_code(rows.filter(kpi__code__in=missing))
        found = {**found, **dict.fromkeys(missing, ()), **more}
    return {versions[0].kpi_id: _meaning(code, found) for code, versions in wanted.items()}


def load_meaning(known: Known, kpi_id: int) -> Meaning:
    """Read what one KPI means, of which a definition is known."""
    return once(("meaning", known, kpi_id), lambda: load_meanings(known, [kpi_id])[kpi_id])


def _by_code(rows: QuerySet[KpiVersion]) -> dict[str, Versions]:
    """Return the newest version of each day, in order, by the code of the KPI."""
    newest: dict[str, dict[date, KpiVersion]] = {}
    for version in rows:
        newest.setdefault(version.kpi.code, {})[version.valid_from] = version
    return {code: tuple(by_day[day] for day in sorted(by_day)) for code, by_day in newest.items()}


def _operands(found: Mapping[str, Versions]) -> set[str]:
    """Return the codes that formulas name."""
    return {code for versions in found.values() for each in versions for code in named(each)}


def named(version: KpiVersion) -> tuple[str, ...]:
    """Return the codes that the formula of a version names, none where it has no formula."""
    return parse(version.formula).operands if version.formula else ()


def _meaning(code: str, found: Mapping[str, Versions]) -> Meaning:
    versions = found[code]
    operands = {each: _meaning(each, found) for each in sorted(_operands({code: versions}))}
    return Meaning(versions[0].kpi_id, code, versions, operands)
