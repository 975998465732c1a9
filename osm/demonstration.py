"""Bring the Army of Aldmark into an empty database, past included."""

import hashlib
from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.db.models import F, Model
from django.utils import timezone

from accounts.models import User
from communications.models import Delivery, Notice, VersionEvent
from communications.services.approvals import approve_message
from communications.services.messages import Wording, draft_message, send_for_approval
from demo.arrivals import Arrival, arrivals, arrivals_of_group
from demo.messages import Message as Letter
from demo.package import write_tables
from demo.people import CastMember, address
from demo.pins import SHARED
from demo.story import Demo, generate
from demo.transport import APPROVED, STILL_WAITING
from initiatives.models import Initiative
from initiatives.services.milestones import complete_milestone, set_milestone
from initiatives.services.status_lines import write_status_line
from jobs.services.drain import drain
from jobs.services.outbox import post
from organization.models import Organization, Unit
from organization.services.comparisons import decide_comparison
from organization.services.deputies import name_deputy
from organization.services.organization import present_organization
from osm.dashboards.services.pins import pin_thing
from osm.dashboards.services.sharing import share_dashboard
from osm.dashboards.things import requested_thing
from osm.demonstrated_approvals import let_wait_and_reject
from osm.demonstrated_calendar import keep_calendar
from osm.demonstrated_checks import decide_and_doubt
from osm.demonstrated_evidence import attach_files
from osm.demonstrated_past import take_next_steps, tell_own_words
from osm.demonstrated_uploads import upload_a_list
from osm.exchange import import_package
from scorecard.engine.periods import FiscalCalendar
from scorecard.models import Entry, Kpi, Objective, Score
from scorecard.selectors.cap_switches import cap_nodes
from scorecard.services.approvals import approve_entry
from scorecard.services.cap_switches import switch_cap
from scorecard.services.drafts import Typed, save_drafts
from scorecard.services.manual_scores import give_score
from scorecard.services.map_drafts import propose_change
from scorecard.services.own_forecasts import give_own_forecast, years_to_forecast
from scorecard.services.rebasings import rebase_limits
from scorecard.services.rollup.full import rebuild

SEED = 1
OFFICE = "ada@aldmark.example"
EVENING = time(17, 30)
READ_AFTER = timedelta(days=7)


@cache
def cast() -> tuple[CastMember, ...]:
    """Return those as whom a visitor may look around; they are the same in every month."""
    return story(month_before(timezone.localdate())).cast


@cache
def story(last_month: str) -> Demo:
    """Return the demo organisation whose last month of figures is given."""
    return generate(SEED, last_month)


def month_before(day: date) -> str:
    """Return the month before that of `day`: the last one with figures.

    >>> month_before(date(2026, 1, 5))
    '2025-12'
    """
    return f"{day.replace(day=1) - timedelta(days=1):%Y-%m}"


def is_loaded() -> bool:
    """Tell whether there is an organisation already."""
    return Organization.objects.exists()


@transaction.atomic
def load(*, shown: bool = False) -> None:
    """Load the demo whose last month is the one before today, and roll it up: all or nothing."""
    last_month = month_before(timezone.localdate())
    demo = story(last_month)
    of_group = arrivals_of_group(demo.transport, last_month)
    for both in zip(arrivals(demo.tables, last_month), of_group, strict=True):
        for arrival in both:
            _bring_in(arrival)
    office = User.objects.get(email=OFFICE)
    _tell_of_initiatives(demo, office)
    _compute_limits_anew(demo, office)
    _expect(demo)
    tell_own_words(demo.extra.own_words)
    take_next_steps(demo.extra.next_steps)
    _pin(demo)
    _propose(demo, office)
    _type(demo, last_month)
    _approve(office)
    _give_scores(demo, office)
    _switch_caps_off(demo, office)
    decide_and_doubt(office)
    keep_calendar(office)
    _let_compare(demo, office)
    _hand_over(demo)
    for letter in reversed(demo.extra.messages):
        _send(letter)
    rebuild(shown=shown)
    upload_a_list(last_month)
    drain()
    let_wait_and_reject(office)
    attach_files()
    _let_notices_be_read()
    for letter in demo.extra.messages:
        _let_read(letter)


