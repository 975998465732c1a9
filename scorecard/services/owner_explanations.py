"""Say of a figure, in the words of who answers for it, what happened and what comes next."""

from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from django.db import transaction
from django.utils.translation import gettext as _

from audit.services.records import record
from core.errors import DomainError
from jobs.services.outbox import post
from jobs.services.positions import recorded_now
from organization.models import Unit
from organization.policies import require
from organization.roles import Action
from scorecard.engine.periods import Period
from scorecard.engine.types import Frequency
from scorecard.models import Matter, OfficeLine, OwnerExplanation, about
from scorecard.policies import require_speaker
from scorecard.selectors.entries import calendar_now
from scorecard.services.matters import check_matter, check_period, subject_of
from scorecard.services.texts import checked

if TYPE_CHECKING:
    from accounts.models import User

LONGEST, LONGEST_LINE = 1000, 300


@dataclass(frozen=True, slots=True)
class Words:
    """What is said: what happened, why, what comes next and by when, which help is asked for."""

    happened: str
    next_step: str
    cause: str = ""
    due_on: date | None = None
    help_asked: str = ""


@transaction.atomic
def explain(
    *, actor: "User", unit: Unit, matter: Matter, period: Period, words: Words
) -> OwnerExplanation:
    """Append what the owner says of a KPI or objective at a unit; earlier revisions stay.

    The same words sent twice are one revision.

    Raises
    ------
    NotAllowedError
        For who is neither its owner, nor the manager of the unit, nor the office.
    DomainError
        Beside its field: words that are missing or too many, a day before the period, a period
        that is none of the matter's or has not begun; a matter that the unit does not have.
    """
    require_speaker(actor, unit, matter)
    check_matter(unit, matter)
    check_period(matter, period)
    said = _checked(words, period)
    recorded_at = recorded_now()
    unit = Unit.objects.select_for_update().get(pk=unit.pk)
    place: dict[str, Any] = {"unit": unit, **about(matter)}
    place |= {"frequency": period.frequency.value, "period": period.ordinal}
    last: OwnerExplanation | None = OwnerExplanation.objects.filter(**place).order_by("-id").first()
    if last and last.author == actor and all(getattr(last, name) == said[name] for name in said):
        return last
    row: OwnerExplanation = OwnerExplanation.objects.create(
        **place, **said, author=actor, recorded_at=recorded_at
    )
    _audit(row, actor, verb="explained", detail=said | {"due_on": str(row.due_on or "")})
    post("notices", [f"explanation:{row.pk}"])
    return row


@transaction.atomic
def add_office_line(*, actor: "User", explanation: OwnerExplanation, text: str) -> OfficeLine:
    """Add the strategy office's line to an explanation; the newest one counts.

    Raises
    ------
    NotAllowedError
        For who is not of the office.
    DomainError
        Without words, and with too many.
    """
    require(actor, Action.REMARK, explanation.unit)
    line: OfficeLine = OfficeLine.objects.create(
        explanation=explanation,
        text=checked(
            text,
            field="text",
            longest=LONGEST_LINE,
            missing=_("Write the line that stands below the explanation."),
        ),
        author=actor,
        recorded_at=recorded_now(),
    )
    _audit(explanation, actor, verb="added line", detail={"text": line.text})
    post("notices", [f"line:{line.pk}"])
    return line


def _checked(words: Words, period: Period) -> dict[str, Any]:
    first = calendar_now().first_day(period)
    if words.due_on is not None and words.due_on < first:
        raise DomainError(_("This day is before the period. Name one to come."), field="due_on")
    needed = {
        "happened": _("Say in a sentence what happened."),
        "next_step": _("Say what comes next, if only that you look for the cause."),
    }
    texts = {
        name: checked(
            getattr(words, name), field=name, longest=LONGEST, missing=needed.get(name, "")
        )
        for name in ("happened", "cause", "next_step", "help_asked")
    }
    return texts | {"due_on": words.due_on}


def _audit(row: OwnerExplanation, actor: "User", *, verb: str, detail: dict[str, Any]) -> None:
    period = calendar_now().format(Period(Frequency(row.frequency), row.period))
    record(
        actor=actor,
        verb=verb,
        kind="explanation",
        subject=f"{subject_of(row.unit, row.matter)} {period}",
        unit_id=row.unit_id,
        detail=detail,
    )
