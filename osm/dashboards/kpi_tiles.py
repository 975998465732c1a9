"""Tiles of KPIs and of their charts, at many units in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse

from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from osm.dashboards.tiles import PERIODS_SHOWN, Course, Key, Tile, Tiles
from osm.models import Pinned
from scorecard.charts import Scale, course
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency, Status
from scorecard.engine.windows import candidates
from scorecard.models import Kpi, KpiVersion, Result
from scorecard.selectors import sentences
from scorecard.selectors.context import Context
from scorecard.selectors.courses import Point
from scorecard.selectors.figures import (
    FIGURE_COLUMNS,
    Figure,
    decimals_to_show,
    figure_of,
    shown,
)
from scorecard.selectors.lines import kpi_versions, strategy_at
from scorecard.selectors.periods import period_name, period_short

if TYPE_CHECKING:
    from accounts.models import User

# Figures by KPI, unit and period.
Figures = Mapping[tuple[Key, Key], Mapping[int, Figure]]


def kpi_tiles(
    user: "User", context: Context, pins: Sequence[Pinned], units: Mapping[Key, Unit]
) -> Tiles:
    """Return the tiles of pinned KPIs, in the base period that counts in the month of `context`.

    Above one's own unit only what stands on the scorecard there is shown: each unit of those, and
    they are as few as the tree is deep, costs some queries more.

    Parameters
    ----------
    units
        The units that `user` may see published figures of, by id.
    """
    known = _known(user, pins)
    seen = [pin for pin in pins if pin.kpi_id in known and pin.unit_id in units]
    published = _Published(user, context)
    seen = [pin for pin in seen if published.shows(known[pin.kpi_id], units[pin.unit_id])]
    reader = _Reader(context, known, seen)
    return {pin.pk: reader.tile(pin, units[pin.unit_id], published) for pin in seen}


def _known(user: "User", pins: Sequence[Pinned]) -> dict[Key, Kpi]:
    ids = {pin.kpi_id for pin in pins}
    rows = Kpi.objects.known_to(user).select_related("current").exclude(current=None)
    return {kpi.pk: kpi for kpi in rows.filter(pk__in=ids)}


class _Published:
    """Tells what of a unit a reader is shown."""

    def __init__(self, user: "User", context: Context) -> None:
        self.user, self.context = user, context
        self.above: dict[int, set[int]] = {}

    def sees_into(self, unit: Unit) -> bool:
        """Tell whether more than what is published may be seen."""
        return may(self.user, Action.SEE_UNIT, unit)

    def shows(self, kpi: Kpi, unit: Unit) -> bool:
        """Tell whether the figure of a KPI at a unit may be seen."""
        if self.sees_into(unit):
            return True
        if unit.pk not in self.above:
            strategy = strategy_at(unit, self.context.last_day)
            self.above[unit.pk] = set(strategy.frequencies)
        return kpi.pk in self.above[unit.pk]


class _Reader:
    """Reads definitions and figures of all pinned KPIs at once."""

    def __init__(self, context: Context, kpis: Mapping[Key, Kpi], pins: Sequence[Pinned]) -> None:
        self.context, self.kpis = context, kpis
        ids = {pin.kpi_id for pin in pins if pin.kpi_id}
        found = kpi_versions(ids, context.last_day)
        self.versions: dict[Key, KpiVersion] = {each: found[each] for each in ids}
        self.frequencies = {
            pk: Frequency((kpi.current or self.versions[pk]).frequency)
            for pk, kpi in kpis.items()
            if pk in self.versions
        }
        self.figures = self._figures(pins)

    def tile(self, pin: Pinned, unit: Unit, published: _Published) -> Tile:
        version = self.versions[pin.kpi_id]
        period = self._period(pin)
        figure = self.figures[pin.kpi_id, unit.pk].get(period.ordinal)
        query = self.context.query_for(unit.code)
        return Tile(
            pin=pin,
            heading=version.name,
            url=f"{reverse('scorecard:kpi', args=[self.kpis[pin.kpi_id].code])}?{query}",
            unit=unit.name,
            period=period_name(period),
            status=figure.status if figure else Status.NOT_SCORED,
            course=self._course(pin, version, period, sees_into=published.sees_into(unit)),
        )

    def _course(
        self, pin: Pinned, version: KpiVersion, period: Period, *, sees_into: bool
    ) -> Course:
        figures = self.figures[pin.kpi_id, pin.unit_id]
        ordinals = range(period.ordinal + 1 - PERIODS_SHOWN, period.ordinal + 1)
        history = [figures.get(ordinal) for ordinal in ordinals]
        figure, unit = history[-1], version.unit_of_measure
        value = figure.value if figure else None
        label = sentences.history_label(version.name, value, unit, PERIODS_SHOWN)
        score = shown(figure.score, figure.by_score, self.context.cuts) if figure else None
        return Course(
            figure=figure,
            unit_of_measure=unit,
            decimals=decimals_to_show(figure, unit, version.decimals),
            score=score,
            values=tuple(each.value if each else None for each in history),
            label=label,
            coverage_known=sees_into,
            chart=self._chart(history, period, version) if pin.kind == Pinned.COURSE else None,
            chart_id=f"course-{pin.anchor}",
        )

    def _chart(
        self, history: Sequence[Figure | None], period: Period, version: KpiVersion
    ) -> dict[str, object]:
        first = period.ordinal + 1 - len(history)
        periods = [Period(period.frequency, first + place) for place in range(len(history))]
        points = [
            Point(period_name(each), period_short(each), figure, None)
            for each, figure in zip(periods, history, strict=True)
        ]
        return course(points, Scale(version.unit_of_measure, version.decimals))

    def _looked_at(self, kpi_id: Key) -> list[int]:
        month = self.context.last_month.ordinal
        return candidates(self.context.calendar, self.frequencies[kpi_id], month)

    def _period(self, pin: Pinned) -> Period:
        """Return the base period that counts in the month: the latest with a value, or due."""
        looked_at = self._looked_at(pin.kpi_id)
        figures = self.figures[pin.kpi_id, pin.unit_id]
        due = [each for each in looked_at if each in figures]
        valued = [each for each in due if figures[each].value is not None]
        return Period(self.frequencies[pin.kpi_id], (valued or due or looked_at)[0])

    def _figures(self, pins: Sequence[Pinned]) -> Figures:
        wanted: set[int] = set()
        for pin in pins:
            looked_at = self._looked_at(pin.kpi_id)
            wanted |= set(range(min(looked_at) + 1 - PERIODS_SHOWN, max(looked_at) + 1))
        rows = Result.objects.filter(
            kpi__in={pin.kpi_id for pin in pins},
            period__in=sorted(wanted),
            unit__in={pin.unit_id for pin in pins},
        ).values_list("kpi_id", "unit_id", "period", *FIGURE_COLUMNS)
        found: dict[tuple[Key, Key], dict[int, Figure]] = defaultdict(dict)
        for kpi_id, unit_id, ordinal, *numbers in rows:
            period = Period(self.frequencies[kpi_id], ordinal)
            found[kpi_id, unit_id][ordinal] = figure_of(period, numbers)
        return found
