"""Every service that writes: how many audit rows it leaves, or why it leaves none.

To add a service that a person calls, add a line to ACTS that does it once in the world of
`world.py`; one that works for another service, or derives, goes to DERIVED with the reason.
"""

from datetime import date
from decimal import Decimal

from accounts.roles import Scope
from accounts.services.sessions import end_others, end_session
from accounts.services.tokens import create_token, revoke_token
from communications.services.approvals import approve_message, return_message
from communications.services.deliveries import acknowledge, mark_read
from communications.services.mail_plans import Wish, choose_mail
from communications.services.messages import draft_message, revise_message, send_for_approval
from communications.services.notices import mark_all_read, mark_notice_read
from initiatives.services.action_rows import Doer
from initiatives.services.actions import (
    add_action,
    drop_action,
    finish_action,
    hand_over_action,
    move_action,
)
from initiatives.services.contributions import link_objective
from initiatives.services.initiatives import create_initiative, update_initiative
from initiatives.services.milestones import complete_milestone, drop_milestone, set_milestone
from initiatives.services.status_lines import write_status_line
from organization.roles import Role
from organization.services.accounts import close_account, open_account
from organization.services.comparisons import decide_comparison
from organization.services.deputies import end_deputy, name_deputy
from organization.services.invitations import Invited, invite, invite_again
from organization.services.memberships import change_role, end_role, give_role
from osm.dashboards.services.pins import move_pin, pin_thing, remove_pin
from osm.dashboards.services.sharing import share_dashboard, withdraw_dashboard
from osm.dashboards.things import Thing
from osm.downloads.services.large_tables import ask_for_table
from osm.models import Pin
from scorecard.engine.deadlines import Rule
from scorecard.selectors.cap_switches import cap_nodes
from scorecard.selectors.map_drafts import mark_of
from scorecard.selectors.reminder_plans import Steps
from scorecard.services.approval_batches import approve_entries
from scorecard.services.approvals import approve_entry, reject_entry
from scorecard.services.assignments import assign
from scorecard.services.calendars import decide_holiday, decide_rule, decide_zone
from scorecard.services.cap_switches import switch_cap
from scorecard.services.check_rules import decide_checks
from scorecard.services.comments import (
    note_mentions,
    reword_comment,
    withdraw_comment,
    write_comment,
)
from scorecard.services.cross_checks import CrossRule, decide_cross_check
from scorecard.services.drafts import Typed, drop_drafts, save_drafts
from scorecard.services.entries import submit_entries
from scorecard.services.evidence import attach_evidence, withdraw_evidence
from scorecard.services.extensions import extend
from scorecard.services.flags import end_flag, note_reading, raise_flag
from scorecard.services.locks import lock_month
from scorecard.services.manual_scores import give_score
from scorecard.services.map_drafts import discard_draft, propose_change, take_back_change
from scorecard.services.map_publishing import publish_draft
from scorecard.services.overrides import override_figure, undo_override
from scorecard.services.own_forecasts import give_own_forecast
from scorecard.services.owner_explanations import Words, add_office_line, explain
from scorecard.services.rebasings import rebase_limits, take_back_rebasing
from scorecard.services.reminder_rules import decide_reminders
from scorecard.services.reminders import remind
from scorecard.services.reopenings import answer_reopening, ask_reopening
from scorecard.services.submissions import submit_cells
from scorecard.services.uploads.packed import mark_of as mark_of_upload
from scorecard.services.uploads.uploads import answer, confirm, discard, lay_out, receive
from tests.contract.acts import Act
from tests.contract.written_lists import LIST_ACTS
from tests.scorecard.uploads import LAYOUT

TODAY = date(2026, 11, 12)
ON_ITS_WAY = "the file is on its way: it left a row, and what is stored of it leaves one for each"
PRIVATE = "a draft is nobody's statement yet: what is submitted is audited"


