"""The pages whose number of queries is stored, and how each of them grows.

To add a page, add a line to PAGES; the failing test then says which count to store.
"""

from collections.abc import Callable
from dataclasses import dataclass

from tests.contract.files import FILES
from tests.contract.growing import (
    grow_action,
    grow_actions,
    grow_cap_switches,
    grow_comments,
    grow_comparisons,
    grow_deputies,
    grow_done,
    grow_forecasts,
    grow_initiative,
    grow_initiatives,
    grow_kpis,
    grow_map,
    grow_mentions,
    grow_messages,
    grow_other_pins,
    grow_people,
    grow_pinned_kpis,
    grow_rebasings,
    grow_records,
    grow_revisions,
    grow_roles,
    grow_sessions,
    grow_shared,
    grow_sisters,
    grow_tokens,
    grow_units,
    grow_waiting,
    grow_words,
)

GROWS = {
    "initiatives": grow_initiatives,
    "kpis": grow_kpis,
    "messages": grow_messages,
    "people": grow_people,
    "records": grow_records,
    "sisters": grow_sisters,
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
    Page("Units by a KPI", "mara", "/units/?unit=MARA&period=2026-10&sort=kpi:VEH", grow_units),
    Page("Units and coverage", "mara", "/units/?unit=MARA&period=2026-10&tell=in", grow_units),
    Page("Units with objectives", "chief", "/units/?unit=HQ&period=2026-10", grow_kpis),
    Page("KPI", "mara", "/kpis/VEH/?unit=MARA&period=2026-10", grow_units),
    Page("KPI beside sisters", "mara", "/kpis/VEH/?unit=MARA&period=2026-10", grow_sisters),
    Page("What sister units see", "ada", "/comparison/", grow_comparisons),
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
    Page("KPI with comments", "mara", "/kpis/VEH/?unit=MARA&period=2026-10", grow_comments),
    Page("KPI with what was done", "mara", "/kpis/VEH/?unit=MARA&period=2026-10", grow_done),
    Page("Comments on a KPI", "mara", "/comments/kpis/VEH/?unit=MARA", grow_comments),
    Page(
        "Comments on an objective", "mara", "/comments/objectives/REPAIR/?unit=MARA", grow_comments
    ),
    Page("Today with mentions", "mara", "/?unit=MARA", grow_mentions),
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
    Page("My dashboard: shared by the office", "mara", "/dashboard/", grow_shared),
    Page("My dashboard: what the office shares", "ada", "/dashboard/", grow_shared),
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
    Page("API: my dashboard", "mara", "/api/v1/dashboard/", grow_shared),
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
    Page("API: sister units", "chief", "/api/v1/sister-units/?unit=MARA&kpi=VEH", grow_sisters),
    Page("API: strategy map", "ada", "/api/v1/strategy-map/?unit=HQ", grow_map),
    Page("API: cap switches", "ada", "/api/v1/cap-switches/", grow_cap_switches),
    Page("API: forecasts", "ada", "/api/v1/forecasts/", grow_forecasts),
    Page("API: flags", "ada", "/api/v1/flags/", grow_words),
    Page("API: comments", "ada", "/api/v1/comments/", grow_comments),
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
    "large-table": "how far one table is",
    "large-table-file": "rows that were written before, part by part",
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
    "scorecard:comment": "one comment, in a form",
    "scorecard:flag-end": "one flag, in a form",
    "scorecard:office-line": "one explanation, in a form",
    "scorecard:caps": "the nodes of one scorecard, in a form",
    "scorecard:manual-score": "a form",
    "scorecard:override": "a form",
    "initiatives:edit": "a form",
    "jobs:healthz": "counts",
    "start": "a way on, whose questions `test_sharing.py` counts",
}
