"""A row of the table of `endpoints.py`, and the words of which its rows are made."""

from dataclasses import dataclass, field

CAST = ("anonymous", "ada", "chief", "mara", "nils", "otto", "vera", "administrator")
# Cleo enters figures in Mara's unit, Kurt advises it.
EVERYBODY = (*CAST, "cleo", "kurt")
# At home in Mara's unit, without a right beyond it.
LOCALS = ("otto", "cleo", "kurt")
# A redirect to the sign-in page, as against one to the page that comes next.
ASKED = "asked to sign in"
UNKNOWN, FORBIDDEN = 404, 403
# Where a contributor may do what a manager may.
ENTERING = {
    "scorecard:enter",
    "scorecard:enter-missing",
    "scorecard:draft",
    "scorecard:paste",
    "scorecard:entry-workbook",
    "scorecard:uploads",
    "scorecard:evidence",
    "scorecard:evidence-withdraw",
    "scorecard:own-forecasts",
    "scorecard:reopen",
    "api:entries",
    "api:forecasts",
    "api:evidence",
    "api:evidence-withdrawal",
}


@dataclass(frozen=True)
class Row:
    """One verb of one address: the answers to the cast, in its order.

    Attributes
    ----------
    contributor, consultant
        Their answers, where they are not those that the others' follow.
    abroad
        Answers for the sister unit's thing, by person, where they are not the mirrored ones.
    """

    name: str
    verb: str
    answers: tuple
    at: dict = field(default_factory=dict)
    query: str = ""
    body: dict = field(default_factory=dict)
    json: bool = False
    contributor: int | str | None = None
    consultant: int | str | None = None
    abroad: dict = field(default_factory=dict)

    def __str__(self):
        return f"{self.verb} {self.name} {self.query}".strip()

    def at_home(self):
        """Return everybody's answer for the thing of Mara's unit."""
        known = dict(zip(CAST, self.answers, strict=True))
        alike = known["mara"] if self.name in ENTERING else known["otto"]
        return known | {
            "cleo": self.contributor or alike,
            "kurt": self.consultant or known["otto"],
        }

    def at_the_sister(self):
        """Return everybody's answer for the same thing of the sister unit.

        Mara and Nils change places; to whom belongs to Mara's unit it is as unknown as to Mara,
        unless they are refused before anybody looks for it.
        """
        home = self.at_home()
        swapped = home | {"mara": home["nils"], "nils": home["mara"]}
        for who in LOCALS:
            is_first = home[who] == FORBIDDEN and home["nils"] != UNKNOWN
            swapped[who] = FORBIDDEN if is_first else home["nils"]
        return swapped | self.abroad


INITIATIVE = {"initiative_id": "initiative"}
MILESTONE = INITIATIVE | {"milestone_id": "milestone"}
LETTER, DRAFT = {"message_id": "letter"}, {"message_id": "draft"}
WAITING = {"message_id": "waiting"}
FUEL = "unit=MARA&period=2026-10&kpi=FUEL"
MARA, HQ = "unit=MARA&period=2026-10", "unit=HQ&period=2026-10"
FACTS = {"name": "New yard", "unit": "{unit}", "stage": "proposed"}
WORDING = {"title": "Spares", "text": "Brakes first.", "units": "{unit}", "speaker": "{chief}"}
FIGURE = {"unit": "MARA", "kpi": "STAFF", "period": "2026-10", "value": 3}
EVIDENCE = {"evidence_id": "evidence"}
FIGURE_THERE, FIGURE_HASH = {"entry_id": "figure"}, {"figure_hash": "{figure_hash}"}
HELD_AGAINST = {
    "part": "{diesel_id}",
    "relation": "at_most",
    "whole": "{fuel_id}",
    "effect": "ask",
    "reason": "Agreed.",
}
CHOSEN, UNFIT = {"figure": "{figure}:{figure_hash}"}, {"reason": "Counted twice."}
GIVEN = {"unit": "MARA", "objective": "TRUST", "period": "2026-10", "score": 80, "reason": "So."}
WAITING_FIGURE = {"unit": "MARA", "kpi": "FUEL", "period": "2026-10"}
SWITCHED = {"node": "3-{objective}", "caps": "off", "valid_from": "2026-10-01", "reason": "So."}
CAP = {"unit": "MARA", "node_kind": "scorecard", "caps": False}
UNCAPPED = CAP | {"valid_from": "2026-10-01", "reason": "So."}
RENAMED = {"kind": "rename", "name": "Be trusted by all"}
PUBLISHED_MAP = {"draft": "{map_draft}", "seen": "{map_seen}", "valid_from": "2026-11"}
BY_HAND = {"code": "by_hand"}
OBJECTIVE = {"code": "objective_code"}
EXPLANATION = {"owner_explanation_id": "explanation"}
EXPECTED = {"unit": "MARA", "kpi": "VEH", "year": 2026, "value": "0.72"}
EXPLAINED = {"happened": "Brakes wore out", "next_step": "Fly sets in"}
FEARED = {"fear": "Spares run out"}
VEHICLES = {"unit": "MARA", "kpi": "VEH"}
SAID = {"text": "What of the brakes?"}
SAID_ANEW = {"text": "Who pays for the brakes?"}
ENDED = {"kind": "closed", "reason": "The parts are there."}
COMMENT = {"comment_id": "comment"}
GIVEN_TO = {"unit": "MARA", "kpi": "FUEL", "person": "{manager}"}
HASH = {"text_hash": "{hash}"}
TOKEN = {"name": "Fleet register", "scopes": "read", "days": "30"}
NEXT_STEP = {"text": "Fly sets in", "owner": "Depot East", "due_on": "2026-12-01"}
ACTION = {"action_id": "action"}
INITIATIVE_FACTS = {"name": "New yard", "unit": "MARA"}
OTTO, OTTOS_ROLE = {"person_id": "otto"}, {"membership_id": "ottos_role"}
ROLE = {"unit": "{unit}", "role": "contributor", "first": "2026-11-12"}
GUEST = {"name": "Gus", "email": "gus@aldmark.example", "unit": "{unit}", "role": "employee"}
STAND_IN = {"email": "{substitute}", "first": "2026-12-01", "last": "2026-12-24"}
RESET = {"uidb36": "uid", "key": "link"}

