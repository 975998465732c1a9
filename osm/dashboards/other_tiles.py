"""Tiles of objectives, messages and lists; each kind in a fixed number of queries."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.http import urlencode
from django.utils.translation import gettext as _

from communications.models import Delivery
from initiatives.models import Initiative
from initiatives.selectors import portfolio
from initiatives.selectors.actions import action_list
from initiatives.selectors.concerns import Severity, needs_attention
from initiatives.selectors.portfolio import Row
from organization.models import Unit
from organization.policies import may
from organization.roles import Action
from osm.dashboards.tiles import (
    PERIODS_SHOWN,
    Key,
    LateTile,
    PortfolioTile,
    Scored,
    StepsTile,
    Tile,
    Tiles,
    Words,
)
from osm.models import Pinned
from scorecard.engine.types import Status
from scorecard.models import Objective, ObjectiveVersion, Score
from scorecard.selectors import sentences
from scorecard.selectors.context import Context
from scorecard.selectors.figures import shown
from scorecard.selectors.late import LateBelow, late_below
from scorecard.selectors.lines import valid_on
from scorecard.selectors.periods import period_name

if TYPE_CHECKING:
    from accounts.models import User

MOST_LINES = 5
# Score, status and status by the score alone, by month.
Months = dict[int, tuple[float | None, int, int]]


def objective_tiles(
    user: "User", context: Context, pins: Sequence[Pinned], units: Mapping[Key, Unit]
) -> Tiles:
    """Return the tiles of pinned objectives in the last month of the period, in three queries."""
    ids = {pin.objective_id for pin in pins if pin.objective_id}
    seen = Objective.objects.filter(pk__in=ids, unit__in=Unit.objects.published_to(user))
    versions = valid_on(
        context.last_day,
        ObjectiveVersion.objects.filter(objective__in=seen).select_related("objective"),
        lambda version: version.objective_id,
    )
    shown_pins = [pin for pin in pins if pin.objective_id in versions and pin.unit_id in units]
    scores = _scores(context, shown_pins)
    return {
        pin.pk: _objective(
            context,
            pin,
            units[pin.unit_id],
            versions[pin.objective_id],
            scores[pin.objective_id, pin.unit_id],
        )
        for pin in shown_pins
    }


def _scores(context: Context, pins: Sequence[Pinned]) -> dict[tuple[Key, Key], Months]:
    last = context.last_month.ordinal
    rows = Score.objects.filter(
        period__in=range(last + 1 - PERIODS_SHOWN, last + 1),
        unit__in={pin.unit_id for pin in pins},
        node_kind=Score.OBJECTIVE,
        node__in={pin.objective_id for pin in pins},
    ).values_list("node", "unit_id", "period", "score", "status", "status_uncapped")
    found: dict[tuple[Key, Key], Months] = defaultdict(dict)
    for node, unit_id, period, score, status, by_score in rows:
        found[node, unit_id][period] = (score, status, by_score)
    return found


def _objective(
    context: Context, pin: Pinned, unit: Unit, version: ObjectiveVersion, months: Months
) -> Tile:
    last = context.last_month
    score, status, by_score = months.get(
        last.ordinal, (None, Status.NOT_SCORED.value, Status.NOT_SCORED.value)
    )
    printed = shown(score, Status(by_score), context.cuts)
    path = reverse("scorecard:explain-objective", args=[version.objective.code])
    ordinals = range(last.ordinal + 1 - PERIODS_SHOWN, last.ordinal + 1)
    return Tile(
        pin=pin,
        heading=version.name,
        url=f"{path}?{context.query_for(unit.code)}",
        unit=unit.name,
        period=period_name(last),
        status=Status(status),
        scored=Scored(
            score=printed,
            scores=tuple(months[each][0] if each in months else None for each in ordinals),
            label=sentences.history_label(version.name, printed, "", PERIODS_SHOWN),
        ),
    )


def message_tiles(user: "User", pins: Sequence[Pinned]) -> Tiles:
    """Return the tiles of pinned messages that were delivered to the reader, in one query."""
    rows = Delivery.objects.to(user).with_messages()
    wanted = rows.filter(version__message__in=[pin.message_id for pin in pins])
    found = {row.version.message_id: row.version for row in wanted}
    return {
        pin.pk: Tile(
            pin=pin,
            heading=version.title,
            url=reverse("communications:letter", args=[version.message_id]),
            words=Words(
                version.text, version.message.speaker.name, version.publication.published_at
            ),
        )
        for pin in pins
        if (version := found.get(pin.message_id))
    }


def late_tiles(
    user: "User", context: Context, pins: Sequence[Pinned], units: Mapping[Key, Unit]
) -> Tiles:
    """Return the tiles of late data, of the units that the reader sees into."""
    month = context.last_ended_month
    seen = [pin for pin in pins if pin.unit_id in units]
    seen = [pin for pin in seen if may(user, Action.SEE_UNIT, units[pin.unit_id])]
    paths = [units[pin.unit_id].path for pin in seen]
    found = late_below(paths, month, context.calendar, timezone.now())
    return {pin.pk: _late(context, pin, units[pin.unit_id], found) for pin in seen}


def _late(context: Context, pin: Pinned, unit: Unit, found: LateBelow) -> Tile:
    late = [line for path, line in found.units if path.startswith(unit.path)]
    n_below = sum(path.startswith(unit.path) for path in found.reporting)
    waiting = sum(path.startswith(unit.path) for path in found.waiting)
    return Tile(
        pin=pin,
        heading=_("Late data"),
        url=f"{reverse('today')}?{context.query_for(unit.code)}#late",
        unit=unit.name,
        period=period_name(context.last_ended_month),
        late=LateTile(late[:MOST_LINES], len(late), n_below, waiting),
    )


def steps_tiles(user: "User", pins: Sequence[Pinned]) -> Tiles:
    """Return the tile of the reader's own next steps."""
    if not pins:
        return {}
    found = action_list(user, only_mine=True).open
    return {
        pin.pk: Tile(
            pin=pin,
            heading=_("Next steps that I hold"),
            url=f"{reverse('initiatives:actions')}?mine=1",
            steps=StepsTile(found[:MOST_LINES], len(found)),
        )
        for pin in pins
    }


def portfolio_tiles(
    user: "User", context: Context, pins: Sequence[Pinned], units: Mapping[Key, Unit]
) -> Tiles:
    """Return the tiles of lists of initiatives, at units that the reader sees into."""
    seen = [pin for pin in pins if pin.unit_id in units]
    seen = [pin for pin in seen if may(user, Action.SEE_UNIT, units[pin.unit_id])]
    if not seen:
        return {}
    found = portfolio(user, today=context.today)
    rows = sorted((row for group in found.groups for row in group.rows), key=_severity)
    paths = dict(Initiative.objects.values_list("pk", "unit__path"))
    placed = [(paths[row.id], row) for row in rows]
    return {pin.pk: _portfolio(context, pin, units[pin.unit_id], placed) for pin in seen}


def _portfolio(
    context: Context, pin: Pinned, unit: Unit, placed: Sequence[tuple[str, Row]]
) -> Tile:
    below = [row for path, row in placed if path.startswith(unit.path)]
    return Tile(
        pin=pin,
        heading=_("Initiatives"),
        url=f"{reverse('initiatives:index')}?{urlencode({'unit': unit.code})}",
        unit=unit.name,
        period=date_format(context.today, "j F Y"),
        portfolio=PortfolioTile(
            below[:MOST_LINES], len(below), sum(needs_attention(row.severity) for row in below)
        ),
    )


def _severity(row: Row) -> Severity:
    return row.severity
