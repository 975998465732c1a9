"""What makes the lists of pages longer, for `pages.py`."""

from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from accounts.services.tokens import revoke_token
from audit.services.records import record
from initiatives.models import ActionItem, Initiative
from organization.models import Unit
from osm.dashboards.services.sharing import share_dashboard
from osm.models import Pin
from scorecard.models import CollectionRule, Holiday, Kpi, Objective, PlannedReminder
from scorecard.services.approvals import approve_entry
from scorecard.services.evidence import withdraw_evidence
from scorecard.services.flags import note_reading
from tests.accounts.factories import make_token
from tests.communications.factories import make_delivered, make_notice
from tests.factories import (
    give_role,
    make_cap_switch,
    make_check_rule,
    make_comment,
    make_comparison,
    make_deputy,
    make_entry,
    make_explanation,
    make_flag,
    make_flag_ending,
    make_kpi,
    make_line,
    make_map_change,
    make_objective,
    make_objective_link,
    make_office_line,
    make_own_forecast,
    make_person,
    make_perspective,
    make_rebasing,
    make_reporter,
    make_session,
    make_target,
    make_typed,
    make_unit,
)
from tests.initiatives.factories import (
    make_action,
    make_action_event,
    make_contribution,
    make_initiative,
    make_milestone,
    make_status_line,
)
from tests.osm.factories import make_pin
from tests.scorecard.calendars import (
    make_extension,
    make_holiday,
    make_planned,
    make_reminder,
    make_reminder_rule,
    make_reopening,
    make_rule,
    make_zone,
)
from tests.scorecard.checked import make_cross_check, make_evidence
from tests.scorecard.small import MONTHS, roll_up
from tests.scorecard.uploads import make_upload


def grow_kpis(units, cast, count):
    """Add KPIs off target, each with an objective and a perspective of its own."""
    for _ in range(count):
        kpi = make_kpi()
        make_line(make_objective(unit=units.hq, perspective=make_perspective()), kpi)
        make_target(units.hq, kpi, "FY2026", goal=20, red_flag=10)
        for unit in (units.mara, units.nils):
            make_reporter(unit, kpi, MONTHS[0])
        for month in MONTHS:
            make_entry(units.mara, kpi, month, 3, author=cast["mara"])
    roll_up()


def grow_drafts(units, cast, count):
    """Type figures that cannot be submitted: each is offered in what may have been meant."""
    for _ in range(count):
        kpi = make_kpi(maximum=Decimal(31))
        make_reporter(units.mara, kpi, MONTHS[0])
        make_typed(units.mara, kpi, MONTHS[-1], cast["mara"], "315")


def grow_pinned_kpis(units, cast, count):
    """Pin KPIs and their charts at units of their own."""
    vehicles = Kpi.objects.get(code="VEH")
    for _ in range(count):
        unit, kpi = make_unit(parent=units.mara), make_kpi()
        make_reporter(unit, vehicles, MONTHS[0])
        make_pin(cast["chief"], Pin.KPI, unit=unit, kpi=vehicles)
        make_pin(cast["chief"], Pin.COURSE, unit=units.hq, kpi=kpi)


def grow_other_pins(units, cast, count):
    """Pin objectives, late data and messages."""
    for _ in range(count):
        objective = make_objective(unit=units.hq, perspective=make_perspective())
        make_pin(cast["mara"], Pin.OBJECTIVE, unit=units.mara, objective=objective)
        make_pin(cast["mara"], Pin.LATE, unit=make_unit(parent=units.mara))
        make_pin(cast["mara"], Pin.PORTFOLIO, unit=make_unit(parent=units.mara))
        letter = make_delivered(cast["ada"], cast["chief"], units.mara)
        make_pin(cast["mara"], Pin.MESSAGE, message=letter.message)


