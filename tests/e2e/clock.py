"""Run a process of OSM as if it were another time: `python -m tests.e2e.clock SECONDS manage.py …`.

`SECONDS` is how far its clock stands from the real one; it goes on from there. All processes of one
installation are given the same number, so that none of them lives in the other's future.
"""

import runpy
import sys
import time
from collections.abc import Sequence

import time_machine


def shifted(command: Sequence[str], seconds: float) -> list[str]:
    """Return the command of a Python process that runs so many seconds off."""
    python, *rest = command
    return [python, "-m", "tests.e2e.clock", str(seconds), *rest] if seconds else [*command]


def main(arguments: Sequence[str]) -> None:
    """Set the clock, then run a script, or after `-m` a module."""
    seconds, *rest = arguments
    time_machine.travel(time.time() + float(seconds), tick=True).start()
    if rest[0] == "-m":
        sys.argv = list(rest[1:])
        runpy.run_module(rest[1], run_name="__main__", alter_sys=True)
    else:
        sys.argv = list(rest)
        runpy.run_path(rest[0], run_name="__main__")


if __name__ == "__main__":
    main(sys.argv[1:])
