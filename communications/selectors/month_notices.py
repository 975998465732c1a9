"""Notices about all figures of a unit and month: more time, a reminder, a locked month."""

from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils.translation import gettext as _

from communications.models import Notice
from core.dates import moment
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.types import Frequency
from scorecard.selectors.periods import period_name

if TYPE_CHECKING:
    from collections.abc import Mapping


def month_sentence(row: Notice) -> str:
    """Say what happened."""
    sentences: Mapping[str, str] = {
        Notice.EXTENDED: _("%(by)s gave you until %(until)s for figures of %(month)s"),
        Notice.REMINDED: _("%(by)s asks for figures of %(month)s that are missing"),
        Notice.ASKED: _("%(by)s asks to open %(month)s again until %(until)s"),
        Notice.REOPENED: _("%(by)s left %(month)s locked"),
    }
    sentence = sentences[row.kind]
    if row.kind == Notice.REMINDED and row.by is None:
        sentence = _("Figures of %(month)s are still to be entered")
    if row.kind == Notice.REOPENED and _is_open(row):
        sentence = _("%(by)s opened %(month)s again until %(until)s")
    dated = row.extension or row.reopening
    return sentence % {
        "by": row.by.name if row.by else _("The strategy office"),
        "month": period_name(_month(row)),
        "until": moment(dated.until) if dated else "",
    }


def month_words(row: Notice) -> str:
    """Return why it was done; empty for a reminder."""
    dated = row.extension or row.reopening
    return dated.reason if dated else ""


def month_address(row: Notice, calendar: FiscalCalendar) -> str:
    """Return where the figures are entered, or a request is answered."""
    place = {"unit": row.unit.code, "period": calendar.format(_month(row))}
    pages = {Notice.ASKED: "collection", Notice.REMINDED: "enter-missing"}
    return reverse(f"scorecard:{pages.get(row.kind, 'enter')}", query=place)


def _is_open(row: Notice) -> bool:
    answer = getattr(row.reopening, "answer", None)
    return answer is not None and answer.is_confirmed


def _month(row: Notice) -> Period:
    return Period(Frequency.MONTHLY, row.month or 0)