#      anonymous, ada, chief, mara, nils, otto, vera, administrator
PUBLIC = (200, 200, 200, 200, 200, 200, 200, 200)
SIGNED_IN = (ASKED, 200, 200, 200, 200, 200, 200, 200)
# What is published goes to everybody with a unit; the administrator has a task, not a unit.
MEMBERS = (ASKED, 200, 200, 200, 200, 200, 200, 404)
# What is below a unit, for who may see that unit.
BELOW = (ASKED, 200, 200, 404, 404, 404, 200, 404)
SEEN = (ASKED, 200, 200, 200, 404, 200, 200, 404)
EDITED = (ASKED, 200, 403, 200, 404, 403, 403, 404)
CHANGED = (ASKED, 302, 403, 302, 404, 403, 403, 404)
# Who sees into the unit comments; what Ada wrote is hers.
COMMENTED = (ASKED, 302, 302, 302, 404, 302, 302, 404)
ADAS = (ASKED, 200, 404, 404, 404, 404, 404, 404)
ADAS_CHANGED = (ASKED, 302, 404, 404, 404, 404, 404, 404)
# Who approves a figure may reject it.
APPROVED = (ASKED, 200, 403, 200, 404, 403, 403, 404)
SHAPED = (ASKED, 200, 403, 403, 404, 403, 403, 404)
RECIPIENTS = (ASKED, 404, 404, 200, 404, 200, 404, 404)
MARKED = (ASKED, 404, 404, 302, 404, 302, 404, 404)
# What the strategy office decides.
OVERRULED_PAGE = (ASKED, 200, 403, 403, 404, 403, 403, 404)
# What the office of the whole organisation decides, nobody else.
SHAPES = (ASKED, 302, 403, 403, 403, 403, 403, 403)
OVERRULED = (ASKED, 302, 403, 403, 404, 403, 403, 404)
DESK = (ASKED, 200, 403, 403, 403, 403, 403, 403)
AUDITORS = (ASKED, 200, 403, 403, 403, 403, 200, 403)
MARAS_OWN = (ASKED, 404, 404, 302, 404, 404, 404, 404)
MARAS_ALONE = (ASKED, 404, 404, 200, 404, 404, 404, 404)
DONE = (ASKED, 302, 302, 302, 302, 302, 302, 302)
REFUSED_FORM = (ASKED, 422, 422, 422, 422, 422, 422, 422)
OFFICE = (ASKED, 200, 403, 403, 403, 403, 403, 200)
INVITED = (ASKED, 302, 403, 403, 403, 403, 403, 302)
APPOINTED = (ASKED, 422, 403, 403, 403, 403, 403, 302)
CLOSED = (404, 404, 404, 404, 404, 404, 404, 404)
# The same for programs: who does not sign in is told how, not shown a page.
UNSIGNED = 401
LISTED = (UNSIGNED, 200, 200, 200, 200, 200, 200, 200)
FOUND = (UNSIGNED, 200, 200, 200, 404, 200, 200, 404)
PUBLISHED = (UNSIGNED, 200, 200, 200, 200, 200, 200, 404)
# Of a unit above one's own only what is published may be seen, which these lists are not.
OPEN_ABOVE = (UNSIGNED, 200, 200, 403, 403, 403, 200, 404)
INBOX = (UNSIGNED, 404, 404, 200, 404, 200, 404, 404)
# Who speaks for a figure: the manager and the office.
SPOKEN = (UNSIGNED, 201, 403, 201, 404, 403, 403, 404)
PINNED = {"kind": "kpi", "code": "VEH", "unit": "MARA"}
CHECKED = {
    "slip": "ask",
    "part": "ask",
    "jump": "stop",
    "red": "off",
    "evidence": "off",
    "reason": "Agreed.",
}
SAID_OF_ALL = {
    "name": "Army of Aldmark",
    "fiscal_year_start_month": "1",
    "time_zone": "UTC",
    "score_at_red_flag": "30",
    "score_at_goal": "60",
    "reason": "All agreed.",
}