ACTS = {
    **LIST_ACTS,
    submit_entries: Act(
        "mara",
        lambda at: {"unit": at.units.mara, "figures": {(at.staff, at.period): at.figure}},
    ),
    assign: Act("mara", lambda at: {"unit": at.units.mara, "wanted": {at.staff.pk: at.given}}),
    # A row for each figure.
    submit_cells: Act("mara", lambda at: {"cells": at.cells, "source": "api"}, rows=2),
    receive: Act(
        "mara", lambda at: {"unit": at.units.mara, "name": "figures.csv", "content": b"a;b"}
    ),
    lay_out: Act(
        "mara", lambda at: {"upload": at.upload, "layout": LAYOUT}, rows=0, why=ON_ITS_WAY
    ),
    answer: Act(
        "mara",
        lambda at: {"upload": at.upload, "answers": {"CSV D2": "So."}},
        rows=0,
        why=ON_ITS_WAY,
    ),
    confirm: Act(
        "mara",
        lambda at: {"upload": at.upload, "seen": mark_of_upload(at.upload), "leaves_out": True},
        rows=0,
        why=ON_ITS_WAY,
    ),
    discard: Act("mara", lambda at: {"upload": at.upload}),
    approve_entry: Act(
        "mara", lambda at: {"entry": at.figure_there, "figure_hash": at.figure_there.figure_hash}
    ),
    approve_entries: Act(
        "mara", lambda at: {"figures": {at.figure_there: at.figure_there.figure_hash}}
    ),
    attach_evidence: Act(
        "mara", lambda at: {"place": at.place, "name": "weigh.txt", "content": b"88 t"}
    ),
    withdraw_evidence: Act(
        "mara", lambda at: {"evidence": at.evidence, "reason": "Another month."}
    ),
    reject_entry: Act(
        "mara",
        lambda at: {
            "entry": at.figure_there,
            "figure_hash": at.figure_there.figure_hash,
            "reason": "Counted twice.",
        },
    ),
    override_figure: Act(
        "ada", lambda at: {"place": at.place, "figure": at.figure, "reason": "Counted again."}
    ),
    undo_override: Act("ada", lambda at: {"place": at.overridden}),
    give_score: Act(
        "ada",
        lambda at: {
            "unit": at.units.mara,
            "objective": at.by_hand,
            "month": at.period,
            "score": 80,
            "reason": "As the survey says.",
        },
    ),
    switch_cap: Act(
        "ada",
        lambda at: {
            "unit": at.units.mara,
            "node": cap_nodes(at.units.mara, TODAY)[0],
            "caps": False,
            "valid_from": TODAY,
            "reason": "It is measured badly.",
        },
    ),
    decide_rule: Act(
        "ada", lambda at: {"first": at.period, "rule": Rule(due_after=3), "reason": "Agreed."}
    ),
    decide_reminders: Act("ada", lambda _at: {"rule": Steps((-3, 0)), "reason": "Agreed."}),
    decide_holiday: Act("ada", lambda _at: {"day": date(2026, 12, 24), "name": "Christmas Eve"}),
    decide_zone: Act("ada", lambda at: {"unit": at.units.mara, "time_zone": "Europe/Oslo"}),
    extend: Act("ada", lambda at: {"unit": at.units.mara, "month": at.period, **at.until}),
    lock_month: Act("ada", lambda at: {"month": at.period, "reason": "The book is frozen."}),
    ask_reopening: Act("mara", lambda at: {"unit": at.units.mara, "month": at.locked, **at.until}),
    answer_reopening: Act("ada", lambda at: {"reopening": at.reopening, "is_confirmed": True}),
    remind: Act("ada", lambda at: {"units": [at.units.nils], "month": at.period}),
    decide_comparison: Act("ada", lambda _at: {"kind": "named", "reason": "All agreed."}),
    propose_change: Act(
        "ada",
        lambda _at: {"kind": "rename", "objective": "TRUST", "said": {"name": "Be believed"}},
    ),
    take_back_change: Act("ada", lambda at: {"change": at.map_change}),
    discard_draft: Act("ada", lambda at: {"draft": at.map_change.draft}),
    publish_draft: Act(
        "ada",
        lambda at: {
            "draft": at.map_change.draft,
            "seen": mark_of(at.map_change.draft),
            "valid_from": date(2026, 11, 1),
        },
    ),
    save_drafts: Act(
        "mara",
        lambda at: {"unit": at.units.mara, "typed": {(at.staff, at.period): Typed("7")}},
        rows=0,
        why=PRIVATE,
    ),
    drop_drafts: Act(
        "mara",
        lambda at: {"unit": at.units.mara, "cells": [(at.staff, at.period)]},
        rows=0,
        why=PRIVATE,
    ),
    rebase_limits: Act(
        "ada",
        lambda at: {
            "unit": at.units.mara,
            "kpi": at.staff,
            "period": at.period,
            "reason": "New depots.",
        },
    ),
    give_own_forecast: Act(
        "mara",
        lambda at: {
            "unit": at.units.mara,
            "kpi": at.staff,
            "year": 2026,
            "value": Decimal(7),
        },
    ),
    raise_flag: Act(
        "mara",
        lambda at: {
            "unit": at.units.mara,
            "matter": at.staff,
            "fear": "Nobody applies.",
            "help_asked": "Advertise.",
        },
    ),
    end_flag: Act("mara", lambda at: {"flag": at.flag, "kind": "closed", "reason": "Done."}),
    note_reading: Act("chief", lambda at: {"flag": at.flag}),
    write_comment: Act(
        "mara",
        lambda at: {
            "unit": at.units.mara,
            "matter": at.staff,
            "period": at.period,
            "text": "Who trains them?",
        },
    ),
    reword_comment: Act("ada", lambda at: {"comment": at.comment, "text": "Who pays?"}),
    withdraw_comment: Act("ada", lambda at: {"comment": at.comment}),
    note_mentions: Act(
        "mara",
        lambda at: {
            "unit": at.units.mara,
            "matter": at.comment.kpi,
            "period": at.period,
        },
    ),
    explain: Act(
        "mara",
        lambda at: {
            "unit": at.units.mara,
            "matter": at.staff,
            "period": at.period,
            "words": Words(
                "Four left.", "Advertise.", cause="Pay.", due_on=TODAY, help_asked="Money."
            ),
        },
    ),
    add_office_line: Act(
        "ada", lambda at: {"explanation": at.explanation, "text": "The depot confirms it."}
    ),
    decide_checks: Act(
        "ada", lambda at: {"kpi": at.staff, "effects": {"jump": "stop"}, "reason": "Agreed."}
    ),
    decide_cross_check: Act(
        "ada",
        lambda at: {
            "rule": CrossRule([at.diesel], at.place.kpi, "at_most"),
            "effect": "ask",
            "reason": "Agreed.",
        },
    ),
    take_back_rebasing: Act("ada", lambda at: {"rebasing": at.rebasing, "reason": "It was noise."}),
    create_initiative: Act("mara", lambda at: {"code": "YARD", "facts": at.facts}),
    update_initiative: Act("mara", lambda at: {"initiative": at.initiative, "facts": at.facts}),
    set_milestone: Act(
        "mara", lambda at: {"initiative": at.initiative, "name": "Wave 9", "due_on": TODAY}
    ),
    complete_milestone: Act("mara", lambda at: {"milestone": at.milestone, "done_on": TODAY}),
    drop_milestone: Act("mara", lambda at: {"milestone": at.milestone}),
    link_objective: Act(
        "mara",
        lambda at: {"initiative": at.initiative, "objective": at.objective, "contribution": 9},
    ),
    write_status_line: Act("mara", lambda at: {"initiative": at.initiative, "text": "It runs."}),
    add_action: Act(
        "mara",
        lambda at: {
            "unit": at.units.mara,
            "matter": at.staff,
            "text": "Advertise.",
            "doer": Doer(at.cast["otto"]),
            "due_on": TODAY,
        },
    ),
    finish_action: Act("mara", lambda at: {"action": at.action, "reason": "It flew."}),
    drop_action: Act("mara", lambda at: {"action": at.action, "reason": "No need."}),
    move_action: Act(
        "mara", lambda at: {"action": at.action, "due_on": date(2026, 12, 1), "reason": "Snow."}
    ),
    hand_over_action: Act(
        "mara", lambda at: {"action": at.action, "doer": Doer(name="Depot West")}
    ),
    draft_message: Act("ada", lambda at: {"speaker": at.cast["chief"], "wording": at.wording}),
    revise_message: Act("ada", lambda at: {"version": at.draft, "wording": at.wording}),
    send_for_approval: Act("ada", lambda at: {"message": at.draft.message}),
    approve_message: Act("chief", lambda at: at.hash),
    return_message: Act("chief", lambda at: at.hash | {"reason": "Shorter, please."}),
    choose_mail: Act("mara", lambda _at: {"wish": Wish("weekly", 9, None, None, "")}),
    mark_notice_read: Act("mara", lambda at: {"notice": at.notice}),
    mark_all_read: Act("mara", lambda at: {"until": at.notice.pk}),
    mark_read: Act("otto", lambda at: {"delivery": at.letter}),
    acknowledge: Act("otto", lambda at: {"delivery": at.letter}),
    create_token: Act("mara", lambda _at: {"name": "Fleet", "scopes": [Scope.READ], "days": 30}),
    revoke_token: Act("mara", lambda at: {"token": at.cast["mara"].tokens.get()}),
    end_session: Act("mara", lambda at: {"session": at.cast["mara"].usersession_set.get()}),
    end_others: Act("mara", lambda _at: {"session_key": "another"}),
    ask_for_table: Act("otto", lambda at: {"unit": at.units.mara, "kind": "csv"}),
    pin_thing: Act("mara", lambda at: {"thing": Thing(Pin.KPI, unit=at.units.mara, kpi=at.staff)}),
    move_pin: Act("mara", lambda at: {"pin": at.cast["mara"].pins.get(), "place": 0}),
    share_dashboard: Act("ada", lambda at: at.start_page),
    withdraw_dashboard: Act("ada", lambda at: {"shared": at.shared}),
    remove_pin: Act("mara", lambda at: {"pin": at.cast["mara"].pins.get()}),
    invite: Act(
        "ada",
        lambda at: {
            "invited": Invited("Una Birk", "una@aldmark.example", at.units.mara, Role.EMPLOYEE)
        },
    ),
    invite_again: Act("ada", lambda at: {"person": at.stranger}),
    give_role: Act(
        "ada",
        lambda at: {
            "person": at.cast["otto"],
            "unit": at.units.mara,
            "role": Role.CONTRIBUTOR,
            "first": TODAY,
            "until": None,
        },
    ),
    change_role: Act(
        "ada",
        lambda at: {
            "membership": at.role,
            "unit": at.units.mara,
            "role": Role.CONTRIBUTOR,
            "first": TODAY,
        },
    ),
    end_role: Act("ada", lambda at: {"membership": at.role, "first": TODAY}),
    close_account: Act("ada", lambda at: {"person": at.cast["otto"]}),
    open_account: Act("ada", lambda at: {"person": at.closed}),
    name_deputy: Act(
        "mara",
        lambda at: {"deputy": at.cast["nils"], "first": TODAY, "last": date(2026, 11, 30)},
    ),
    end_deputy: Act("mara", lambda at: {"row": at.cast["mara"].deputies.get()}),
}

