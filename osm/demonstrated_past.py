"""Let the people of the demonstration have said and done things, some days ago.

Services write what is said at this moment: these rows are made here.
"""

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from django.utils import timezone

from accounts.models import User
from demo.actions import Event, Step
from demo.own_words import Fear, OwnWords, Remark, Said
from initiatives.models import ActionItem, Happening
from initiatives.services import action_rows
from initiatives.services.action_rows import Change, Doer, append_action, append_event
from jobs.services.outbox import post
from organization.models import Unit
from scorecard.engine.types import Frequency
from scorecard.models import (
    Comment,
    CommentText,
    Flag,
    FlagReading,
    Kpi,
    Matter,
    Mention,
    Objective,
    OfficeLine,
    OwnerExplanation,
    about,
)
from scorecard.policies import require_discussant, require_speaker
from scorecard.selectors.comments import discussants
from scorecard.selectors.entries import calendar_now
from scorecard.services.mentions import mentioned_in


def tell_own_words(words: OwnWords) -> None:
    """Raise flags, which some have seen; explain figures of the last month, and comment on them."""
    for fear in words.fears:
        _raise(fear)
    for said in words.said:
        _explain(said)
    for remark in words.remarks:
        _comment(remark)


def take_next_steps(steps: Iterable[Step]) -> None:
    """Append next steps and what happened to them."""
    for step in steps:
        speaker, unit, matter = _place(step.by, step.unit, step.matter)
        facts = action_rows.Step(unit, matter, step.text, _doer(step.owner), _in(step.due_in))
        added = _days_ago(step.days_before)
        action = append_action(actor=speaker, step=facts, recorded_at=added)
        for event in step.events:
            _happen(action, event)


def _raise(fear: Fear) -> None:
    speaker, unit, matter = _place(fear.by, fear.unit, fear.code)
    raised = _days_ago(fear.days_before)
    flag = Flag.objects.create(
        unit=unit,
        **about(matter),
        fear=fear.fear,
        help_asked=fear.help_asked,
        raised_by=speaker,
        recorded_at=raised,
    )
    post("notices", [f"flag:{flag.pk}"])
    for day, email in enumerate(fear.seen_by, start=1):
        person = User.objects.get(email=email)
        seen = raised + timedelta(days=day)
        FlagReading.objects.create(flag=flag, person=person, recorded_at=seen)


def _explain(said: Said) -> None:
    speaker, unit, matter = _place(said.by, said.unit, said.code)
    row = OwnerExplanation.objects.create(
        unit=unit,
        **about(matter),
        frequency=Frequency.MONTHLY.value,
        period=_last_month(),
        happened=said.happened,
        cause=said.cause,
        next_step=said.next_step,
        due_on=said.due_on,
        help_asked=said.help_asked,
        author=speaker,
        recorded_at=_days_ago(said.days_before),
    )
    post("notices", [f"explanation:{row.pk}"])
    if said.office_line:
        line = OfficeLine.objects.create(
            explanation=row,
            text=said.office_line,
            author=User.objects.get(email=said.office),
            recorded_at=_days_ago(said.days_before - 1),
        )
        post("notices", [f"line:{line.pk}"])


def _comment(remark: Remark) -> None:
    speaker, unit, matter = _named(remark.by, remark.unit, remark.code)
    require_discussant(speaker, unit, matter)
    said = _days_ago(remark.days_before)
    comment = Comment.objects.create(
        unit=unit,
        **about(matter),
        frequency=Frequency.MONTHLY.value,
        period=_last_month(),
        author=speaker,
        recorded_at=said,
    )
    CommentText.objects.create(comment=comment, text=remark.text, recorded_at=said)
    for person in mentioned_in(remark.text, discussants(unit, matter)):
        Mention.objects.create(comment=comment, person=person, recorded_at=said)
    post("notices", [f"comment:{comment.pk}"])


def _last_month() -> int:
    return calendar_now().containing(timezone.localdate(), Frequency.MONTHLY).ordinal - 1


def _happen(action: ActionItem, event: Event) -> None:
    held = ActionItem.objects.with_events().get(pk=action.pk)
    change = Change(
        Happening(event.kind),
        event.reason,
        due_on=None if event.due_in is None else _in(event.due_in),
        doer=_doer(event.to) if event.to else None,
    )
    append_event(
        actor=User.objects.get(email=event.by),
        action=held,
        change=change,
        recorded_at=_days_ago(event.days_before),
    )


def _doer(owner: str) -> Doer:
    """Return a person of that address, or only the name."""
    return Doer(User.objects.get(email=owner)) if "@" in owner else Doer(name=owner)


def _place(email: str, unit_code: str, code: str) -> tuple[User, Unit, Matter]:
    """Return who speaks, and of what at which unit; whoever may not is refused as ever."""
    speaker, unit, matter = _named(email, unit_code, code)
    require_speaker(speaker, unit, matter)
    return speaker, unit, matter


def _named(email: str, unit_code: str, code: str) -> tuple[User, Unit, Matter]:
    speaker, unit = User.objects.get(email=email), Unit.objects.get(code=unit_code)
    kpi: Kpi | None = Kpi.objects.select_related("current").filter(code=code).first()
    matter = kpi or Objective.objects.select_related("current").get(code=code)
    return speaker, unit, matter


def _in(days: int) -> date:
    return timezone.localdate() + timedelta(days=days)


def _days_ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)
