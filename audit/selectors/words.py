"""What the verbs, kinds and facts of the record are called in the reader's language."""

from django.utils.translation import gettext_lazy as _

VERBS = {
    "accepted invitation": _("accepted an invitation"),
    "acknowledged": _("acknowledged"),
    "added action": _("added a next step"),
    "added line": _("added the office’s line"),
    "approved": _("approved"),
    "approved and sent": _("approved and sent"),
    "changed": _("changed"),
    "changed password": _("changed their password"),
    "changed role": _("changed a role"),
    "closed account": _("closed an account"),
    "completed milestone": _("said that a milestone was reached"),
    "computed limits anew": _("let limits be computed anew"),
    "created": _("created"),
    "drafted": _("drafted"),
    "dropped action": _("dropped a next step"),
    "dropped milestone": _("dropped a milestone"),
    "ended deputy": _("ended that somebody is a deputy"),
    "ended other sessions": _("signed out everywhere else"),
    "ended role": _("ended a role"),
    "ended session": _("signed out somewhere else"),
    "ended flag": _("ended a flag"),
    "finished action": _("said that a next step is done"),
    "explained": _("explained"),
    "gave forecast": _("said what they expect"),
    "gave role": _("gave a role"),
    "gave score": _("gave a score by hand"),
    "handed over action": _("handed over a next step"),
    "imported": _("imported"),
    "invited": _("invited"),
    "invited again": _("invited again"),
    "linked objective": _("linked an objective"),
    "moved action": _("moved a next step to another day"),
    "named deputy": _("named a deputy"),
    "opened account": _("opened an account again"),
    "overrode": _("overrode"),
    "raised flag": _("raised a flag"),
    "read": _("read"),
    "returned": _("returned"),
    "revised": _("revised"),
    "revoked": _("revoked"),
    "sent for approval": _("sent for approval"),
    "set milestone": _("planned a milestone"),
    "set new password": _("set a new password by mail"),
    "submitted": _("submitted"),
    "took back new limits": _("took back that limits are computed anew"),
    "switched cap off": _("switched off that critical children cap it"),
    "switched cap on": _("let critical children cap it again"),
    "took back override": _("took back an override"),
    "wrote status line": _("said how it stands"),
}
KINDS = {
    "action": _("next step"),
    "entry": _("figure"),
    "explanation": _("explanation"),
    "file": _("file"),
    "flag": _("flag"),
    "forecast": _("forecast"),
    "initiative": _("initiative"),
    "limits": _("limits"),
    "message": _("message"),
    "objective": _("objective"),
    "person": _("person"),
    "scorecard": _("scorecard"),
    "token": _("token"),
}
# The names in `detail`: what was noted beside.
FACTS = {
    "added": _("rows added"),
    "before": _("before"),
    "budget": _("budget"),
    "cause": _("why"),
    "changed": _("rows changed"),
    "comment": _("comment"),
    "contribution": _("contribution"),
    "deputy": _("deputy"),
    "done_on": _("done on"),
    "due_before": _("due before"),
    "due_on": _("due on"),
    "ends_on": _("end"),
    "expires": _("expires"),
    "fear": _("what is feared"),
    "figure_hash": _("hash of the figure"),
    "from": _("from"),
    "happened": _("what happened"),
    "help_asked": _("help asked for"),
    "kind": _("how"),
    "milestone": _("milestone"),
    "next_step": _("what comes next"),
    "name": _("name"),
    "objective": _("objective"),
    "owner": _("owner"),
    "revision": _("revision"),
    "role": _("role"),
    "rows": _("rows"),
    "scopes": _("scopes"),
    "score": _("score"),
    "sessions": _("sessions ended"),
    "sha256": _("SHA-256"),
    "spent": _("spent"),
    "stage": _("stage"),
    "starts_on": _("start"),
    "text": _("text"),
    "text_hash": _("hash of the text"),
    "unit": _("unit"),
    "until": _("until"),
    "value": _("value"),
    "was": _("was"),
}


def verb_words(verb: str) -> str:
    """Return what was done in words; the verb itself where there are none."""
    return str(VERBS.get(verb, verb))


def kind_words(kind: str) -> str:
    """Return what kind of object it is in words; the kind itself where there are none."""
    return str(KINDS.get(kind, kind))


def fact_words(name: str) -> str:
    """Return what a fact is in words; its own name where there are none."""
    return str(FACTS.get(name, name))
