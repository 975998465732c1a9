"""Proof 29: a mistake in the calculation is noticed.

Faults that somebody might make are made in a copy of the product, one after the other; the tests
that each of them names must fail, and hold again where the fault is not made.
"""

import sys
from concurrent.futures import ThreadPoolExecutor
from queue import SimpleQueue

from tests.proofs.engine_faults import of_rows, of_scores, over_time, over_units
from tests.proofs.engine_faults.making import copied, failing, survives

FAULTS = (*over_units.FAULTS, *over_time.FAULTS, *of_scores.FAULTS, *of_rows.FAULTS)
COPIES = 2


def prove():
    """Print each fault and whether it was caught; tell whether all were."""
    with copied() as one, copied() as other:
        copies = SimpleQueue()
        for copy in (one, other):
            copies.put(copy)
        sound = is_sound(one)
        with ThreadPoolExecutor(COPIES) as pool:
            found = list(pool.map(lambda fault: is_caught(fault, copies), FAULTS))
    say(f"{sum(found)} of {len(found)} faults caught")
    return sound and all(found)


def is_sound(copy):
    """Without any fault the same tests hold: otherwise they would notice nothing."""
    tests = sorted({test for fault in FAULTS for test in fault.tests})
    failed = failing(copy, tests)
    say(f"without a fault: {len(tests) - len(failed)} of {len(tests)} tests hold")
    for test in sorted(failed):
        say(f"  fails all the same: {test}")
    return not failed


def is_caught(fault, copies):
    """Print whether every test that a fault names failed."""
    copy = copies.get()
    try:
        missed = survives(fault, copy)
    finally:
        copies.put(copy)
    say(f"{'NOT CAUGHT' if missed else 'caught'}: {fault.words}")
    for test in missed:
        say(f"  holds all the same: {test}")
    return not missed


def say(text):
    sys.stdout.write(f"{text}\n")
    sys.stdout.flush()
