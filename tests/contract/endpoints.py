"""Who gets what answer at which address: every address of OSM has its rows here.

The things spoken of belong to the 1st Armoured Brigade, Mara's unit. Nils leads its sister unit
and must not know of them: 404. Who sees a thing but may not do what is asked gets 403.

To add an address, add a row for each verb that it answers, with the answers to the eight of CAST.
The rest is derived: what the contributor and the consultant of Mara's unit get, and what everybody
gets for the same thing of the sister unit. Where that does not fit, the row says so.
Words in braces, and the values of `at`, are names in the world of `tests/contract/world.py`.
"""

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
    "scorecard:draft",
    "scorecard:own-forecasts",
    "api:entries",
    "api:forecasts",
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
FIGURE_THERE, FIGURE_HASH = {"entry_id": "figure"}, {"figure_hash": "{figure_hash}"}
GIVEN = {"unit": "MARA", "objective": "TRUST", "period": "2026-10", "score": 80, "reason": "So."}
WAITING_FIGURE = {"unit": "MARA", "kpi": "FUEL", "period": "2026-10"}
SWITCHED = {"node": "3-{objective}", "caps": "off", "valid_from": "2026-10-01", "reason": "So."}
BY_HAND = {"code": "by_hand"}
EXPECTED = {"unit": "MARA", "kpi": "VEH", "year": 2026, "value": "0.72"}
HASH = {"text_hash": "{hash}"}
TOKEN = {"name": "Fleet register", "scopes": "read", "days": "30"}
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
SEEN = (ASKED, 200, 200, 200, 404, 200, 200, 404)
EDITED = (ASKED, 200, 403, 200, 404, 403, 403, 404)
CHANGED = (ASKED, 302, 403, 302, 404, 403, 403, 404)
SHAPED = (ASKED, 200, 403, 403, 404, 403, 403, 404)
RECIPIENTS = (ASKED, 404, 404, 200, 404, 200, 404, 404)
MARKED = (ASKED, 404, 404, 302, 404, 302, 404, 404)
# What the strategy office decides.
OVERRULED_PAGE = (ASKED, 200, 403, 403, 404, 403, 403, 404)
OVERRULED = (ASKED, 302, 403, 403, 404, 403, 403, 404)
DESK = (ASKED, 200, 403, 403, 403, 403, 403, 403)
AUDITORS = (ASKED, 200, 403, 403, 403, 403, 200, 403)
MARAS_OWN = (ASKED, 404, 404, 302, 404, 404, 404, 404)
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

