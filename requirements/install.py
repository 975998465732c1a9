"""Make `.venv` ready: create it and install a lock, once for each state of that lock.

Runs on the standard library alone, because it is what installs everything else.
"""

import argparse
import hashlib
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
VENV = ROOT / ".venv"
LOCKS = ROOT / "requirements"
OLDEST_PYTHON = (3, 11)


class InstallError(Exception):
    """Something is missing; the message says what to do."""


def require_python(version: tuple[int, ...]) -> None:
    """Refuse an interpreter that is older than OSM can run on."""
    if version < OLDEST_PYTHON:
        found, oldest = (".".join(map(str, parts[:2])) for parts in (version, OLDEST_PYTHON))
        raise InstallError(
            f"OSM needs Python {oldest} or newer and this is Python {found}. "
            "Name another one, for example: make demo PYTHON=python3.11"
        )


def run(*command: str | Path) -> None:
    """Run one command; its output is the reader's."""
    try:
        subprocess.run([str(part) for part in command], cwd=ROOT, check=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError) as error:
        raise InstallError(f"The installation stopped: {error}") from error


def python() -> Path:
    """Return the interpreter of the virtual environment."""
    return VENV / "bin" / "python"


def works(interpreter: Path) -> bool:
    """Tell whether the interpreter starts: a copied or outlived environment does not."""
    try:
        subprocess.run([str(interpreter), "-c", ""], check=True, capture_output=True)  # noqa: S603
    except (OSError, subprocess.CalledProcessError):
        return False
    return True


def make_environment() -> None:
    """Create `.venv` where there is none that works, with the installer in it."""
    if not works(python()):
        run(sys.executable, "-m", "venv", "--clear", VENV)
    if not (VENV / "bin" / "uv").exists():
        pip = (python(), "-m", "pip", "--disable-pip-version-check", "install", "--quiet")
        run(*pip, "--require-hashes", "-r", LOCKS / "uv.txt")


def stamp(lock: Path) -> Path:
    """Return the file that holds the hash of the lock that was installed last."""
    return VENV / f".installed-{lock.stem}"


def is_installed(lock: Path) -> bool:
    """Tell whether exactly this state of the lock was installed."""
    mark = stamp(lock)
    return mark.is_file() and mark.read_text() == fingerprint(lock) and works(python())


def fingerprint(lock: Path) -> str:
    """Return the SHA-256 of the lock."""
    return hashlib.sha256(lock.read_bytes()).hexdigest()


def install(lock: Path) -> None:
    """Install the lock with its hashes; what else is installed stays."""
    make_environment()
    # Not `sync`: that would take a developer's test tools out of the same environment.
    uv = (VENV / "bin" / "uv", "pip", "install", "--quiet", "--python", python())
    # Once here instead of at every start: some machines write no bytecode when they run.
    run(*uv, "--compile-bytecode", "--require-hashes", "-r", lock)
    stamp(lock).write_text(fingerprint(lock))


def main(arguments: list[str] | None = None) -> int:
    """Install the named lock unless it is installed; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("lock", choices=["run", "prod", "dev", "bench"])
    lock = LOCKS / f"{parser.parse_args(arguments).lock}.txt"
    try:
        require_python(sys.version_info[:2])
        if not is_installed(lock):
            install(lock)
    except InstallError as error:
        sys.stderr.write(f"{error}\n")
        return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
