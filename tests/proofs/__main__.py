"""Run the proof with a number: import its module, let it print its figures, say the verdict.

A proof is a module `n<number>_<what>.py` with one function `prove()`: it prints what it found and
returns whether the promise holds. It starts and ends the services that it needs.
"""

import importlib
import sys
from pathlib import Path

FOLDER = Path(__file__).parent


def modules():
    """Return the modules of all proofs by number."""
    found = sorted(FOLDER.glob("n[0-9][0-9]_*.py"))
    return {int(file.stem[1:3]): file.stem for file in found}


def main(arguments):
    """Run one proof; return the exit code."""
    known = modules()
    number = arguments[0] if len(arguments) == 1 else ""
    if not number.isdecimal() or int(number) not in known:
        names = ", ".join(map(str, known)) or "none yet"
        sys.stderr.write(f"Give the number of a proof: make proof N=…. There are: {names}.\n")
        return 2
    name = known[int(number)]
    holds = importlib.import_module(f"tests.proofs.{name}").prove()
    what = name[4:].replace("_", " ")
    sys.stdout.write(f"proof {int(number)}, {what}: {'holds' if holds else 'DOES NOT HOLD'}\n")
    return 0 if holds else 1


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
