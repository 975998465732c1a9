"""The four steps of a message: draft, approve, send, check."""

from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

from django.utils import timezone
from django.utils.translation import gettext as _

from communications.models import State
from core import dates

if TYPE_CHECKING:
    from communications.models import MessageVersion
    from communications.selectors.reach import Reach


@dataclass(frozen=True)
class Step:
    """One step: its name, where it stands, and whether it is done or the present one."""

    label: str
    note: str
    is_done: bool = False
    is_now: bool = False


# Which of the four steps a message is at.
AT = {State.DRAFT: 0, State.RETURNED: 0, State.WAITING: 1, State.SENT: 3}


def steps(version: "MessageVersion", reached: "Reach | None" = None) -> list[Step]:
    """Return the four steps of `version`, which has its events and publication fetched."""
    notes = [
        (_("Draft"), _("since %(day)s") % {"day": _day(version.message.recorded_at)}),
        (_("Approve"), _approval(version)),
        (_("Send"), _sending(version)),
        (_("Check"), _reading(reached)),
    ]
    at = AT[version.state]
    return [
        Step(label, note, is_done=number < at, is_now=number == at)
        for number, (label, note) in enumerate(notes)
    ]


def first_steps() -> list[Step]:
    """Return the four steps of a message that has not been saved yet."""
    return [
        Step(_("Draft"), _("not saved yet"), is_now=True),
        Step(_("Approve"), _("the speaker, not you")),
        Step(_("Send"), _("as soon as it is approved")),
        Step(_("Check"), _reading(None)),
    ]


def _approval(version: "MessageVersion") -> str:
    name = version.message.speaker.name
    moments = {event.kind: event.recorded_at for event in version.events.all()}
    for kind, sentence in (
        ("approved", _("%(name)s, %(day)s")),
        ("returned", _("%(name)s returned it %(day)s")),
        ("submitted", _("%(name)s, asked %(day)s")),
    ):
        if kind in moments:
            return sentence % {"name": name, "day": _day(moments[kind])}
    return _("%(name)s, not asked yet") % {"name": name}


def _sending(version: "MessageVersion") -> str:
    if version.state == State.SENT:
        return dates.moment(version.publication.published_at, today=timezone.localdate())
    return _("as soon as it is approved")


def _reading(reached: "Reach | None") -> str:
    if reached is None:
        return _("who it reached, by unit")
    if not reached.total.are_shown:
        return _("too few people to count")
    return _("read by %(percent)d %%") % {"percent": reached.total.read_percent}


def _day(moment: datetime) -> str:
    return dates.day(timezone.localdate(moment), today=timezone.localdate())