def _bring_in(arrival: Arrival) -> None:
    """Import what came in on a day, as known from that day's evening on."""
    evening = datetime.combine(arrival.day, EVENING, tzinfo=UTC)
    with TemporaryDirectory() as folder:
        write_tables(arrival.tables, Path(folder))
        import_package(actor=None, path=Path(folder), as_of=min(evening, timezone.now()))


def _tell_of_initiatives(demo: Demo, office: User) -> None:
    """Write the milestones and what the owners said of them."""
    initiatives = {initiative.code: initiative for initiative in Initiative.objects.all()}
    for plan in demo.extra.milestones:
        initiative = initiatives[plan.initiative]
        milestone = set_milestone(
            actor=office, initiative=initiative, name=plan.name, due_on=plan.due_on
        )
        if plan.done_on:
            complete_milestone(actor=office, milestone=milestone, done_on=plan.done_on)
    for said in sorted(demo.extra.status_lines, key=lambda line: -line.days_before):
        line = write_status_line(
            actor=User.objects.get(email=said.by),
            initiative=initiatives[said.initiative],
            text=said.text,
        )
        _date_back(line, "recorded_at", timezone.now() - timedelta(days=said.days_before))


def _compute_limits_anew(demo: Demo, office: User) -> None:
    """Record from when on the courses of some KPIs are held against new limits."""
    calendar = FiscalCalendar(present_organization().fiscal_year_start_month)
    for decided in demo.extra.new_limits:
        rebase_limits(
            actor=office,
            unit=Unit.objects.get(code=decided.unit),
            kpi=Kpi.objects.select_related("current").get(code=decided.kpi),
            period=calendar.parse(decided.month),
            reason=decided.reason,
        )


def _expect(demo: Demo) -> None:
    """Say what some expect of the present year."""
    year, _next = years_to_forecast()
    for expected in demo.extra.expected:
        give_own_forecast(
            actor=User.objects.get(email=expected.by),
            unit=Unit.objects.get(code=expected.unit),
            kpi=Kpi.objects.select_related("current").get(code=expected.kpi),
            year=year,
            value=Decimal(expected.value),
            comment=expected.comment,
        )


def _pin(demo: Demo) -> None:
    """Put together the dashboards of some, in their own name and through the same gate.

    The office shares its own as the start page of a role.
    """
    for kept in demo.extra.pins:
        person = User.objects.get(email=kept.by)
        thing = requested_thing(person, kept.kind, kept.code, kept.unit)
        pin_thing(actor=person, thing=thing)
    by, role = SHARED
    office, top = User.objects.get(email=address(by)), Unit.objects.get(parent=None)
    share_dashboard(actor=office, unit=top, role=role, at_own_unit=True)


def _type(demo: Demo, last_month: str) -> None:
    """Type figures that nobody has submitted yet."""
    calendar = FiscalCalendar(present_organization().fiscal_year_start_month)
    for figure in demo.extra.typed:
        kpi = Kpi.objects.select_related("current").get(code=figure.kpi)
        save_drafts(
            actor=User.objects.get(email=figure.by),
            unit=Unit.objects.get(code=figure.unit),
            typed={(kpi, calendar.parse(last_month)): Typed(figure.text)},
        )


def _propose(demo: Demo, office: User) -> None:
    """Begin a draft of the strategy map."""
    for change in demo.extra.proposals:
        propose_change(actor=office, kind=change.kind, objective=change.objective, said=change.said)


def _approve(office: User) -> None:
    """Approve the figures of which only approved ones count, but for some of the last month."""
    waiting = Entry.objects.filter(kpi__code__in=APPROVED).select_related("unit", "kpi__current")
    last = max(entry.period for entry in waiting)
    for entry in waiting.order_by("period", "unit__code"):
        if entry.period < last or entry.unit.code not in STILL_WAITING:
            approve_entry(actor=office, entry=entry, figure_hash=entry.figure_hash)
        else:
            post("notices", [f"entry:{entry.pk}"])


