"""Every page, and as whom it is looked at: an address that shows a page has its line here.

tests/contract/test_looks.py asks every address that OSM knows and names the pages without a line.
Words in braces are numbers of messages that `conftest.py` brings about.
"""

from tests.e2e.visitors import ADA, CHIEF, MARA, NILS, OTTO, VERA

PEOPLE = ("", CHIEF, ADA, MARA, NILS, OTTO, VERA)
# Name of the address -> (who looks, at what).
LOOKS = {
    "account_login": (("", "/sign-in/"),),
    "account_logout": ((OTTO, "/sign-out/"),),
    "account_signup": (("", "/sign-up/"),),
    "today": ((CHIEF, "/"), (CHIEF, "/?unit=EFC"), (MARA, "/"), (OTTO, "/")),
    "scorecard:scorecard": (
        (CHIEF, "/scorecard/"),
        (CHIEF, "/scorecard/?show=off"),
        (CHIEF, "/scorecard/?tell=change&sort=change"),
        (ADA, "/scorecard/?tell=in"),
        (ADA, "/scorecard/?show=missing"),
        (MARA, "/scorecard/?unit=HQ"),
        (OTTO, "/scorecard/"),
    ),
    "scorecard:kpi": (
        (CHIEF, "/kpis/VEH_AVAIL/"),
        (NILS, "/kpis/VEH_AVAIL/"),
        (MARA, "/kpis/VEH_AVAIL/?unit=EFC-1AB"),
        (MARA, "/kpis/VEH_AVAIL/?unit=HQ"),
        (MARA, "/kpis/VEH_AVAIL/?unit=EFC"),
    ),
    "scorecard:explain-kpi": (
        (CHIEF, "/explain/kpis/VEH_AVAIL/"),
        (MARA, "/explain/kpis/VEH_AVAIL/?unit=HQ"),
    ),
    "scorecard:explain-objective": ((CHIEF, "/explain/objectives/REPAIR/"),),
    "scorecard:explain-perspective": ((CHIEF, "/explain/perspectives/PROCESSES/"),),
    "scorecard:explain-scorecard": ((CHIEF, "/explain/scorecard/"),),
    "scorecard:map": (
        (CHIEF, "/map/"),
        (CHIEF, "/map/?show=initiatives&objective=REPAIR"),
        (MARA, "/map/?unit=EFC-1AB&show=change"),
        (OTTO, "/map/?unit=HQ"),
    ),
    # Without the right to see them they are pages that say so.
    "scorecard:sheet-scorecard": ((MARA, "/tables/csv/scorecard/?unit=NFC"),),
    "scorecard:sheet-units": ((MARA, "/tables/csv/units/?unit=HQ"),),
    "scorecard:sheet-course": ((MARA, "/tables/csv/kpis/NONE/"),),
    "scorecard:sheet-parts": ((MARA, "/tables/csv/kpi-units/VEH_AVAIL/?unit=HQ"),),
    "scorecard:sheet-sisters": ((MARA, "/tables/csv/sisters/NONE/"),),
    "scorecard:sheet-miss": ((MARA, "/tables/csv/misses/VEH_AVAIL/?unit=HQ"),),
    "scorecard:sheet-waterfall": ((MARA, "/tables/csv/waterfalls/VEH_AVAIL/?unit=HQ"),),
    "scorecard:sheet-forecast": ((MARA, "/tables/csv/forecasts/NONE/"),),
    "scorecard:sheet-why-kpi": ((MARA, "/tables/csv/why-kpi/NONE/"),),
    "scorecard:sheet-why-objective": ((MARA, "/tables/csv/why-objective/NONE/"),),
    "scorecard:sheet-why-perspective": ((MARA, "/tables/csv/why-perspective/NONE/"),),
    "scorecard:sheet-why-scorecard": ((MARA, "/tables/csv/why-scorecard/?unit=NFC"),),
    "sheet-figures": ((CHIEF, "/tables/csv/figures/"), (CHIEF, "/tables/xlsx/figures/")),
    "large-table": ((CHIEF, "/large-tables/{table}/"),),
    "large-table-file": ((MARA, "/large-tables/1/file/"),),
    "sheet-my-strategy": ((CHIEF, "/tables/csv/my-strategy/"),),
    "scorecard:heatmap": (
        (CHIEF, "/units/"),
        (CHIEF, "/units/?unit=EFC&sort=-objective:REPAIR&kpi=VEH_AVAIL"),
        (CHIEF, "/units/?tell=change&sort=-kpi:VEH_AVAIL"),
        (ADA, "/units/?tell=in&sort=perspective:PROCESSES"),
        (CHIEF, "/units/?unit=EFC-11TK"),
        (MARA, "/units/?unit=HQ"),
    ),
    "scorecard:units": ((CHIEF, "/units/find/?unit=Armoured"), (OTTO, "/units/find/?unit=nowhere")),
    "scorecard:assignments": (
        (MARA, "/assignments/"),
        (ADA, "/assignments/?unit=LOG-TRG"),
        (OTTO, "/assignments/"),
    ),
    "updates": ((MARA, "/updates/"), (CHIEF, "/updates/"), (OTTO, "/updates/")),
    "scorecard:approvals": (
        (MARA, "/approvals/"),
        (ADA, "/approvals/?show=all&select=plain"),
        (OTTO, "/approvals/"),
    ),
    "scorecard:reject": ((ADA, "/approvals/{figure}/reject/"),),
    "scorecard:approvals-kpi": ((ADA, "/approvals/kpis/CRASHES/?unit=LOG-TRG"),),
    "scorecard:override": ((ADA, "/overrides/?unit=LOG-TRG&kpi=CONVOY_LOAD&period=2026-09"),),
    "scorecard:manual-score": ((ADA, "/by-hand/TRUST/?unit=LOG-TRG"),),
    "scorecard:map-edit": ((ADA, "/map/edit/"), (ADA, "/map/edit/?objective=REPAIR")),
    "scorecard:map-publish": ((ADA, "/map/edit/publish/"),),
    "scorecard:caps": ((ADA, "/caps/?unit=LOG-TRG"),),
    "scorecard:checks": ((ADA, "/checks/ACCIDENTS/"),),
    "scorecard:rebasings": ((ADA, "/limits/PATCHES/?unit=HQ"),),
    "scorecard:own-forecasts": ((MARA, "/forecasts/VEH_AVAIL/?unit=EFC-1AB"),),
    "scorecard:below": ((CHIEF, "/scorecard/below/VEH_AVAIL/?unit=HQ"),),
    "scorecard:flag-kpi": ((MARA, "/flags/kpis/VEH_AVAIL/?unit=EFC-1AB"),),
    "scorecard:flag-objective": ((ADA, "/flags/objectives/REPAIR/?unit=HQ"),),
    "scorecard:flag-end": ((ADA, "/flags/1/end/"),),
    "scorecard:comments-kpi": ((MARA, "/comments/kpis/VEH_AVAIL/?unit=EFC-1AB"),),
    "scorecard:comments-objective": ((ADA, "/comments/objectives/REPAIR/?unit=HQ"),),
    "scorecard:comment": ((MARA, "/comments/2/"),),
    "scorecard:explanation-kpi": ((MARA, "/explanations/kpis/VEH_AVAIL/?unit=EFC-1AB"),),
    "scorecard:explanation-objective": ((ADA, "/explanations/objectives/REPAIR/?unit=HQ"),),
    "scorecard:office-line": ((ADA, "/explanations/1/line/"),),
    "scorecard:enter": (
        (MARA, "/enter/"),
        (MARA, "/enter/?show=todo"),
        (NILS, "/enter/?show=todo"),
        (OTTO, "/enter/"),
    ),
    "initiatives:index": ((CHIEF, "/initiatives/"), (ADA, "/initiatives/?by=unit")),
    "initiatives:sheet": ((CHIEF, "/initiatives/tables/pdf/"),),
    "initiatives:detail": ((CHIEF, "/initiatives/1/"), (ADA, "/initiatives/1/")),
    "initiatives:actions": (
        (MARA, "/initiatives/actions/?unit=EFC-1AB"),
        (CHIEF, "/initiatives/actions/?unit=HQ&below=1"),
        (OTTO, "/initiatives/actions/?mine=1"),
    ),
    "initiatives:action": ((ADA, "/initiatives/actions/1/"), (CHIEF, "/initiatives/actions/1/")),
    "initiatives:action-add": (
        (MARA, "/initiatives/actions/new/?unit=EFC-1AB"),
        (ADA, "/initiatives/actions/new/?unit=HQ&objective=REPAIR"),
    ),
    "initiatives:create": ((ADA, "/initiatives/new/"),),
    "initiatives:edit": ((ADA, "/initiatives/1/edit/"),),
    "communications:inbox": ((CHIEF, "/messages/"), (OTTO, "/messages/")),
    "communications:letter": ((OTTO, "/messages/1/"),),
    "notices:mail": ((MARA, "/notices/mail/"),),
    "notices:notices": ((CHIEF, "/notices/"), (MARA, "/notices/"), (OTTO, "/notices/")),
    "communications:write": ((ADA, "/messages/write/"),),
    "communications:sheet-sent": ((OTTO, "/messages/sent/tables/csv/"),),
    "communications:sheet-reach": ((OTTO, "/messages/sent/1/tables/csv/"),),
    "communications:sent": ((ADA, "/messages/sent/"),),
    "communications:message": (
        (ADA, "/messages/sent/1/"),
        (ADA, "/messages/sent/{draft}/"),
        (CHIEF, "/messages/sent/{waiting}/"),
    ),
    "communications:edit": ((ADA, "/messages/sent/{draft}/edit/"),),
    "communications:approve": ((CHIEF, "/messages/approve/{waiting}/"),),
    "accounts:account": ((MARA, "/account/"),),
    "accounts:sessions": ((MARA, "/account/sessions/"),),
    "accounts:tokens": ((MARA, "/account/tokens/"),),
    "account_change_password": ((MARA, "/account/password/"),),
    "account_reset_password": (("", "/password/"),),
    "account_reset_password_done": (("", "/password/sent/"),),
    "account_reset_password_from_key": (("", "/password/1/used-already/"),),
    "organization:deputies": ((MARA, "/account/deputies/"),),
    "organization:comparison": ((ADA, "/comparison/"),),
    "organization:accept": (("", "/invitation/used-already/"),),
    "organization:people": ((ADA, "/people/"), (ADA, "/people/?q=Ekman")),
    "organization:sheet-people": ((OTTO, "/people/tables/csv/"),),
    "organization:invite": ((ADA, "/people/invite/"),),
    "organization:person": ((ADA, "/people/2/"),),
    "organization:role": ((ADA, "/people/roles/2/"),),
    "api:docs": ((ADA, "/api/v1/docs/"),),
    "dashboard": (
        (CHIEF, "/dashboard/"),
        (OTTO, "/dashboard/"),
        (ADA, "/dashboard/"),
        (MARA, "/dashboard/"),
    ),
    "search": ((CHIEF, "/search/?q=vehcle"), (MARA, "/search/?q=zzzz"), (OTTO, "/search/")),
    "audit": ((VERA, "/audit/"), (ADA, "/audit/?kind=entry")),
    # What is no page for those who may not have it.
    "audit-export": ((OTTO, "/audit/export/"),),
    "audit-workbook": ((OTTO, "/audit/export/workbook/"),),
    "metrics": ((OTTO, "/metrics"),),
}
# No address of their own: what one may not do, and what is not there.
REFUSED = (
    ("", "/nothing-here/"),
    (OTTO, "/initiatives/new/"),
    (OTTO, "/scorecard/?unit=NFC"),
)


def looks_of(name):
    """Return what one person looks at."""
    pairs = [pair for each in LOOKS.values() for pair in each]
    return [path for who, path in (*pairs, *REFUSED) if who == name]
