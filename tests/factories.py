"""Small worlds for tests: each factory shows only what matters, and fills the rest."""

from datetime import date
from itertools import count

from allauth.usersessions.models import UserSession
from django.contrib.auth import SESSION_KEY
from django.contrib.sessions.backends.db import SessionStore
from django.utils import timezone

from accounts.models import User
from organization.models import (
    ALWAYS,
    Comparison,
    Deputy,
    Membership,
    Organization,
    Placement,
    Unit,
    UnitWindow,
)
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import (
    CapSwitch,
    CheckRule,
    Comment,
    CommentText,
    Draft,
    Entry,
    Flag,
    FlagEnding,
    Kpi,
    KpiVersion,
    Line,
    MapChange,
    MapDraft,
    Mention,
    Objective,
    ObjectiveLink,
    ObjectiveVersion,
    OfficeLine,
    OwnerExplanation,
    OwnForecast,
    Perspective,
    PerspectiveVersion,
    Rebasing,
    Reporter,
    Target,
    about,
)

PASSWORD = "a long and quiet password"
NEVER = date(9999, 12, 31)
numbers = count(1)
recorded = timezone.now


def make_organization(**fields):
    defaults = {"name": "Army of Aldmark", "score_at_red_flag": 70, "score_at_goal": 85}
    return Organization.objects.create(**(defaults | fields), recorded_at=recorded())


def make_comparison(kind, author):
    """Decide what sister units see of each other."""
    return Comparison.objects.create(kind=kind, reason="So.", author=author, recorded_at=recorded())


def calendar():
    newest = Organization.objects.order_by("-id").first()
    return FiscalCalendar(newest.fiscal_year_start_month if newest else 1)


def ordinal(period):
    """Return the ordinal of a period given as text: `2026-10`, `2026-Q1`, `FY2026`."""
    return calendar().parse(period).ordinal


def make_unit(code=None, parent=None, *, opened_on=None, closed_on=None, **fields):
    code = code or f"U{next(numbers)}"
    unit = Unit.objects.create(
        code=code,
        name=fields.pop("name", code),
        parent=parent,
        path=f"?{code}",
        opened_on=opened_on,
        closed_on=closed_on,
        **fields,
    )
    unit.path = f"{parent.path if parent else '/'}{unit.pk}/"
    unit.save()
    Placement.objects.create(unit=unit, parent=parent, recorded_at=recorded())
    UnitWindow.objects.create(
        unit=unit, opened_on=opened_on, closed_on=closed_on, recorded_at=recorded()
    )
    return unit


def move_unit(unit, parent, valid_from):
    """Hang a unit under another parent from a day on."""
    return Placement.objects.create(
        unit=unit, parent=parent, valid_from=valid_from, recorded_at=recorded()
    )


def make_person(name=None, role=None, unit=None, *, valid_from=ALWAYS, valid_until=None):
    number = next(numbers)
    name = name or f"Person {number}"
    person = User.objects.create_user(
        f"{name.split()[0].lower()}{number}@aldmark.example", PASSWORD, name=name
    )
    if role is not None:
        give_role(person, role, unit, valid_from=valid_from, valid_until=valid_until)
    return person


def give_role(person, role, unit, *, valid_from=ALWAYS, valid_until=None):
    # What the gate found for this request is no longer true.
    person.__dict__.pop("_held", None)
    return Membership.objects.create(
        person=person,
        unit=unit,
        role=role,
        valid_from=valid_from,
        valid_until=valid_until,
        recorded_at=recorded(),
    )


def make_deputy(principal, deputy, valid_from=ALWAYS, valid_until=NEVER):
    deputy.__dict__.pop("_held", None)
    return Deputy.objects.create(
        principal=principal,
        deputy=deputy,
        valid_from=valid_from,
        valid_until=valid_until,
        recorded_at=recorded(),
    )


def make_session(person):
    """Sign a person in at one more place."""
    store = SessionStore()
    store[SESSION_KEY] = str(person.pk)
    store.save()
    return UserSession.objects.create(
        user=person, ip="203.0.113.7", user_agent="Firefox on Linux", session_key=store.session_key
    )


def make_kpi(code=None, *, unit_rule="sum", time_rule=None, frequency="monthly", **fields):
    code = code or f"K{next(numbers)}"
    time_rule = time_rule or ("sum" if unit_rule in {"sum", "ratio"} else "mean")
    kpi = Kpi.objects.create(code=code)
    kpi.current = KpiVersion.objects.create(
        kpi=kpi,
        name=fields.pop("name", code),
        unit_rule=unit_rule,
        time_rule=time_rule,
        frequency=frequency,
        recorded_at=recorded(),
        **fields,
    )
    kpi.save()
    return kpi


def make_perspective(code=None, *, weight=1, critical=False, valid_from=ALWAYS, **fields):
    code = code or f"P{next(numbers)}"
    perspective = Perspective.objects.create(code=code, name=fields.pop("name", code), **fields)
    PerspectiveVersion.objects.create(
        perspective=perspective,
        weight=weight,
        critical=critical,
        valid_from=valid_from,
        recorded_at=recorded(),
    )
    return perspective


def make_objective(code=None, *, unit, perspective=None, **fields):
    code = code or f"O{next(numbers)}"
    objective = Objective.objects.create(code=code, unit=unit)
    objective.current = ObjectiveVersion.objects.create(
        objective=objective,
        name=fields.pop("name", code),
        perspective=perspective or make_perspective(),
        recorded_at=recorded(),
        **fields,
    )
    objective.save()
    return objective


def make_objective_link(source, target, kind="causes", **fields):
    return ObjectiveLink.objects.create(
        source=source, target=target, kind=kind, recorded_at=recorded(), **fields
    )


