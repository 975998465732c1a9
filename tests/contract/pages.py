"""The pages whose number of queries is stored, and how each of them grows.

To add a page, add a line to PAGES; the failing test then says which count to store.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

from django.db import connection

from accounts.services.tokens import revoke_token
from audit.services.records import record
from initiatives.models import ActionItem, Initiative
from osm.models import Pin
from scorecard.models import Kpi, Objective
from scorecard.services.approvals import approve_entry
from scorecard.services.flags import note_reading
from tests.accounts.factories import make_token
from tests.communications.factories import make_delivered
from tests.contract.files import FILES
from tests.factories import (
    give_role,
    make_cap_switch,
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
from tests.scorecard.small import MONTHS, roll_up


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
        letter = make_delivered(cast["ada"], cast["chief"], units.mara)
        make_pin(cast["mara"], Pin.MESSAGE, message=letter.message)


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


def grow_rebasings(units, cast, count):
    """Let limits begin anew again and again."""
    kpi = Kpi.objects.get(code="VEH")
    for number in range(count):
        make_rebasing(units.mara, kpi, f"2020-{number % 12 + 1:02}", cast["ada"])


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


def grow_cap_switches(units, cast, count):
    """Switch caps off for the scorecard, and for objectives of their own."""
    for _ in range(count // 2):
        make_cap_switch(units.mara, cast["ada"])
        make_cap_switch(units.mara, cast["ada"], objective=make_objective(unit=units.mara))


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


GROWS = {
    "initiatives": grow_initiatives,
    "kpis": grow_kpis,
    "messages": grow_messages,
    "people": grow_people,
    "records": grow_records,
    "units": grow_units,
}


@dataclass(frozen=True)
class Page:
    """A page as one of the cast opens it."""

    name: str
    who: str
    address: str
    grow: Callable

    def __str__(self):
        return self.name


PAGES = (
    *(Page(name, who, address, GROWS[what]) for name, who, address, what in FILES),
    Page("Today", "chief", "/?unit=HQ&period=2026-10", grow_kpis),
    Page("Today with late units", "chief", "/?unit=HQ&period=2026-10", grow_units),
    Page("Today with initiatives", "chief", "/?unit=HQ&period=2026-10", grow_initiatives),
    Page("Scorecard", "chief", "/scorecard/?unit=HQ&period=2026-10", grow_kpis),
    Page("Coverage", "chief", "/scorecard/?unit=HQ&period=2026-10&tell=in&sort=in", grow_kpis),
    Page("Scorecard with units", "mara", "/scorecard/?unit=MARA&period=2026-10", grow_units),
    Page("Strategy map", "chief", "/map/?unit=HQ&period=2026-10", grow_kpis),
    Page("Strategy map with initiatives", "chief", "/map/", grow_initiatives),
    Page("Units", "mara", "/units/?unit=MARA&period=2026-10", grow_units),
    Page("Units with objectives", "chief", "/units/?unit=HQ&period=2026-10", grow_kpis),
    Page("KPI", "mara", "/kpis/VEH/?unit=MARA&period=2026-10", grow_units),
    Page("KPI with revisions", "mara", "/kpis/VEH/?unit=MARA&period=2026-10", grow_revisions),
    Page("Why a figure", "mara", "/explain/kpis/VEH/?unit=MARA&period=2026-10", grow_units),
    Page("Edit the strategy map", "ada", "/map/edit/", grow_map),
    Page("Publish the strategy map", "ada", "/map/edit/publish/", grow_map),
    Page("Limits of a KPI", "ada", "/limits/VEH/?unit=MARA", grow_rebasings),
    Page("Why a scorecard", "chief", "/explain/scorecard/?unit=HQ&period=2026-10", grow_kpis),
    Page(
        "Why a perspective",
        "chief",
        "/explain/perspectives/PROC/?unit=HQ&period=2026-10",
        grow_kpis,
    ),
    Page(
        "Why an objective",
        "chief",
        "/explain/objectives/REPAIR/?unit=HQ&period=2026-10",
        grow_units,
    ),
    Page("Forecast of a KPI", "mara", "/forecasts/VEH/?unit=MARA", grow_forecasts),
    Page("KPI with words", "mara", "/kpis/VEH/?unit=MARA&period=2026-10", grow_words),
    Page(
        "Why an objective, with words",
        "mara",
        "/explain/objectives/REPAIR/?unit=MARA&period=2026-10",
        grow_words,
    ),
    Page("Flags on a KPI", "mara", "/flags/kpis/VEH/?unit=MARA", grow_words),
    Page("Flags on an objective", "mara", "/flags/objectives/REPAIR/?unit=MARA", grow_words),
    Page(
        "Explanations of a KPI",
        "mara",
        "/explanations/kpis/VEH/?unit=MARA&period=2026-10",
        grow_words,
    ),
    Page(
        "Explanations of an objective",
        "mara",
        "/explanations/objectives/REPAIR/?unit=MARA&period=2026-10",
        grow_words,
    ),
    Page("My dashboard: KPIs", "chief", "/dashboard/", grow_pinned_kpis),
    Page("My dashboard: other pins", "mara", "/dashboard/", grow_other_pins),
    Page("Search", "chief", "/search/?q=unit", grow_units),
    Page("Search for initiatives", "chief", "/search/?q=initiative", grow_initiatives),
    Page("Find a unit", "chief", "/units/find/?unit=u", grow_units),
    Page("Enter figures", "mara", "/enter/?unit=MARA&period=2026-10", grow_kpis),
    Page("Enter figures for many units", "mara", "/enter/?unit=MARA&period=2026-10", grow_units),
    Page(
        "Figures to approve",
        "mara",
        "/approvals/?unit=MARA&period=2026-10&kpi=FUEL",
        grow_waiting,
    ),
    Page("Initiatives", "chief", "/initiatives/", grow_initiatives),
    Page("Initiatives by unit", "chief", "/initiatives/?by=unit", grow_initiatives),
    Page("Next steps", "mara", "/initiatives/actions/?unit=MARA&below=1", grow_actions),
    Page("My next steps", "otto", "/initiatives/actions/?mine=1", grow_actions),
    Page("Next step", "ada", "/initiatives/actions/{action}/", grow_action),
    Page("Initiative", "mara", "/initiatives/{initiative}/", grow_initiative),
    Page("Inbox", "otto", "/messages/", grow_messages),
    Page("Sent messages", "ada", "/messages/sent/", grow_messages),
    Page("Write a message", "ada", "/messages/write/", grow_units),
    Page("Message and its reach", "ada", "/messages/sent/{letter}/", grow_units),
    Page("Record of changes", "vera", "/audit/", grow_records),
    Page("Tokens", "mara", "/account/tokens/", grow_tokens),
    Page("Sessions", "mara", "/account/sessions/", grow_sessions),
    Page("People", "ada", "/people/", grow_people),
    Page("Invite somebody", "ada", "/people/invite/", grow_units),
    Page("Role", "ada", "/people/roles/{ottos_role}/", grow_units),
    Page("Person", "ada", "/people/{otto}/", grow_roles),
    Page("Deputies", "mara", "/account/deputies/", grow_deputies),
    Page("API: search", "chief", "/api/v1/search/?q=unit", grow_units),
    Page("API: units", "ada", "/api/v1/units/", grow_units),
    Page("API: people", "ada", "/api/v1/people/", grow_people),
    Page("API: perspectives", "ada", "/api/v1/perspectives/", grow_kpis),
    Page("API: themes", "ada", "/api/v1/themes/", grow_kpis),
    Page("API: objectives", "ada", "/api/v1/objectives/", grow_kpis),
    Page("API: KPIs", "ada", "/api/v1/kpis/", grow_kpis),
    Page("API: targets", "ada", "/api/v1/targets/", grow_kpis),
    Page("API: reporters", "ada", "/api/v1/reporters/", grow_kpis),
    Page("API: entries", "ada", "/api/v1/entries/", grow_kpis),
    Page("API: strategy map", "ada", "/api/v1/strategy-map/?unit=HQ", grow_map),
    Page("API: cap switches", "ada", "/api/v1/cap-switches/", grow_cap_switches),
    Page("API: forecasts", "ada", "/api/v1/forecasts/", grow_forecasts),
    Page("API: flags", "ada", "/api/v1/flags/", grow_words),
    Page("API: explanations", "ada", "/api/v1/explanations/", grow_words),
    Page("API: results", "ada", "/api/v1/results/?unit=HQ", grow_kpis),
    Page("API: scores", "ada", "/api/v1/scores/?unit=HQ", grow_kpis),
    Page(
        "API: why a figure", "mara", "/api/v1/explanations/figures/?unit=MARA&kpi=VEH", grow_units
    ),
    Page(
        "API: why a score",
        "chief",
        "/api/v1/explanations/scores/?unit=HQ&node_kind=scorecard",
        grow_kpis,
    ),
    Page("API: actions", "ada", "/api/v1/actions/", grow_actions),
    Page("API: initiatives", "ada", "/api/v1/initiatives/", grow_initiatives),
    Page("API: initiative", "ada", "/api/v1/initiatives/{initiative}/", grow_initiative),
    Page("API: messages", "otto", "/api/v1/messages/", grow_messages),
    Page("API description", "ada", "/api/v1/docs/", grow_kpis),
    Page("Administration: entries", "administrator", "/admin/scorecard/entry/", grow_kpis),
    Page("Administration: lines", "administrator", "/admin/scorecard/line/", grow_kpis),
    Page(
        "Administration: initiatives",
        "administrator",
        "/admin/initiatives/contribution/",
        grow_initiatives,
    ),
)

# Pages that show no list which could grow -> what they show instead.
WITHOUT_LISTS = {
    "communications:sheet-reach": "the lines on the page of its message, which is counted",
    "scorecard:below": "a part of a page, whose rows are those on the page of a KPI",
    "account_change_password": "a form",
    "account_reset_password": "a form",
    "account_reset_password_done": "a sentence",
    "account_reset_password_from_key": "a form",
    "account_set_password": "a form",
    "accounts:account": "the way to the pages of one's account",
    "api:message": "one message",
    "api:schema": "what the program is, not what it holds",
    "metrics": "counts",
    "organization:accept": "a form",
    "account_login": "a form",
    "account_logout": "a question",
    "account_signup": "a sentence",
    "communications:edit": "the form of `Write a message`",
    "communications:letter": "one message",
    "communications:approve": "one message",
    "initiatives:action-add": "a form",
    "initiatives:create": "a form",
    "scorecard:flag-end": "one flag, in a form",
    "scorecard:office-line": "one explanation, in a form",
    "scorecard:caps": "the nodes of one scorecard, in a form",
    "scorecard:manual-score": "a form",
    "scorecard:override": "a form",
    "initiatives:edit": "a form",
    "jobs:healthz": "counts",
}
