"""Turn a page into a PDF: run by `core.printing`, in its own process.

Reads one JSON object from its input: `html`, `css`, `words`. Writes the PDF to its output. Ends
with MISSING where the libraries are not on this machine.
"""

import json
import resource
import sys

MEMORY = 2 * 2**30
SECONDS = 50
MISSING = 3


def main() -> int:
    """Read, draw, write; return the exit code."""
    resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
    resource.setrlimit(resource.RLIMIT_CPU, (SECONDS, SECONDS))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    try:
        from core.paper.document import pdf_of
    except (ImportError, OSError) as error:
        sys.stderr.write(f"{error}\n")
        return MISSING
    sys.stdout.buffer.write(pdf_of(**json.load(sys.stdin)))
    return 0


if __name__ == "__main__":
    sys.exit(main())