def _give_scores(demo: Demo, office: User) -> None:
    """Give objectives that no KPI measures their scores."""
    calendar = FiscalCalendar(present_organization().fiscal_year_start_month)
    for given in demo.extra.by_hand:
        objective = Objective.objects.select_related("unit").get(code=given.objective)
        give_score(
            actor=office,
            unit=objective.unit,
            objective=objective,
            month=calendar.parse(given.month),
            score=given.score,
            reason=given.reason,
        )


def _switch_caps_off(demo: Demo, office: User) -> None:
    """Let critical KPIs cap some objectives of some units no more."""
    for told in demo.extra.caps_off:
        unit = Unit.objects.get(code=told.unit)
        nodes = {(node.kind, node.code): node for node in cap_nodes(unit, told.first_day)}
        switch_cap(
            actor=office,
            unit=unit,
            node=nodes[Score.OBJECTIVE, told.objective],
            caps=False,
            valid_from=told.first_day,
            reason=told.reason,
        )


def _let_compare(demo: Demo, office: User) -> None:
    """Decide what sister units see of each other."""
    compared = demo.extra.compared
    decide_comparison(actor=office, kind=compared.kind, reason=compared.reason)


def _hand_over(demo: Demo) -> None:
    """Let some stand in for others from today on."""
    today = timezone.now().date()
    for each in demo.extra.hand_overs:
        name_deputy(
            actor=User.objects.get(email=each.away),
            deputy=User.objects.get(email=each.deputy),
            first=today,
            last=today + timedelta(days=each.days - 1),
        )


def _send(letter: Letter) -> None:
    """Draft a letter, and send those that were sent."""
    speaker = User.objects.get(email=letter.speaker)
    drafter = User.objects.get(email=letter.drafter)
    wording = Wording(
        title=letter.title,
        text=letter.text,
        units=tuple(Unit.objects.filter(code__in=letter.audience)),
        objective=Objective.objects.filter(code__in=letter.objectives[:1]).first(),
        asks_acknowledgement=letter.asks_acknowledgement,
    )
    version = draft_message(actor=drafter, speaker=speaker, wording=wording)
    if letter.sent_before is None:
        return
    version = send_for_approval(actor=drafter, message=version.message)
    publication = approve_message(
        actor=speaker, message=version.message, text_hash=version.text_hash
    )
    moment = timezone.now() - letter.sent_before
    _date_back(publication, "published_at", moment)
    VersionEvent.objects.filter(version=version).update(recorded_at=moment)


def _let_read(letter: Letter) -> None:
    """Let as many people in each command have read a letter as the story says."""
    if letter.sent_before is None:
        return
    moment = timezone.now() - letter.sent_before / 2
    commands = dict(Unit.objects.values_list("code", "path"))
    for code, share in letter.read_share.items():
        deliveries = Delivery.objects.filter(version__title=letter.title)
        below = deliveries.filter(unit__path__startswith=commands[code])
        if code == "HQ":
            below = deliveries.filter(unit__code="HQ")
        readers = [row.pk for row in below if _is_reader(letter, row.person_id, share)]
        mine = Delivery.objects.filter(pk__in=readers)
        mine.update(read_at=moment)
        if letter.asks_acknowledgement:
            mine.filter(pk__in=readers[: round(len(readers) * 0.8)]).update(acknowledged_at=moment)


def _let_notices_be_read() -> None:
    """Let people have read what they were told of more than a week ago, some hours later."""
    told = Notice.objects.filter(recorded_at__lt=timezone.now() - READ_AFTER)
    told.update(read_at=F("recorded_at") + timedelta(hours=5))


def _is_reader(letter: Letter, person_id: int, share: float) -> bool:
    """Decide for a person by a hash, so that every load tells the same story."""
    digest = hashlib.sha256(f"{letter.title}{person_id}".encode()).digest()
    return digest[0] / 256 < share


def _date_back(row: Model, field: str, moment: datetime) -> None:
    """Give a row its place in the story's past: only the demo may."""
    type(row)._default_manager.filter(pk=row.pk).update(**{field: moment})
