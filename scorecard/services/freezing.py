"""Positions in the order of commits: what was known there can be asked for again, for ever."""

from datetime import datetime

from django.db import models, transaction
from django.db.models import Max
from django.utils.translation import gettext as _

from core.database import hold_sources_alone
from core.errors import DomainError
from jobs.services.positions import newest_freeze, note_freeze
from organization.models import Organization, Placement, UnitWindow
from scorecard.models import (
    CapSwitch,
    Entry,
    EntryEvent,
    Evidence,
    EvidenceWithdrawal,
    Flag,
    FlagEnding,
    FlagReading,
    KpiVersion,
    Line,
    ManualScore,
    ObjectiveLink,
    ObjectiveVersion,
    OfficeLine,
    OwnerExplanation,
    OwnForecast,
    PerspectiveVersion,
    Rebasing,
    Reporter,
    Target,
)

#: What figures, scores, limits and forecasts are made of, what owners say of them and what shows
#: that they are right: each row says when it was recorded.
SOURCES: tuple[type[models.Model], ...] = (
    Organization,
    Placement,
    UnitWindow,
    KpiVersion,
    CapSwitch,
    ManualScore,
    ObjectiveLink,
    ObjectiveVersion,
    PerspectiveVersion,
    Line,
    OwnForecast,
    Rebasing,
    Reporter,
    Target,
    Entry,
    EntryEvent,
    Flag,
    FlagEnding,
    FlagReading,
    OwnerExplanation,
    OfficeLine,
    Evidence,
    EvidenceWithdrawal,
)


@transaction.atomic
def freeze() -> datetime:
    """Note the present position and return it: an export as of it says the same for ever.

    Waits until everybody who is recording sources has committed, and holds up whoever begins
    meanwhile. Every row that is there was recorded before the position, every later one comes
    after it, whatever the clocks of their hosts say.
    """
    hold_sources_alone()
    return note_freeze(newest_recorded())


def record_as_of(moment: datetime) -> datetime:
    """Let the present transaction record its sources as known from a past moment, and return it.

    Nobody else records anything until it ends.

    Raises
    ------
    DomainError
        Where something was recorded later already, or somebody froze what was known then.
    """
    hold_sources_alone()
    newest, frozen = newest_recorded(), newest_freeze()
    if newest is not None and moment < newest:
        message = _(
            "Something was recorded later already, at %(newest)s: what was known before that "
            "stays as it is. Name that moment or a later one."
        )
        raise DomainError(message % {"newest": newest.isoformat()})
    if frozen is not None and moment <= frozen:
        message = _("What was known at %(frozen)s is frozen: name a moment after it.")
        raise DomainError(message % {"frozen": frozen.isoformat()})
    return moment


def newest_recorded() -> datetime | None:
    """Return when the newest source was recorded, None where there is none."""
    ends = (model._default_manager.aggregate(newest=Max("recorded_at")) for model in SOURCES)
    return max((end["newest"] for end in ends if end["newest"] is not None), default=None)
