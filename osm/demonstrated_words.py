"""Let owners of the demonstration have said what they say, some days ago."""

from datetime import datetime, timedelta

from django.utils import timezone

from accounts.models import User
from demo.own_words import Fear, OwnWords, Said
from organization.models import Unit
from organization.services.organization import present_organization
from scorecard.engine.periods import FiscalCalendar
from scorecard.engine.types import Frequency
from scorecard.models import (
    Flag,
    FlagReading,
    Kpi,
    Matter,
    Objective,
    OfficeLine,
    OwnerExplanation,
    about,
)
from scorecard.policies import require_speaker


def tell_own_words(words: OwnWords) -> None:
    """Write flags and explanations as rows: what services write is said at this moment."""
    for fear in words.fears:
        _raise(fear)
    for said in words.said:
        _explain(said)


def _raise(fear: Fear) -> None:
    unit, matter = Unit.objects.get(code=fear.unit), _matter(fear)
    speaker = User.objects.get(email=fear.by)
    require_speaker(speaker, unit, matter)
    raised = _days_ago(fear.days_before)
    flag = Flag.objects.create(
        unit=unit,
        **about(matter),
        fear=fear.fear,
        help_asked=fear.help_asked,
        raised_by=speaker,
        recorded_at=raised,
    )
    for day, email in enumerate(fear.seen_by, start=1):
        person = User.objects.get(email=email)
        FlagReading.objects.create(
            flag=flag, person=person, recorded_at=raised + timedelta(days=day)
        )


def _explain(said: Said) -> None:
    unit, kpi = Unit.objects.get(code=said.unit), Kpi.objects.get(code=said.code)
    speaker = User.objects.get(email=said.by)
    require_speaker(speaker, unit, kpi)
    calendar = FiscalCalendar(present_organization().fiscal_year_start_month)
    this_month = calendar.containing(timezone.localdate(), Frequency.MONTHLY)
    row = OwnerExplanation.objects.create(
        unit=unit,
        kpi=kpi,
        frequency=Frequency.MONTHLY.value,
        period=this_month.ordinal - 1,
        happened=said.happened,
        cause=said.cause,
        next_step=said.next_step,
        due_on=said.due_on,
        help_asked=said.help_asked,
        author=speaker,
        recorded_at=_days_ago(said.days_before),
    )
    if said.office_line:
        OfficeLine.objects.create(
            explanation=row,
            text=said.office_line,
            author=User.objects.get(email=said.office),
            recorded_at=_days_ago(said.days_before - 1),
        )


def _matter(fear: Fear) -> Matter:
    matters = Kpi.objects if fear.kind == "kpi" else Objective.objects
    found: Matter = matters.select_related("current").get(code=fear.code)
    return found


def _days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)