def grow_shared(units, cast, count):
    """Let the office share more and more with unit managers, again and again."""
    for _ in range(count):
        objective = make_objective(unit=units.hq)
        make_pin(cast["ada"], Pin.OBJECTIVE, unit=units.hq, objective=objective)
        make_pin(cast["ada"], Pin.PORTFOLIO, unit=units.hq)
        for role in ("unit_manager", "employee"):
            share_dashboard(actor=cast["ada"], unit=units.hq, role=role, at_own_unit=True)


def grow_units(units, cast, count):
    """Add units below Mara's that report her KPI."""
    kpi = Kpi.objects.get(code="VEH")
    for number in range(count):
        unit = make_unit(parent=units.mara)
        make_reporter(unit, kpi, MONTHS[0])
        make_target(unit, kpi, "FY2026", goal="0.8", red_flag="0.7")
        # Every second one is late.
        if number % 2:
            make_entry(unit, kpi, MONTHS[2], pair=(50, 100), author=cast["mara"])
    roll_up()


def grow_sisters(units, cast, count):
    """Add units beside Mara's that report her KPI."""
    kpi = Kpi.objects.get(code="VEH")
    for number in range(count):
        unit = make_unit(parent=units.command)
        make_reporter(unit, kpi, MONTHS[0])
        make_entry(unit, kpi, MONTHS[2], pair=(number, 100), author=cast["ada"])
    roll_up()


def grow_comparisons(units, cast, count):
    """Decide again and again what sister units see."""
    for number in range(count):
        make_comparison(("none", "named")[number % 2], cast["ada"])


def grow_revisions(units, cast, count):
    """Enter the same cell again and again."""
    kpi = Kpi.objects.get(code="VEH")
    for number in range(count):
        make_entry(units.mara, kpi, MONTHS[2], pair=(number, 100), author=cast["mara"])
    roll_up()


def grow_waiting(units, cast, count):
    """Add units below Mara's whose figures wait for approval or have it."""
    kpi = Kpi.objects.get(code="FUEL")
    for number in range(count):
        unit = make_unit(parent=units.mara)
        make_reporter(unit, kpi, approver=cast["chief"] if number % 3 else None)
        entry = make_entry(unit, kpi, MONTHS[2], Decimal(5), author=cast["otto"])
        if number % 2:
            approve_entry(actor=cast["ada"], entry=entry, figure_hash=entry.figure_hash)


def grow_evidence(units, cast, count):
    """Attach more files, half of them withdrawn."""
    kpi = Kpi.objects.get(code="FUEL")
    for number in range(count):
        content = f"List {number}".encode()
        file = make_evidence(units.mara, kpi, MONTHS[2], cast["mara"], content=content)
        if number % 2:
            withdraw_evidence(actor=cast["mara"], evidence=file, reason="Another month.")


def grow_rebasings(units, cast, count):
    """Let limits begin anew again and again."""
    kpi = Kpi.objects.get(code="VEH")
    for number in range(count):
        make_rebasing(units.mara, kpi, f"2020-{number % 12 + 1:02}", cast["ada"])


def grow_check_rules(units, cast, count):
    """Decide again and again how figures are checked."""
    kpi = Kpi.objects.get(code="VEH")
    for number in range(count):
        make_check_rule(kpi, cast["ada"], effect=("ask", "off")[number % 2])


def grow_cross_checks(units, cast, count):
    """Hold a KPI against more and more others."""
    kpi = Kpi.objects.get(code="VEH")
    for _number in range(count):
        make_cross_check(cast["ada"], [kpi], make_kpi(unit_of_measure="%"))


def grow_forecasts(units, cast, count):
    """Expect something of more KPIs, each twice."""
    for value in range(count):
        kpi = make_kpi()
        for each in (kpi, Kpi.objects.get(code="VEH")):
            make_own_forecast(units.mara, each, 2026, value, cast["mara"])


