"""Ask every operation of the API what its description allows and what it forbids.

Schemathesis makes the questions out of the OpenAPI description and judges the answers: no 5xx, no
status, content type or body that is not described, no acceptance of what is described as wrong.
"""

from collections import Counter
from dataclasses import dataclass, field
from random import Random

import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis import GenerationMode
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    negative_data_rejection,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

CHECKS = [
    schemathesis.checks.not_a_server_error,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    negative_data_rejection,
]
# Made-up codes are nearly always unknown ones, and then nothing but a 404 is ever tried.
KNOWN = {
    "unit": ["HQ", "CMD", "MARA", "NILS"],
    "below": ["HQ", "CMD", "MARA", "NILS"],
    "kpi": ["VEH", "STAFF"],
    "period": ["2026-10", "2026-09", "2026-Q3", "FY2026"],
    "from": ["2026-08", "2026-Q3"],
    "to": ["2026-10", "FY2026"],
    "page": [1],
}


@dataclass(frozen=True)
class Visitor:
    """How somebody signs in: a program by a header, a person by the cookies of a browser."""

    headers: dict = field(default_factory=dict)
    cookies: dict = field(default_factory=dict)


@dataclass
class Report:
    """What came of it: answers by status, and what was wrong with some."""

    statuses: Counter = field(default_factory=Counter)
    faults: list = field(default_factory=list)

    @property
    def asked(self):
        return self.statuses.total()


def api(visitor):
    """Return the API as its own description tells it to a program that signs in."""
    app = get_wsgi_application()
    return schemathesis.openapi.from_wsgi("/api/v1/schema/", app, headers=dict(visitor.headers))


def fuzz(described, visitor, *, examples, known, number=1):
    """Ask every operation, rightly and wrongly, as one visitor."""
    report = Report()
    for found in described.get_all_operations():
        operation = found.ok()
        for mode in GenerationMode:
            _ask(operation, mode, visitor, report, examples=examples, known=known, number=number)
    return report


def _ask(operation, mode, visitor, report, *, examples, known, number):
    chance = Random(number)

    @seed(number)
    @settings(
        max_examples=examples,
        database=None,
        deadline=None,
        phases=[Phase.generate],
        suppress_health_check=list(HealthCheck),
    )
    @given(case=operation.as_strategy(generation_mode=mode))
    def run(case):
        _come_as_oneself(case)
        if mode is GenerationMode.POSITIVE:
            _bring_home(case, known, chance)
        answer = case.call(headers=visitor.headers, cookies=visitor.cookies)
        report.statuses[answer.status_code] += 1
        try:
            case.validate_response(answer, checks=CHECKS, headers=visitor.headers)
        except FailureGroup as group:
            report.faults += [f"{operation.label}: {each}" for each in group.exceptions]

    try:
        run()
    except Unsatisfiable:
        # An operation that takes nothing cannot be asked wrongly.
        return


def _come_as_oneself(case):
    """Take out ways to sign in that were made up: they would be refused before all else."""
    case.cookies.clear()
    for name in [name for name in case.headers if name.lower() in {"authorization", "cookie"}]:
        del case.headers[name]


def _bring_home(case, known, chance):
    """Put things that there are into three of four questions."""
    if chance.random() < 0.25:
        return
    bodies = case.body if isinstance(case.body, list) else [case.body]
    for place in (case.query, case.path_parameters, *bodies):
        for name, values in known.items():
            if isinstance(place, dict) and name in place:
                place[name] = chance.choice(values)
