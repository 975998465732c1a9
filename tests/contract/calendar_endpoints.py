"""The rows of `endpoints.py` about the reporting calendar and how figures come in."""

from tests.contract.rows import (
    ASKED,
    DESK,
    HELD_AGAINST,
    HQ,
    MARA,
    OVERRULED,
    OVERRULED_PAGE,
    SEEN,
    SHAPES,
    Row,
)

UNTIL = {"day": "2026-12-01", "clock": "17:00", "reason": "The depot moved."}
RULE = {
    "what": "rule",
    "frequency": "monthly",
    "first": "2026-11",
    "due_after": "3",
    "due_at": "17:00",
    "grace": "0",
    "reason": "Agreed.",
}
REMINDERS = {
    "what": "reminders",
    "before": "3",
    "on_the_day": "on",
    "after": "1, 3",
    "at": "09:00",
    "reason": "Agreed.",
}
# August is locked, so that it can be opened again.
AUGUST = "unit=MARA&period=2026-08"

CALENDAR_ROWS = (
    # Of a unit above one's own only what is published may be seen, which this is not.
    Row("scorecard:collection", "GET", (ASKED, 200, 200, 403, 403, 403, 200, 404), query=HQ),
    Row("scorecard:collection", "GET", SEEN, query=MARA),
    Row(
        "scorecard:collection",
        "POST",
        (ASKED, 302, 403, 302, 404, 403, 403, 404),
        query=MARA,
        body={"remind": "MARA"},
    ),
    Row(
        "scorecard:sheet-collection",
        "GET",
        (ASKED, 200, 200, 403, 403, 403, 200, 404),
        at={"kind": "file"},
        query=HQ,
    ),
    Row("scorecard:sheet-collection", "GET", SEEN, at={"kind": "file"}, query=MARA),
    # A unit gives itself no more time.
    Row("scorecard:extend", "GET", OVERRULED_PAGE, query=MARA),
    Row("scorecard:extend", "POST", OVERRULED, query=MARA, body=UNTIL),
    Row("scorecard:cross-checks", "GET", DESK, at={"code": "kpi"}),
    Row("scorecard:cross-checks", "POST", SHAPES, at={"code": "fuel"}, body=HELD_AGAINST),
    Row("scorecard:calendar", "GET", DESK),
    Row("scorecard:calendar", "POST", SHAPES, body=RULE),
    Row("scorecard:calendar", "POST", SHAPES, body=REMINDERS),
    Row("scorecard:enter-missing", "GET", (ASKED, 302, 404, 302, 404, 404, 404, 404), query=MARA),
    Row("scorecard:holiday-take-back", "POST", SHAPES, at={"holiday_id": "holiday"}),
    Row("scorecard:lock", "GET", DESK, query="period=2026-10"),
    Row("scorecard:lock", "POST", SHAPES, query="period=2026-10", body={"reason": "Frozen."}),
    Row("scorecard:reopen", "GET", (ASKED, 200, 403, 200, 404, 403, 403, 404), query=AUGUST),
    Row(
        "scorecard:reopen",
        "POST",
        (ASKED, 302, 403, 302, 404, 403, 403, 404),
        query=AUGUST,
        body=UNTIL,
    ),
    Row("scorecard:reopen", "GET", DESK, query="period=2026-08"),
    Row("scorecard:reopen", "POST", SHAPES, query="period=2026-08", body=UNTIL),
    Row(
        "scorecard:reopening-answer",
        "POST",
        OVERRULED,
        at={"reopening_id": "reopening"},
        body={"answer": "confirm"},
    ),
)
