"""Who gets what answer at the addresses of accounts, people and operation; see `endpoints.py`."""

from tests.contract.rows import (
    APPOINTED,
    ASKED,
    DESK,
    DONE,
    GUEST,
    INVITED,
    MARAS_OWN,
    OFFICE,
    OTTO,
    OTTOS_ROLE,
    PUBLIC,
    REFUSED_FORM,
    RESET,
    ROLE,
    SHAPES,
    SIGNED_IN,
    STAND_IN,
    TOKEN,
    Row,
)

ACCOUNT_ROWS = (
    # Nobody signs up: the page says that people are invited.
    Row("account_signup", "GET", (200, 302, 302, 302, 302, 302, 302, 302)),
    Row("account_signup", "POST", (200, 302, 302, 302, 302, 302, 302, 302)),
    Row("accounts:tokens", "GET", SIGNED_IN),
    Row("accounts:tokens", "POST", SIGNED_IN, body=TOKEN),
    # The office of the whole organisation decides what units see of each other.
    Row("organization:comparison", "GET", DESK),
    Row("organization:comparison", "POST", SHAPES, body={"kind": "named", "reason": "So."}),
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
    Row("organization:sheet-people", "GET", OFFICE, at={"kind": "file"}),
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
)
