"""Logs: one line of JSON for each thing that happened, holding no value and no mail address.

Only allowlisted keys are written. What other libraries say is written without what they put into
it, because that may be anything; of an error its kind and its place are written, not its words.
"""

import re
import sys
import traceback
import uuid
from collections.abc import MutableMapping
from pathlib import Path
from typing import TYPE_CHECKING, Any

import structlog
from django_structlog.middlewares import RequestMiddleware

if TYPE_CHECKING:
    import logging

    from django.http import HttpRequest, HttpResponse

Line = MutableMapping[str, Any]

KEYS = frozenset(
    {
        *("timestamp", "level", "logger", "event"),
        *("request_id", "user_id", "method", "route", "code"),
        *("task", "task_id", "parent_task_id", "child_task_id", "child_task_name", "duration_ms"),
        *("topic", "key", "keys", "attempts", "command", "error", "where"),
    }
)
OURS = frozenset(
    {
        *("osm", "core", "accounts", "audit", "jobs", "organization", "scorecard"),
        *("initiatives", "communications", "django_structlog"),
    }
)
MAIL = re.compile(r"[^\s@<>\"']+@[^\s@<>\"']+")
# What a proxy may hand over as the number of a request: nothing that could say anything.
REQUEST_ID = re.compile(r"[0-9A-Za-z-]{1,64}")
MOST_FRAMES = 12


class RequestLogMiddleware(RequestMiddleware):
    """Numbers each request and logs its end: who, which route, which answer; no address."""

    def prepare(self, request: "HttpRequest") -> None:
        """Bind the number that the proxy gave, if it is one, or a new one."""
        given = request.headers.get("X-Request-ID", "")
        number = given if REQUEST_ID.fullmatch(given) else str(uuid.uuid4())
        structlog.contextvars.bind_contextvars(request_id=number)

    def handle_response(self, request: "HttpRequest", response: "HttpResponse") -> None:
        """Bind what is known at the end, and give the number back."""
        match = request.resolver_match
        structlog.contextvars.bind_contextvars(
            method=request.method, route=match.route if match else ""
        )
        response["X-Request-ID"] = structlog.contextvars.get_contextvars().get("request_id", "")
        super().handle_response(request, response)


def only_known_keys(_logger: Any, _method: str, line: Line) -> Line:
    """Leave out every key that is not on the list, and mail addresses from the event."""
    kept = {key: value for key, value in line.items() if key in KEYS}
    kept["event"] = MAIL.sub("[mail]", str(kept.get("event", "")))
    return kept


def without_what_others_put_in(_logger: Any, _method: str, line: Line) -> Line:
    """Keep of a foreign line its bare sentence: `Not Found: %s` without the address."""
    record: logging.LogRecord = line["_record"]
    if not line["_from_structlog"] and record.name.partition(".")[0] not in OURS:
        line["event"] = str(record.msg)
    return line


def place_of_error(_logger: Any, _method: str, line: Line) -> Line:
    """Write of an error its kind and where it arose; its words may hold values."""
    line.pop("error", None)
    found = line.pop("exc_info", None)
    found = sys.exc_info() if found is True else found
    error = found[1] if isinstance(found, tuple) else found
    if isinstance(error, BaseException):
        frames = traceback.extract_tb(error.__traceback__)[-MOST_FRAMES:]
        line["error"] = type(error).__name__
        line["where"] = [f"{Path(each.filename).name}:{each.lineno} {each.name}" for each in frames]
    return line


SHARED = (
    structlog.contextvars.merge_contextvars,
    structlog.stdlib.add_logger_name,
    structlog.stdlib.add_log_level,
    structlog.processors.TimeStamper(fmt="iso", utc=True),
)


def configure() -> None:
    """Let structlog write through the standard library, so that levels hold for both."""
    structlog.configure(
        processors=[
            structlog.stdlib.filter_by_level,
            *SHARED,
            structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
        ],
        logger_factory=structlog.stdlib.LoggerFactory(),
        wrapper_class=structlog.stdlib.BoundLogger,
        cache_logger_on_first_use=True,
    )


def configuration(level: str, *, as_json: bool) -> dict[str, Any]:
    """Return the settings of the standard library's logging."""
    return {
        "version": 1,
        "disable_existing_loggers": False,
        "formatters": {"line": form(as_json=as_json)},
        "handlers": {"stderr": {"class": "logging.StreamHandler", "formatter": "line"}},
        "root": {"handlers": ["stderr"], "level": level},
    }


def form(*, as_json: bool) -> dict[str, Any]:
    """Return how lines are written: JSON, or words for people."""
    return {
        "()": "structlog.stdlib.ProcessorFormatter",
        **(json_lines() if as_json else plain_lines()),
    }


def json_lines() -> dict[str, Any]:
    """Return how a line becomes JSON with known keys alone."""
    return {
        "foreign_pre_chain": SHARED,
        "processors": [
            without_what_others_put_in,
            place_of_error,
            only_known_keys,
            structlog.processors.JSONRenderer(),
        ],
    }


def plain_lines() -> dict[str, Any]:
    """Return lines for people, with errors in full: development and the demo hold no secrets.

    Yet not with local variables, which a prettier way of writing errors adds where it is
    installed: among them is what people typed.
    """
    return {
        "foreign_pre_chain": SHARED,
        "processors": [
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            structlog.dev.ConsoleRenderer(
                colors=False, exception_formatter=structlog.dev.plain_traceback
            ),
        ],
    }
