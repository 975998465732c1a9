"""What a person has been told, with the way to where it stands."""

from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from communications.models import Notice
from communications.selectors.month_notices import month_address, month_sentence, month_words
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.models import Kpi
from scorecard.selectors.comments import address_of
from scorecard.selectors.corrections import place_to_enter
from scorecard.selectors.entries import calendar_now

if TYPE_CHECKING:
    from accounts.models import User
    from communications.querysets import NoticeQuerySet

MOST = 200


@dataclass(frozen=True, slots=True)
class NoticeLine:
    """One notice as a page or a mail shows it.

    Attributes
    ----------
    sentence
        What happened, in words.
    words
        What was said of it, where that stands beside the matter for all who see it; else empty.
    """

    pk: int
    kind: str
    sentence: str
    words: str
    unit: str
    at: datetime
    url: str
    is_read: bool
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class NoticeDay:
    """The notices of one day."""

    day: date
    lines: tuple[NoticeLine, ...]


@dataclass(frozen=True, slots=True)
class NoticesPage:
    """What a person has been told, the latest first.

    `newest` is the number up to which "all" is meant; None where there is nothing. `has_older`
    says whether there are older ones, which are not shown.
    """

    days: tuple[NoticeDay, ...]
    unread: int
    newest: int | None
    has_older: bool


def notices_page(user: "User") -> NoticesPage:
    """Return the page of one's notices, in a fixed number of queries."""
    lines = notice_lines(Notice.objects.to(user).newest_first(), MOST + 1)
    shown = lines[:MOST]
    by_day = groupby(shown, key=lambda line: timezone.localtime(line.at).date())
    return NoticesPage(
        days=tuple(NoticeDay(day, tuple(found)) for day, found in by_day),
        unread=sum(not line.is_read for line in shown),
        newest=max((line.pk for line in shown), default=None),
        has_older=len(lines) > MOST,
    )


def notice_lines(rows: "NoticeQuerySet", most: int | None = None) -> tuple[NoticeLine, ...]:
    """Return notices as a page or a mail shows them, in two queries; `rows` come from the gate."""
    found = list(rows.with_openings().with_matters()[:most])
    calendar = calendar_now() if found else FiscalCalendar(1)
    return tuple(notice_line(row, calendar) for row in found)


def notice_line(row: Notice, calendar: FiscalCalendar) -> NoticeLine:
    """Return one notice, fetched with its matter and whether it was opened."""
    return NoticeLine(
        pk=row.pk,
        kind=row.kind,
        sentence=_sentence(row),
        words=_words(row, calendar),
        unit=row.unit.name,
        at=row.recorded_at,
        url=_address(row, calendar),
        is_read=row.read_at is not None or getattr(row, "is_opened", False),
        is_urgent=row.urgent,
    )


def _sentence(row: Notice) -> str:
    if row.month is not None:
        return month_sentence(row)
    if row.by is None:
        return _("“%(matter)s” waits for your approval") % {"matter": row.matter}
    sentences = {
        Notice.MENTION: _("%(by)s mentions you beside “%(matter)s”"),
        Notice.FLAG: _("%(by)s raised a flag on “%(matter)s”"),
        Notice.STEP: _("%(by)s gave you a next step for “%(matter)s”"),
        Notice.HANDED: _("%(by)s handed a next step for “%(matter)s” over to you"),
        Notice.EXPLAINED: _("%(by)s explained “%(matter)s”"),
        Notice.LINE: _("%(by)s added a line to your explanation of “%(matter)s”"),
        Notice.APPROVAL: _("%(by)s entered “%(matter)s”, which waits for your approval"),
        Notice.REJECTED: _("%(by)s rejected a figure of “%(matter)s”: correct it"),
    }
    return sentences[row.kind] % {"by": row.by.name, "matter": row.matter}


def _words(row: Notice, calendar: FiscalCalendar) -> str:
    if row.month is not None:
        return month_words(row)
    if row.flag is not None:
        return row.flag.fear
    if row.action is not None:
        return row.action.text
    if row.kind == Notice.EXPLAINED and row.explanation is not None:
        return row.explanation.happened
    if row.entry is not None:
        period = calendar.format(_period_of(row.entry.kpi, row.entry.period))
        reason = getattr(row, "rejected_because", None) if row.kind == Notice.REJECTED else None
        return f"{period}: {reason}" if reason else period
    return ""


def _address(row: Notice, calendar: FiscalCalendar) -> str:
    if row.month is not None:
        return month_address(row, calendar)
    if row.comment is not None:
        return address_of(row.comment, calendar)
    if row.action is not None:
        return reverse("initiatives:action", args=[row.action.pk])
    if row.entry is not None and row.kind == Notice.REJECTED:
        period = _period_of(row.entry.kpi, row.entry.period)
        return place_to_enter(row.unit, row.entry.kpi, period, calendar)
    if row.entry is not None:
        asked = _place(row, calendar, _period_of(row.entry.kpi, row.entry.period))
        return reverse("scorecard:approvals-kpi", args=[row.matter.code], query=asked)
    asked = _place(row, calendar)
    if row.explanation is not None:
        said = Period(Frequency(row.explanation.frequency), row.explanation.period)
        asked = _place(row, calendar, said)
    name = "kpi" if row.kpi_id else "explain-objective"
    page = reverse(f"scorecard:{name}", args=[row.matter.code], query=asked)
    return f"{page}#own-words"


def _place(row: Notice, calendar: FiscalCalendar, period: Period | None = None) -> dict[str, str]:
    """Return unit and period for an address of pages, which show weeks in months."""
    if period is None:
        return {"unit": row.unit.code}
    if period.frequency is Frequency.WEEKLY:
        period = calendar.enclosing(period, Frequency.MONTHLY)
    return {"unit": row.unit.code, "period": calendar.format(period)}


def _period_of(kpi: Kpi, ordinal: int) -> Period:
    return Period(Frequency(kpi.definition.frequency), ordinal)