def make_line(objective, kpi, *, unit=None, weight=1, critical=False, valid_from=ALWAYS):
    return Line.objects.create(
        unit=unit or objective.unit,
        objective=objective,
        kpi=kpi,
        weight=weight,
        critical=critical,
        valid_from=valid_from,
        recorded_at=recorded(),
    )


def make_owner(matter, person):
    """Let a KPI or objective be owned by somebody, or by nobody."""
    matter.current.owner = person
    matter.current.save()


def make_reporter(unit, kpi, first=None, last=None, *, person=None, approver=None):
    return Reporter.objects.create(
        unit=unit,
        kpi=kpi,
        first_period=first and ordinal(first),
        last_period=last and ordinal(last),
        person=person,
        approver=approver,
        recorded_at=recorded(),
    )


def make_target(unit, kpi, period, **numbers):
    """Give a target: goal and red flag, goal and baseline, or the bounds of a band."""
    found = calendar().parse(period)
    return Target.objects.create(
        unit=unit,
        kpi=kpi,
        frequency=found.frequency.value,
        period=found.ordinal,
        recorded_at=recorded(),
        **numbers,
    )


def make_entry(unit, kpi, period, value=None, *, pair=None, not_applicable=False, **fields):
    """Enter a value, or a pair of numerator and denominator, as the next revision of its cell."""
    place = {"unit": unit, "kpi": kpi, "period": ordinal(period)}
    numerator, denominator = pair or (None, None)
    return Entry.objects.create(
        **place,
        value=value,
        numerator=numerator,
        denominator=denominator,
        not_applicable=not_applicable,
        revision=Entry.objects.filter(**place).count() + 1,
        source="typed",
        recorded_at=recorded(),
        **fields,
    )


def make_typed(unit, kpi, period, person, text="17.17"):
    """Type a value without submitting it."""
    return Draft.objects.create(
        unit=unit,
        kpi=kpi,
        period=ordinal(period),
        value=text,
        typed_by=person,
        typed_at=recorded(),
    )


def make_rebasing(unit, kpi, period, author, *, reason="New depots", is_taken_back=False):
    """Let the limits of a KPI at a unit be computed anew from a base period on."""
    return Rebasing.objects.create(
        unit=unit,
        kpi=kpi,
        period=ordinal(period),
        reason=reason,
        is_taken_back=is_taken_back,
        author=author,
        recorded_at=recorded(),
    )


def make_check_rule(kpi, author, *, kind="jump", effect="ask", reason="Agreed"):
    """Decide what happens where figures of a KPI are doubtful."""
    return CheckRule.objects.create(
        kpi=kpi, kind=kind, effect=effect, reason=reason, author=author, recorded_at=timezone.now()
    )


def make_cap_switch(unit, author, *, caps=False, valid_from=date(2026, 1, 1), **node):
    """Let critical children cap a node from a day on, or not; without one the scorecard."""
    return CapSwitch.objects.create(
        unit=unit,
        caps=caps,
        valid_from=valid_from,
        reason="The child is measured badly.",
        author=author,
        recorded_at=recorded(),
        **node,
    )


def make_map_change(author, objective, kind="retire", **said):
    """Propose a change of the strategy map in the open draft, or in a new one."""
    done = {"author": author, "recorded_at": recorded()}
    draft = MapDraft.objects.filter(ending=None).first() or MapDraft.objects.create(**done)
    return MapChange.objects.create(draft=draft, kind=kind, objective=objective, said=said, **done)


def make_own_forecast(unit, kpi, year, value, author, **fields):
    """Let somebody expect a value at the end of a fiscal year."""
    return OwnForecast.objects.create(
        unit=unit,
        kpi=kpi,
        year=year,
        value=value,
        author=author,
        recorded_at=recorded(),
        **fields,
    )


def make_flag(unit, matter, raised_by, *, fear="Spares run out in December", **fields):
    """Let somebody fear something."""
    return Flag.objects.create(
        unit=unit,
        **about(matter),
        fear=fear,
        raised_by=raised_by,
        recorded_at=recorded(),
        **fields,
    )


def make_flag_ending(flag, ended_by, *, kind="closed", reason="The parts are there"):
    return FlagEnding.objects.create(
        flag=flag, kind=kind, reason=reason, ended_by=ended_by, recorded_at=recorded()
    )


def make_explanation(unit, matter, period, author, *, happened="Brakes wore out", **fields):
    """Let somebody say what happened in a period."""
    found = calendar().parse(period)
    return OwnerExplanation.objects.create(
        unit=unit,
        **about(matter),
        frequency=found.frequency.value,
        period=found.ordinal,
        happened=happened,
        next_step=fields.pop("next_step", "Fly brake sets in"),
        author=author,
        recorded_at=recorded(),
        **fields,
    )


def make_comment(unit, matter, period, author, *texts, mentioned=()):
    """Let somebody say something of a period, and say it anew with each further text."""
    found = calendar().parse(period)
    comment = Comment.objects.create(
        unit=unit,
        **about(matter),
        frequency=found.frequency.value,
        period=found.ordinal,
        author=author,
        recorded_at=recorded(),
    )
    for text in texts or ("What of the brakes?",):
        CommentText.objects.create(comment=comment, text=text, recorded_at=recorded())
    for person in mentioned:
        Mention.objects.create(comment=comment, person=person, recorded_at=recorded())
    return comment


def make_office_line(explanation, author, text="The depot confirms it"):
    return OfficeLine.objects.create(
        explanation=explanation, text=text, author=author, recorded_at=recorded()
    )
