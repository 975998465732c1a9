"""Make the secrets of an installation where it has none: `python -m osm.first_start FOLDER`.

Runs on the standard library alone, before there are settings or a database.
"""

import secrets
import sys
from pathlib import Path

# File name -> how many random bytes it holds.
SECRETS = {"secret_key": 64, "database_password": 32, "metrics_token": 32}
# Only the services of the installation have the folder at all, each under a user of its own.
READ_BY_ALL = 0o444


def make_secrets(folder: Path) -> list[str]:
    """Write each secret that is not there yet, and say which; what is there is never changed."""
    folder.mkdir(parents=True, exist_ok=True)
    made = [name for name in SECRETS if not (folder / name).exists()]
    for name in made:
        # Whole or not at all: a file cut short would pass for a secret.
        half = folder / f".{name}"
        half.write_text(secrets.token_urlsafe(SECRETS[name]))
        half.chmod(READ_BY_ALL)
        half.rename(folder / name)
    return made


def main(arguments: list[str]) -> int:
    """Make the secrets in the folder that is named; return the exit code."""
    if len(arguments) != 1:
        sys.stderr.write("Name one folder: python -m osm.first_start FOLDER\n")
        return 2
    made = make_secrets(Path(arguments[0]))
    sys.stderr.write(f"Made {', '.join(made)}.\n" if made else "All secrets are there.\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
