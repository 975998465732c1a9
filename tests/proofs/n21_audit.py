"""Proof 21: every write leaves its audit row, and tampering by the database's owner is found.

Runs the nets over services and addresses, then tampers at random, on both databases.
"""

import contextlib
import io
import os
import random
import re
import subprocess
import sys
from pathlib import Path

from tests.services import private_postgresql

ROOT = Path(__file__).resolve().parent.parent.parent
NETS = ("tests/contract/test_audited_services.py", "tests/contract/test_audited_endpoints.py")
ROWS, TIMES = 40, 50


def prove():
    """Print the figures of both databases; tell whether all was audited and all was found."""
    with private_postgresql() as url:
        return all([_holds("SQLite", ""), _holds("PostgreSQL", url)])


def _holds(name, url):
    environment = {**os.environ, "OSM_TEST_DATABASE_URL": url} if url else dict(os.environ)
    if not url:
        environment.pop("OSM_TEST_DATABASE_URL", None)
    nets = _run(environment, "-m", "pytest", "-q", *NETS)
    tests = re.search(r"(\d+) passed", nets.stdout)
    sys.stdout.write(f"{name}: services and addresses, tests passed: {tests and tests[1]}\n")
    tampered = _run(environment, "-m", "tests.proofs.n21_audit")
    sys.stdout.write("".join(f"{name}: {line}\n" for line in tampered.stdout.splitlines()))
    sys.stderr.write((nets.stdout[-2000:] if nets.returncode else "") + tampered.stderr)
    return nets.returncode == tampered.returncode == 0


def _run(environment, *arguments):
    return subprocess.run(
        [sys.executable, *arguments],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )


def tamper_with_a_database():
    """Tamper in every way, many times each, in a database of its own; count what is found."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
    import django

    django.setup()
    from django.db import connection

    with contextlib.redirect_stdout(io.StringIO()):
        connection.creation.create_test_db(verbosity=0, serialize=False)
    try:
        return _tamper()
    finally:
        connection.creation.destroy_test_db(connection.settings_dict["NAME"], verbosity=0)


def _tamper():
    from django.db import transaction

    from audit.selectors.chain import chain_head, verify_chain
    from tests.audit.selectors.test_chain import write
    from tests.audit.tampering import SEEN_BY_THE_ANCHOR, SEEN_FROM_WITHIN, tamper
    from tests.factories import make_person

    write(ROWS, make_person("Ada Whitlock"))
    noted = chain_head()[1]
    missed = 0 if verify_chain(noted).holds else 1
    for how in (*SEEN_FROM_WITHIN, *SEEN_BY_THE_ANCHOR):
        anchor = noted if how in SEEN_BY_THE_ANCHOR else ""
        found = 0
        for seed in range(TIMES):
            with transaction.atomic():
                tamper(how, random.Random(seed))
                found += not verify_chain(anchor).holds
                transaction.set_rollback(True)
        seen = "with the head noted outside" if anchor else "from within"
        sys.stdout.write(f"{how.__name__.replace('_', ' ')}: {found} of {TIMES} found {seen}\n")
        missed += TIMES - found
    sys.stdout.write(f"untouched: {'holds' if verify_chain(noted).holds else 'DOES NOT HOLD'}\n")
    return missed == 0 and verify_chain(noted).holds


if __name__ == "__main__":
    sys.exit(0 if tamper_with_a_database() else 1)