MACHINERY = "work that is promised or under way: no statement of anybody"
DERIVED_ROWS = "derived from audited sources, and comes back identical"
OF_A_FILE = "part of an import, which leaves a row for each file"
OF_A_SERVICE = "a step of a service that leaves the row"

DERIVED = {
    "audit.services.records": "the record itself",
    "accounts.services.attempts": "guesses are counted for minutes, and change nothing",
    "accounts.services.passwords": "leaves the row of whoever has it: nobody is signed in yet",
    "osm.downloads.services.large_tables": "written for the one whose question left the row",
    "scorecard.services.uploads.work": ON_ITS_WAY,
    "jobs.services.changes": MACHINERY,
    "jobs.services.drain": MACHINERY,
    "jobs.services.heartbeats": MACHINERY,
    "jobs.services.outbox": MACHINERY,
    "jobs.services.positions": MACHINERY,
    "jobs.services.progress": MACHINERY,
    "scorecard.services.rollup.rows": DERIVED_ROWS,
    "scorecard.services.present": DERIVED_ROWS,
    "scorecard.services.reminder_plans": "planned by the rule; a unit that is asked leaves a row",
    "organization.services.organization": OF_A_FILE,
    "organization.services.people": OF_A_FILE,
    "organization.services.placements": OF_A_FILE,
    "organization.services.units": OF_A_FILE,
    "initiatives.services.exchange": OF_A_FILE,
    "scorecard.services.exchange.reporters": OF_A_FILE,
    "scorecard.services.exchange.targets": OF_A_FILE,
    "scorecard.services.exchange.values": OF_A_FILE,
    "scorecard.services.exchange.versions": OF_A_FILE,
    "initiatives.services.action_rows": OF_A_SERVICE,
    "initiatives.services.versions": OF_A_SERVICE,
    "communications.services.publications": OF_A_SERVICE,
    "communications.services.telling": "notices tell of what left its row where it was done",
    "communications.services.mails": "what became of mails that were promised",
    "communications.services.mail_switches": "leaves the row of whoever runs the command",
    "communications.services.deliveries": "the fan-out puts an approved message into inboxes",
}
