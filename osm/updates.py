"""My updates: what waits for one person, whatever it is, by the day on which it is due."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import TYPE_CHECKING

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from core.dates import lateness
from initiatives.selectors.actions import ActionFact, my_open_actions
from organization.policies import may_anywhere
from organization.roles import Action
from scorecard.selectors.comments import MentionLine, unread_mentions
from scorecard.selectors.corrections import ToCorrect
from scorecard.selectors.deadlines import Due
from scorecard.selectors.mine import Mine, ToApprove, ToEnter, ToExplain, mine
from scorecard.selectors.periods import period_name

if TYPE_CHECKING:
    from accounts.models import User

# A next step further off does not wait yet.
AHEAD = timedelta(days=14)


@dataclass(frozen=True, slots=True)
class Deadline:
    """When something is due, and how that stands in words: "due today"."""

    day: date
    words: str
    is_over: bool


@dataclass(frozen=True, slots=True)
class Update:
    """One thing to do.

    Attributes
    ----------
    matter, detail
        What it is about, and what is to be known of it; `detail` may be empty.
    deadline
        None where it has no day.
    count
        How many things it is: several figures of a unit stand in one line.
    """

    matter: str
    detail: str
    unit: str
    url: str
    deadline: Deadline | None = None
    count: int = 1

    @property
    def day(self) -> date:
        """When it is due; what has no day comes last."""
        return self.deadline.day if self.deadline else date.max


@dataclass(frozen=True, slots=True)
class Group:
    """What is to be done in the same way, the first due first.

    Attributes
    ----------
    url
        Where all of them are done at once; empty where each is done by itself.
    n_more
        How many are not listed here.
    """

    heading: str
    updates: tuple[Update, ...]
    url: str = ""
    n_more: int = 0

    @property
    def count(self) -> int:
        """How many things that is."""
        return sum(update.count for update in self.updates) + self.n_more

    @property
    def first_due(self) -> date:
        """When the first of them is due."""
        return min(update.day for update in self.updates)


@dataclass(frozen=True, slots=True)
class Updates:
    """All that waits for somebody; no group is empty.

    Attributes
    ----------
    assign_url
        Where they say who enters what, if that is theirs to say; else empty.
    """

    groups: tuple[Group, ...]
    assign_url: str

    @property
    def count(self) -> int:
        """How many things wait."""
        return sum(group.count for group in self.groups)

    @property
    def late(self) -> int:
        """How many of them are late."""
        each = (update for group in self.groups for update in group.updates)
        return sum(one.count for one in each if one.deadline and one.deadline.is_over)


def updates_of(user: "User") -> Updates:
    """Return what waits for `user`, in a fixed number of queries."""
    figures = mine(user)
    today = figures.today
    steps = my_open_actions(user, today, today + AHEAD)
    groups = [
        _group(_("Figures to enter"), (_to_enter(figures, one) for one in figures.to_enter)),
        _approvals(figures),
        _group(_("Explain what happened"), (_explain(figures, one) for one in figures.to_explain)),
        _group(_("You were mentioned"), (_mention(one) for one in unread_mentions(user))),
        _group(_("Next steps"), (_step(one, today) for one in steps)),
    ]
    filled = [group for group in groups if group.updates]
    # What somebody was told to do again comes before what nobody has looked at yet.
    corrections = [_correct(figures, one) for one in figures.to_correct]
    first = [_group(_("Corrections asked of you"), corrections)] if corrections else []
    may_assign = may_anywhere(user, Action.ASSIGN)
    return Updates(
        groups=(*first, *sorted(filled, key=lambda group: group.first_due)),
        assign_url=reverse("scorecard:assignments") if may_assign else "",
    )


def _group(heading: str, updates: Iterable[Update]) -> Group:
    # Within a day they stay as they came: by unit.
    return Group(heading, tuple(sorted(updates, key=lambda one: one.day)))


def _to_enter(figures: Mine, one: ToEnter) -> Update:
    said = ngettext("%(count)d figure", "%(count)d figures", one.left) % {"count": one.left}
    place = {"unit": one.unit.code, "period": figures.word(one.month), "show": "mine"}
    return Update(
        matter=said,
        detail=period_name(one.month),
        unit=one.unit.name,
        url=reverse("scorecard:enter", query=place),
        deadline=_due(one.due),
        count=one.left,
    )


def _correct(figures: Mine, one: ToCorrect) -> Update:
    rejection = one.rejection
    said = {"period": period_name(one.period), "name": rejection.by, "reason": rejection.reason}
    return Update(
        matter=_("%(kpi)s: %(figure)s")
        % {"kpi": one.kpi.definition.name, "figure": rejection.text},
        detail=_("%(period)s, rejected by %(name)s: %(reason)s") % said,
        unit=one.unit.name,
        url=one.address(figures.calendar),
    )


def _approvals(figures: Mine) -> Group:
    listed = _group(
        _("Figures to approve"), (_to_approve(figures, one) for one in figures.to_approve)
    )
    n_more = figures.n_to_approve - listed.count
    return replace(listed, url=reverse("scorecard:approvals"), n_more=n_more)


def _to_approve(figures: Mine, one: ToApprove) -> Update:
    place = {"unit": one.unit.code, "period": figures.word(one.period)}
    return Update(
        matter=_("%(kpi)s: %(figure)s") % {"kpi": one.kpi, "figure": one.text},
        detail=_("%(period)s, entered by %(name)s")
        % {"period": period_name(one.period), "name": one.by},
        unit=one.unit.name,
        url=reverse("scorecard:approvals-kpi", args=[one.kpi_code], query=place),
    )


def _explain(figures: Mine, one: ToExplain) -> Update:
    place = {"unit": one.unit.code, "period": figures.calendar.format(one.period)}
    return Update(
        matter=one.kpi,
        detail=_("off target, %(period)s") % {"period": period_name(one.period)},
        unit=one.unit.name,
        url=reverse("scorecard:explanation-kpi", args=[one.kpi_code], query=place),
    )


def _mention(one: MentionLine) -> Update:
    said = _("%(name)s: %(matter)s") % {"name": one.by, "matter": one.matter}
    return Update(matter=said, detail="", unit=one.unit, url=one.address)


def _step(one: ActionFact, today: date) -> Update:
    return Update(
        matter=one.text,
        detail=one.matter,
        unit=one.unit,
        url=reverse("initiatives:action", args=[one.pk]),
        deadline=_deadline(one.due, today),
    )


def _due(due: Due) -> Deadline:
    now = timezone.now()
    return Deadline(due.day, due.words(now), is_over=due.is_over(now))


def _deadline(due: date, today: date) -> Deadline:
    return Deadline(due, lateness(due, today), is_over=due < today)
