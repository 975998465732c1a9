"""The rows of `endpoints.py` of files of figures: one is seen by the one who uploaded it, alone."""

from tests.contract.rows import (
    ASKED,
    LISTED,
    MARA,
    MARAS_ALONE,
    MARAS_OWN,
    SIGNED_IN,
    UNSIGNED,
    Row,
)

UPLOAD = {"upload_id": "upload"}
LAYOUT = {
    "sheet": "CSV",
    "header": "1",
    "shape": "long",
    "unit": "1",
    "kpi": "2",
    "period": "3",
    "value": "4",
}

UPLOAD_ROWS = (
    Row("scorecard:entry-workbook", "GET", (ASKED, 200, 404, 200, 404, 404, 404, 404), query=MARA),
    Row("scorecard:uploads", "GET", SIGNED_IN),
    # Nothing is chosen; who enters for no unit is refused before that.
    Row("scorecard:uploads", "POST", (ASKED, 422, 403, 422, 422, 403, 403, 403)),
    Row("scorecard:upload", "GET", MARAS_ALONE, at=UPLOAD),
    Row("scorecard:upload-layout", "POST", MARAS_OWN, at=UPLOAD, body=LAYOUT),
    Row("scorecard:upload-answers", "POST", MARAS_OWN, at=UPLOAD),
    Row(
        "scorecard:upload-store",
        "POST",
        MARAS_OWN,
        at=UPLOAD,
        body={"seen": "{upload_seen}", "leaves_out": "on"},
    ),
    Row("scorecard:upload-refused", "GET", MARAS_ALONE, at=UPLOAD | {"kind": "file"}),
    Row("api:uploads", "GET", LISTED),
    # No file is sent.
    Row("api:uploads", "POST", (UNSIGNED, 400, 400, 400, 400, 400, 400, 400)),
    Row("api:upload", "GET", (UNSIGNED, *MARAS_ALONE[1:]), at=UPLOAD),
    Row(
        "api:upload-layout",
        "POST",
        (UNSIGNED, *MARAS_ALONE[1:]),
        at=UPLOAD,
        body={"sheet": "CSV", "unit": 1, "kpi": 2, "period": 3, "value": 4},
        json=True,
    ),
    Row(
        "api:upload-confirm",
        "POST",
        (UNSIGNED, *MARAS_ALONE[1:]),
        at=UPLOAD,
        body={"seen": "{upload_seen}", "leaves_out": True},
        json=True,
    ),
    Row("scorecard:upload-remove", "POST", MARAS_OWN, at=UPLOAD),
)
