"""Promise 13: whatever a program of whatever role asks, no operation of the API breaks.

Every operation of the OpenAPI description is asked rightly and wrongly, by everybody: nobody,
each of the eight roles at a browser, and programs with each scope. It runs on a PostgreSQL server
of its own where there is one, else on SQLite.
"""

import contextlib
import os
import sys
import time

from tests.proofs.databases import a_database
from tests.services import postgresql_folder, private_postgresql

EXAMPLES = 5


def prove():
    """Print how often each visitor asked and was answered how; tell whether nothing broke."""
    with contextlib.ExitStack() as stack:
        if postgresql_folder():
            os.environ["OSM_TEST_DATABASE_URL"] = stack.enter_context(private_postgresql())
        stack.enter_context(a_database())
        return fuzz_as_everybody()


def fuzz_as_everybody():
    from tests.contract.fuzzing import KNOWN, api, fuzz
    from tests.proofs.api_visitors import make_things, make_units, make_visitors

    units = make_units()
    visitors = make_visitors(units)
    things = make_things(units)
    described = api(visitors["manager's program: read, enter, edit"])
    operations = sum(1 for _ in described.get_all_operations())
    say(f"{operations} operations, asked {EXAMPLES} times rightly and {EXAMPLES} times wrongly:")
    reports = {}
    begun = time.monotonic()
    for number, (who, visitor) in enumerate(visitors.items()):
        reports[who] = fuzz(
            described, visitor, examples=EXAMPLES, known=KNOWN | things, number=number
        )
        say(line(who, reports[who]))
    return verdict(reports, time.monotonic() - begun)


def line(who, report):
    answers = ", ".join(f"{count} x {code}" for code, count in sorted(report.statuses.items()))
    return f"  {who}: {report.asked} answers ({answers}), {len(report.faults)} faults"


def verdict(reports, seconds):
    faults = sorted({fault for report in reports.values() for fault in report.faults})
    for fault in faults:
        say(fault)
    asked = sum(report.asked for report in reports.values())
    broken = sum(
        count
        for report in reports.values()
        for code, count in report.statuses.items()
        if code >= 500
    )
    say(f"{len(reports)} visitors, {asked} answers in {seconds:.0f} s")
    say(f"{broken} answers of 5xx, {len(faults)} breaks of the description")
    return not broken and not faults


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