ROWS = (
    Row("today", "GET", (ASKED, 200, 200, 200, 200, 200, 200, 302)),
    Row("today", "GET", (ASKED, 200, 200, 200, 404, 200, 200, 302), query=MARA),
    Row("audit", "GET", AUDITORS),
    Row("audit", "GET", (ASKED, 200, 403, 403, 403, 403, 200, 403), query="unit=MARA"),
    Row("audit", "GET", (ASKED, 404, 403, 403, 403, 403, 404, 403), query="unit=NONE"),
    Row("audit-export", "GET", AUDITORS),
    Row("jobs:healthz", "GET", PUBLIC),
    # Whoever has the token of the operator is told, and nobody else that there is anything.
    Row("metrics", "GET", CLOSED),
    Row("scorecard:scorecard", "GET", MEMBERS, query=HQ),
    Row("scorecard:scorecard", "GET", SEEN, query=MARA),
    Row("scorecard:heatmap", "GET", MEMBERS, query=HQ),
    Row("scorecard:heatmap", "GET", SEEN, query=MARA),
    Row("scorecard:kpi", "GET", MEMBERS, at={"code": "kpi"}, query=HQ),
    Row("scorecard:kpi", "GET", SEEN, at={"code": "kpi"}, query=MARA),
    Row("scorecard:explain-kpi", "GET", MEMBERS, at={"code": "kpi"}, query=HQ),
    Row("scorecard:explain-kpi", "GET", SEEN, at={"code": "kpi"}, query=MARA),
    # Limits are decided by the office; who may see the unit is told so.
    Row("scorecard:rebasings", "GET", SHAPED, at={"code": "kpi"}, query="unit=MARA"),
    Row(
        "scorecard:rebasings",
        "POST",
        (ASKED, 302, 403, 403, 404, 403, 403, 404),
        at={"code": "kpi"},
        query="unit=MARA",
        body={"period": "2026-10", "reason": "New depots."},
    ),
    Row(
        "scorecard:rebasing-take-back",
        "POST",
        (ASKED, 302, 403, 403, 404, 403, 403, 404),
        at={"rebasing_id": "rebasing"},
        body={"reason": "It was noise."},
    ),
    Row("scorecard:explain-scorecard", "GET", MEMBERS, query=HQ),
    Row("scorecard:explain-scorecard", "GET", SEEN, query=MARA),
    Row("scorecard:explain-perspective", "GET", MEMBERS, at={"code": "perspective"}, query=HQ),
    Row("scorecard:explain-perspective", "GET", SEEN, at={"code": "perspective"}, query=MARA),
    Row("scorecard:explain-objective", "GET", MEMBERS, at={"code": "objective_code"}, query=HQ),
    Row("scorecard:explain-objective", "GET", SEEN, at={"code": "objective_code"}, query=MARA),
    # What one expects is said where one enters.
    Row(
        "scorecard:own-forecasts",
        "GET",
        (ASKED, 200, 403, 200, 404, 403, 403, 404),
        at={"code": "kpi"},
        query="unit=MARA",
    ),
    Row(
        "scorecard:own-forecasts",
        "POST",
        (ASKED, 302, 403, 302, 404, 403, 403, 404),
        at={"code": "kpi"},
        query="unit=MARA",
        body={"year": "2026", "value": "72"},
    ),
    Row("scorecard:units", "GET", SIGNED_IN, query="unit=Brigade+of+nobody"),
    # Who sees the one that is found is led to it; the others are told that there is none.
    Row(
        "scorecard:units",
        "GET",
        (ASKED, 302, 302, 302, 200, 302, 302, 200),
        query="unit=Armoured",
    ),
    # Who enters for no unit is shown that, and refused what they send all the same.
    Row(
        "scorecard:enter",
        "GET",
        (ASKED, 200, 200, 200, 404, 200, 200, 200),
        query=MARA,
        abroad={"otto": 200, "kurt": 200},
    ),
    Row(
        "scorecard:enter",
        "POST",
        (ASKED, 302, 403, 302, 404, 403, 403, 403),
        query=MARA,
        abroad={"otto": 403, "kurt": 403},
    ),
    Row("scorecard:draft", "POST", (ASKED, 200, 404, 200, 404, 404, 404, 404), query=MARA),
    Row("scorecard:approvals", "GET", SEEN, query=FUEL),
    Row("scorecard:approve", "POST", CHANGED, at=FIGURE_THERE, body=FIGURE_HASH),
    Row("scorecard:override", "GET", OVERRULED_PAGE, query=FUEL),
    Row(
        "scorecard:override",
        "POST",
        OVERRULED,
        query=FUEL,
        body={"value": "8", "reason": "Counted again."},
    ),
    Row("scorecard:override-undo", "POST", OVERRULED, query=FUEL.replace("10", "09")),
    Row("scorecard:caps", "GET", OVERRULED_PAGE, query=MARA),
    Row("scorecard:caps", "POST", OVERRULED, query=MARA, body=SWITCHED),
    Row("scorecard:manual-score", "GET", OVERRULED_PAGE, at=BY_HAND, query=MARA),
    Row(
        "scorecard:manual-score",
        "POST",
        OVERRULED,
        at=BY_HAND,
        query=MARA,
        body={"score": "80", "reason": "So."},
    ),
    Row("initiatives:index", "GET", SIGNED_IN),
    Row("initiatives:index", "GET", SEEN, query="unit=MARA"),
    Row("initiatives:create", "GET", (ASKED, 200, 403, 200, 200, 403, 403, 403)),
    Row(
        "initiatives:create",
        "POST",
        (ASKED, 302, 403, 302, 422, 403, 403, 403),
        body=FACTS | {"code": "YARD"},
    ),
    Row("initiatives:detail", "GET", SEEN, at=INITIATIVE),
    Row("initiatives:edit", "GET", EDITED, at=INITIATIVE),
    Row("initiatives:edit", "POST", CHANGED, at=INITIATIVE, body=FACTS),
    Row("initiatives:status", "POST", CHANGED, at=INITIATIVE, body={"text": "It runs."}),
    Row("initiatives:link", "POST", CHANGED, at=INITIATIVE, body={"objective": "{objective}"}),
    Row(
        "initiatives:milestone-plan",
        "POST",
        CHANGED,
        at=INITIATIVE,
        body={"name": "Wave 2", "due_on": "2027-01-01"},
    ),
    Row("initiatives:milestone-done", "POST", CHANGED, at=MILESTONE),
    Row("initiatives:milestone-drop", "POST", CHANGED, at=MILESTONE),
    Row("communications:inbox", "GET", SIGNED_IN),
    Row("communications:letter", "GET", RECIPIENTS, at=LETTER),
    Row("communications:read", "POST", MARKED, at=LETTER),
    Row("communications:acknowledge", "POST", MARKED, at=LETTER),
    Row("communications:write", "GET", DESK),
    Row("communications:write", "POST", (ASKED, 302, 403, 403, 403, 403, 403, 403), body=WORDING),
    Row("communications:sent", "GET", (ASKED, 200, 200, 200, 200, 403, 403, 403)),
    # A draft is its writers' alone, until they ask the speaker.
    Row("communications:message", "GET", (ASKED, 200, 404, 404, 404, 404, 404, 404), at=DRAFT),
    Row("communications:message", "GET", (ASKED, 200, 200, 404, 404, 404, 404, 404), at=WAITING),
    Row("communications:edit", "GET", (ASKED, 200, 404, 404, 404, 404, 404, 404), at=DRAFT),
    Row(
        "communications:edit",
        "POST",
        (ASKED, 302, 404, 404, 404, 404, 404, 404),
        at=DRAFT,
        body=WORDING | {"version": "{version}"},
    ),
    Row("communications:edit", "GET", (ASKED, 200, 403, 404, 404, 404, 404, 404), at=WAITING),
    Row("communications:submit", "POST", (ASKED, 302, 404, 404, 404, 404, 404, 404), at=DRAFT),
    Row("communications:approve", "GET", (ASKED, 403, 200, 404, 404, 404, 404, 404), at=WAITING),
    Row(
        "communications:approve",
        "POST",
        (ASKED, 403, 302, 404, 404, 404, 404, 404),
        at=WAITING,
        body=HASH,
    ),
    Row(
        "communications:return",
        "POST",
        (ASKED, 403, 302, 404, 404, 404, 404, 404),
        at=WAITING,
        body=HASH | {"reason": "Shorter, please."},
    ),
    Row("account_login", "GET", (200, 302, 302, 302, 302, 302, 302, 302)),
    Row("account_login", "POST", (422, 302, 302, 302, 302, 302, 302, 302)),
    Row("demo-sign-in", "POST", CLOSED, body={"email": "chief@aldmark.example"}),
    Row("account_logout", "GET", SIGNED_IN),
    Row("account_logout", "POST", (ASKED,) * 8),
    # Nobody signs up: the page says that people are invited.
    Row("account_signup", "GET", (200, 302, 302, 302, 302, 302, 302, 302)),
    Row("account_signup", "POST", (200, 302, 302, 302, 302, 302, 302, 302)),
    Row("accounts:tokens", "GET", SIGNED_IN),
    Row("accounts:tokens", "POST", SIGNED_IN, body=TOKEN),
    # A token is its person's alone.
    Row("accounts:token-revoke", "POST", MARAS_OWN, at={"start": "token"}),
    Row("api:docs", "GET", SIGNED_IN),
    Row("accounts:account", "GET", SIGNED_IN),
    Row("accounts:sessions", "GET", SIGNED_IN),
    Row("accounts:session-end", "POST", MARAS_OWN, at={"session_id": "session"}),
    Row("accounts:sessions-end-others", "POST", DONE),
    Row("account_change_password", "GET", SIGNED_IN),
    Row("account_change_password", "POST", REFUSED_FORM),
    # Who has a password changes that one.
    Row("account_set_password", "GET", DONE),
    Row("account_set_password", "POST", DONE),
    Row("account_reset_password", "GET", PUBLIC),
    Row("account_reset_password", "POST", (422,) * 8),
    Row("account_reset_password_done", "GET", PUBLIC),
    # A link that is no longer good says so, to everybody.
    Row("account_reset_password_from_key", "GET", PUBLIC, at=RESET),
    Row("account_reset_password_from_key", "POST", PUBLIC, at=RESET),
    Row("organization:deputies", "GET", SIGNED_IN),
    Row("organization:deputies", "POST", DONE, body=STAND_IN),
    Row(
        "organization:deputy-end",
        "POST",
        (ASKED, 404, 404, 302, 404, 302, 404, 404),
        at={"deputy_id": "deputy"},
        contributor=404,
        consultant=404,
    ),
    # The administrator manages the people of every unit, too; nobody for another.
    Row("organization:people", "GET", OFFICE),
    Row("organization:invite", "GET", OFFICE),
    Row("organization:invite", "POST", INVITED, body=GUEST),
    Row("organization:invite", "POST", APPOINTED, body=GUEST | {"role": "auditor"}),
    Row("organization:person", "GET", OFFICE, at=OTTO),
    Row("organization:person", "POST", INVITED, at=OTTO, body=ROLE),
    Row("organization:invite-again", "POST", INVITED, at=OTTO),
    Row("organization:account-close", "POST", INVITED, at=OTTO),
    Row("organization:account-open", "POST", INVITED, at=OTTO),
    Row("organization:role", "GET", OFFICE, at=OTTOS_ROLE),
    Row("organization:role", "POST", INVITED, at=OTTOS_ROLE, body=ROLE),
    Row("organization:role-end", "POST", INVITED, at=OTTOS_ROLE, body={"first": "2026-11-12"}),
    # A made-up link opens nothing, and says so to everybody.
    Row("organization:accept", "GET", (410,) * 8, at={"token": "link"}),
    Row("organization:accept", "POST", (410,) * 8, at={"token": "link"}),
    # Programs get no page to sign in at.
    Row("api:schema", "GET", LISTED),
    Row("api:units", "GET", LISTED),
    Row("api:units", "GET", FOUND, query="below=MARA"),
    Row("api:people", "GET", LISTED),
    Row("api:people", "GET", OPEN_ABOVE, query="unit=HQ"),
    Row("api:people", "GET", FOUND, query="unit=MARA"),
    Row("api:perspectives", "GET", LISTED),
    Row("api:themes", "GET", LISTED),
    Row("api:objectives", "GET", LISTED),
    Row("api:objectives", "GET", PUBLISHED, query="unit=HQ"),
    Row("api:objectives", "GET", FOUND, query="unit=MARA"),
    Row("api:kpis", "GET", LISTED),
    Row("api:targets", "GET", PUBLISHED, query="unit=HQ"),
    Row("api:targets", "GET", FOUND, query="unit=MARA"),
    Row("api:reporters", "GET", OPEN_ABOVE, query="unit=HQ"),
    Row("api:reporters", "GET", FOUND, query="unit=MARA"),
    Row("api:results", "GET", PUBLISHED, query="unit=HQ"),
    Row("api:results", "GET", FOUND, query="unit=MARA"),
    Row("api:scores", "GET", PUBLISHED, query="unit=HQ"),
    Row("api:scores", "GET", FOUND, query="unit=MARA"),
    Row("api:entries", "GET", OPEN_ABOVE, query="below=HQ"),
    Row("api:entries", "GET", FOUND, query="unit=MARA"),
    Row(
        "api:entries",
        "POST",
        (UNSIGNED, 201, 403, 201, 404, 403, 403, 404),
        body=FIGURE,
        json=True,
    ),
    Row(
        "api:approvals",
        "POST",
        (UNSIGNED, 201, 403, 201, 404, 403, 403, 404),
        body=WAITING_FIGURE | FIGURE_HASH,
        json=True,
    ),
    Row(
        "api:overrides",
        "POST",
        (UNSIGNED, 201, 403, 403, 404, 403, 403, 404),
        body=WAITING_FIGURE | {"value": 8, "reason": "Counted again."},
        json=True,
    ),
    Row(
        "api:override-undo",
        "POST",
        (UNSIGNED, 204, 403, 403, 404, 403, 403, 404),
        body=WAITING_FIGURE | {"period": "2026-09"},
        json=True,
    ),
    Row(
        "api:manual-scores",
        "POST",
        (UNSIGNED, 201, 403, 403, 404, 403, 403, 404),
        body=GIVEN,
        json=True,
    ),
    Row("api:forecasts", "GET", OPEN_ABOVE, query="below=HQ"),
    Row("api:forecasts", "GET", FOUND, query="unit=MARA"),
    Row(
        "api:forecasts",
        "POST",
        (UNSIGNED, 201, 403, 201, 404, 403, 403, 404),
        body=EXPECTED,
        json=True,
    ),
    Row("api:initiatives", "GET", OPEN_ABOVE, query="below=HQ"),
    Row("api:initiatives", "GET", FOUND, query="unit=MARA"),
    Row(
        "api:initiatives",
        "POST",
        (UNSIGNED, 201, 403, 201, 404, 403, 403, 403),
        body=INITIATIVE_FACTS | {"code": "YARD"},
        json=True,
        # Who has no initiatives is refused before anybody looks whose unit it is.
        abroad=dict.fromkeys(LOCALS, FORBIDDEN),
    ),
    Row("api:initiative", "GET", FOUND, at=INITIATIVE),
    Row(
        "api:initiative",
        "PUT",
        (UNSIGNED, 200, 403, 200, 404, 403, 403, 404),
        at=INITIATIVE,
        body=INITIATIVE_FACTS,
        json=True,
    ),
    Row(
        "api:initiative-status-lines",
        "POST",
        (UNSIGNED, 201, 403, 201, 404, 403, 403, 404),
        at=INITIATIVE,
        body={"text": "It runs."},
        json=True,
    ),
    Row("api:messages", "GET", LISTED),
    Row("api:message", "GET", INBOX, at=LETTER),
    Row("api:message-read", "POST", INBOX, at=LETTER),
    Row("api:message-acknowledge", "POST", INBOX, at=LETTER),
)