def grow_words(units, cast, count):
    """Let more be said of a KPI and an objective, and flags be raised on other KPIs."""
    for matter in (Kpi.objects.get(code="VEH"), Objective.objects.get(code="REPAIR")):
        for _ in range(count):
            said = make_explanation(units.mara, matter, "2026-10", cast["mara"])
            make_office_line(said, cast["ada"])
            flag = make_flag(units.mara, make_kpi(), cast["mara"])
            make_flag_ending(make_flag(units.mara, matter, cast["mara"]), cast["ada"])
            note_reading(actor=cast["chief"], flag=flag)


def grow_comments(units, cast, count, who="chief"):
    """Let more be said of a KPI and an objective, each twice, and somebody be mentioned.

    Not who looks: they would read the first ones, and note that, and so ask more the next time.
    """
    for matter in (Kpi.objects.get(code="VEH"), Objective.objects.get(code="REPAIR")):
        for _ in range(count):
            named = [cast[who]]
            make_comment(units.mara, matter, "2026-10", cast["ada"], "So?", "So!", mentioned=named)


def grow_notices(units, cast, count):
    """Let Mara be told of more: of each kind that leads somewhere else."""
    mara, ada = cast["mara"], cast["ada"]
    for _ in range(count):
        kpi = make_kpi()
        make_reporter(units.mara, kpi)
        kinds = {
            "flag": {"flag": make_flag(units.mara, kpi, ada)},
            "step": {"action": make_action(units.mara, kpi, mara, added_by=ada)},
            "explained": {"explanation": make_explanation(units.mara, kpi, "2026-10", ada)},
            "mention": {"comment": make_comment(units.mara, kpi, "2026-10", ada)},
            "approval": {"entry": make_entry(units.mara, kpi, "2026-10", 7, author=ada)},
        }
        for kind, cause in kinds.items():
            make_notice(mara, units.mara, kpi, kind=kind, by=ada, **cause)


def grow_mentions(units, cast, count):
    """Let Mara be mentioned more often."""
    grow_comments(units, cast, count, who="mara")


def grow_actions(units, cast, count):
    """Add next steps about a KPI and an objective, moved and handed over; every second is over."""
    for matter in (Kpi.objects.get(code="VEH"), Objective.objects.get(code="REPAIR")):
        for number in range(count):
            action = make_action(units.mara, matter, cast["mara"])
            make_action_event(
                action, "moved", cast["mara"], due_on=date(2026, 12, 1), reason="Snow."
            )
            make_action_event(action, "handed_over", cast["ada"], owner=cast["otto"])
            if number % 2:
                make_action_event(action, "done", cast["otto"])


def grow_action(units, cast, count):
    """Let one next step be moved again and again."""
    action = ActionItem.objects.get(unit=units.mara)
    for _ in range(count):
        make_action_event(action, "moved", cast["mara"], due_on=date(2026, 12, 1), reason="Snow.")
        make_action_event(action, "handed_over", cast["ada"], owner=cast["otto"])


def grow_map(units, cast, count):
    """Add objectives that drive the one there is, and propose to retire them and to add more."""
    repair = Objective.objects.get(code="REPAIR")
    for _ in range(count):
        make_objective_link(found := make_objective(unit=units.hq), repair)
        make_map_change(cast["ada"], found.code)


def grow_calendar(units, cast, count):
    """Add rules, holidays and units with clocks of their own."""
    for _ in range(count):
        make_rule(cast["ada"])
        make_holiday(cast["ada"], date(2027, 1, 1) + timedelta(days=Holiday.objects.count()))
        unit = make_unit(None, units.command)
        make_zone(unit, "Europe/Oslo", cast["ada"])
        make_reminder_rule(cast["ada"])


