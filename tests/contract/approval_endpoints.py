"""Who gets what answer where figures are approved and looked back at; see `endpoints.py`."""

from tests.contract.rows import (
    APPROVED,
    CHANGED,
    CHOSEN,
    FIGURE_HASH,
    FIGURE_THERE,
    FUEL,
    MARA,
    SEEN,
    SIGNED_IN,
    UNFIT,
    Row,
)

APPROVAL_ROWS = (
    Row("scorecard:approvals", "GET", SIGNED_IN),
    Row("scorecard:approvals-kpi", "GET", SEEN, at={"code": "fuel"}, query=MARA),
    Row("scorecard:figure-history", "GET", SEEN, query=FUEL),
    Row("scorecard:sheet-history", "GET", SEEN, at={"kind": "file"}, query=FUEL),
    Row("scorecard:approve-chosen", "POST", CHANGED, body=CHOSEN),
    Row("scorecard:reject", "GET", APPROVED, at=FIGURE_THERE),
    Row("scorecard:reject", "POST", CHANGED, at=FIGURE_THERE, body=FIGURE_HASH | UNFIT),
    Row("scorecard:approve", "POST", CHANGED, at=FIGURE_THERE, body=FIGURE_HASH),
)
