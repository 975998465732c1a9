"""Who gets what answer where figures are approved and looked back at; see `endpoints.py`."""

from tests.contract.rows import (
    APPROVED,
    ASKED,
    CHANGED,
    CHOSEN,
    EDITED,
    EVIDENCE,
    FIGURE_HASH,
    FIGURE_THERE,
    FOUND,
    FUEL,
    LISTED,
    MARA,
    SEEN,
    SIGNED_IN,
    SPOKEN,
    UNFIT,
    UNSIGNED,
    Row,
)

APPROVAL_ROWS = (
    Row("scorecard:approvals", "GET", SIGNED_IN),
    Row("scorecard:approvals-kpi", "GET", SEEN, at={"code": "fuel"}, query=MARA),
    Row("scorecard:figure-history", "GET", SEEN, query=FUEL),
    Row("scorecard:sheet-history", "GET", SEEN, at={"kind": "file"}, query=FUEL),
    Row("scorecard:evidence", "GET", SEEN, query=FUEL),
    # No file is chosen.
    Row("scorecard:evidence", "POST", (ASKED, 422, 403, 422, 404, 403, 403, 404), query=FUEL),
    Row("scorecard:evidence-file", "GET", SEEN, at=EVIDENCE),
    Row("scorecard:evidence-withdraw", "GET", EDITED, at=EVIDENCE),
    Row("scorecard:evidence-withdraw", "POST", CHANGED, at=EVIDENCE, body=UNFIT),
    Row("api:evidence", "GET", LISTED),
    Row("api:evidence", "GET", FOUND, query="unit=MARA"),
    # No file is sent.
    Row("api:evidence", "POST", (UNSIGNED, 400, 400, 400, 400, 400, 400, 400)),
    Row("api:evidence-file", "GET", FOUND, at=EVIDENCE),
    Row("api:evidence-withdrawal", "POST", SPOKEN, at=EVIDENCE, body=UNFIT, json=True),
    Row("scorecard:approve-chosen", "POST", CHANGED, body=CHOSEN),
    Row("scorecard:reject", "GET", APPROVED, at=FIGURE_THERE),
    Row("scorecard:reject", "POST", CHANGED, at=FIGURE_THERE, body=FIGURE_HASH | UNFIT),
    Row("scorecard:approve", "POST", CHANGED, at=FIGURE_THERE, body=FIGURE_HASH),
)