def grow_coming(units, cast, count):
    """Add units that are late although they were given more time, reminded and asked to reopen."""
    if not CollectionRule.objects.exists():
        make_rule(cast["ada"])
    grow_units(units, cast, count)
    for unit in Unit.objects.filter(parent=units.mara).order_by("-pk")[:count]:
        make_extension(unit, "2026-11-08T12:00Z", cast["ada"])
        make_reminder(unit, cast["ada"], date(2026, 11, 12))
        make_reopening(cast["mara"], unit)
        make_planned(unit, date(2026, 11, 1) + timedelta(days=PlannedReminder.objects.count()))


def grow_cap_switches(units, cast, count):
    """Switch caps off for the scorecard, and for objectives of their own."""
    for _ in range(count // 2):
        make_cap_switch(units.mara, cast["ada"])
        make_cap_switch(units.mara, cast["ada"], objective=make_objective(unit=units.mara))


def grow_done(units, cast, count):
    """Launch initiatives for the objective of a KPI, and do next steps about it."""
    vehicles, repair = Kpi.objects.get(code="VEH"), Objective.objects.get(code="REPAIR")
    for _ in range(count):
        initiative = make_initiative(unit=units.mara, starts_on=date(2026, 9, 7))
        make_contribution(initiative, repair)
        make_action_event(make_action(units.mara, vehicles, cast["mara"]), "done", cast["mara"])


def grow_initiatives(units, cast, count):
    """Add initiatives with milestones and a status line, each for an objective of its own."""
    for _ in range(count):
        initiative = make_initiative(unit=units.mara, owner=cast["otto"], budget=100, spent=120)
        make_milestone(initiative, due_on=date(2026, 11, 1))
        make_contribution(initiative, make_objective(unit=units.mara))
        make_status_line(initiative, author=cast["mara"])


def grow_initiative(units, cast, count):
    """Add milestones, objectives and status lines to one initiative."""
    initiative = Initiative.objects.get(code="WAVES")
    for number in range(count):
        day = date(2026, 12, 1) + timedelta(days=number)
        make_milestone(initiative, f"Step {number}, {count} in all", due_on=day)
        make_contribution(initiative, make_objective(unit=units.mara))
        make_status_line(initiative, author=cast["mara"])


def grow_messages(units, cast, count):
    """Send messages about an objective each."""
    for _ in range(count):
        objective = make_objective(unit=units.mara)
        make_delivered(cast["ada"], cast["chief"], units.mara, objective=objective)


def grow_records(units, cast, count):
    """Do something on behalf of somebody, each time in a unit of its own."""
    for _ in range(count):
        cast["ada"].acting_for = cast["chief"]
        unit = make_unit(parent=units.mara)
        record(actor=cast["ada"], verb="changed", kind="unit", subject=unit.code, unit_id=unit.pk)
    # As at the end of a transaction: only then PostgreSQL chains the rows.
    connection.check_constraints()


def grow_tokens(units, cast, count):
    """Revoke tokens of Mara's: as many as one likes may be over, and few be good."""
    for _ in range(count):
        revoke_token(actor=cast["mara"], token=make_token(cast["mara"]).token)


def grow_sessions(units, cast, count):
    """Sign Mara in at more places."""
    for _ in range(count):
        make_session(cast["mara"])


def grow_people(units, cast, count):
    """Add people with a role, half of them not invited yet."""
    for number in range(count):
        person = make_person(role="employee", unit=units.mara)
        if number % 2:
            person.set_unusable_password()
            person.save()


def grow_roles(units, cast, count):
    """Give Otto roles in more units."""
    for _ in range(count):
        give_role(cast["otto"], "employee", make_unit(parent=units.mara))


def grow_deputies(units, cast, count):
    """Let more people act for Mara, and Mara for more people."""
    for _ in range(count):
        make_deputy(cast["mara"], make_person())
        make_deputy(make_person(role="employee", unit=units.mara), cast["mara"])


def grow_uploads(units, cast, count):
    """Let Mara upload more files."""
    fuel = Kpi.objects.get(code="FUEL")
    for _ in range(count):
        make_upload(cast["mara"], units.mara, fuel)
