"""Start the demo: install, migrate, load, serve; stop everything on Ctrl-C.

Runs on the standard library alone, because the first thing that it does is install the rest.
"""

import argparse
import hashlib
import os
import signal
import socket
import subprocess
import sys
import threading
import time
import urllib.request
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import NoReturn

ROOT = Path(__file__).resolve().parent.parent
DATA = ROOT / "var" / "demo"
DATABASE = DATA / "osm.sqlite3"
LOADED = DATA / "loaded"
PYTHON = ROOT / ".venv" / "bin" / "python"
HOST = "127.0.0.1"
STOP_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)
# Asked, told, ended: with the seconds that each is given. Together they stay below 8.
STOP_LADDER = ((signal.SIGTERM, 5.5), (signal.SIGQUIT, 1.0), (signal.SIGKILL, 0.5))
SECONDS_TO_ANSWER = 60
LINES_OF_LOG = 15

Child = subprocess.Popen[bytes]

INSTALL = (sys.executable, "requirements/install.py", "run")
MIGRATE = (str(PYTHON), "manage.py", "migrate", "--no-input", "--verbosity=0")
LOAD = (str(PYTHON), "manage.py", "load_demo")


class FailedError(Exception):
    """The demo cannot go on; the message says why and what to do."""


class StoppedError(Exception):
    """Somebody asked the demo to stop."""


def say(text: str, *, end: str = "\n") -> None:
    """Print at once, also into a pipe."""
    sys.stdout.write(text + end)
    sys.stdout.flush()


def port_number(text: str) -> int:
    """Read the number of a port."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"PORT is {text!r}: give a number from 1 to 65535.")
    return int(text)


def require_free(port: int) -> None:
    """Refuse a port on which something already answers or may not listen."""
    with socket.socket(socket.AF_INET, socket.SOCK_STREAM) as trial:
        # As the web server does it: a connection that has just ended does not block the port.
        trial.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            trial.bind((HOST, port))
        except OSError as error:
            raise FailedError(
                f"Port {port} cannot be used ({error.strerror}). "
                f"Stop what uses it or choose another one: make demo PORT={other(port)}"
            ) from error


def other(port: int) -> int:
    """Return a port to propose instead."""
    return port + 1 if 1024 <= port < 65535 else 8000


def demo_environment(outer: Mapping[str, str]) -> dict[str, str]:
    """Return the environment of the demo: its own data, whatever `.env` says for development."""
    return {
        **outer,
        "OSM_MODE": "demo",
        "OSM_DEBUG": "0",
        "OSM_ALLOWED_HOSTS": "localhost,127.0.0.1",
        "DATABASE_URL": f"sqlite:///{DATABASE}",
        "OSM_BROKER_DIR": str(DATA / "broker"),
        "REDIS_URL": "",
        "PYTHONUNBUFFERED": "1",
    }


def fingerprint_of_migrations() -> str:
    """Return a hash of everything that decides how the database looks."""
    found = hashlib.sha256()
    for file in sorted(ROOT.glob("*/migrations/*.py")):
        found.update(file.relative_to(ROOT).as_posix().encode() + file.read_bytes())
    return found.hexdigest()


def discard_half_loaded() -> None:
    """Remove a database whose loading was cut short: it would pass for the whole."""
    if not LOADED.exists():
        for suffix in ("", "-wal", "-shm"):
            DATABASE.with_name(DATABASE.name + suffix).unlink(missing_ok=True)


def web(port: int) -> list[str]:
    """Return the command of the web server."""
    gunicorn = [str(PYTHON), "-m", "gunicorn", "--worker-class=gthread", "--workers=1"]
    limits = ["--threads=8", "--graceful-timeout=2", "--no-control-socket"]
    return [*gunicorn, *limits, f"--bind={HOST}:{port}", "osm.wsgi:application"]


def worker() -> list[str]:
    """Return the command of the one worker, which also beats."""
    celery = [str(PYTHON), "-m", "celery", "-A", "osm", "worker", "--beat", "--pool=solo"]
    alone = ["--without-gossip", "--without-mingle", "--without-heartbeat", "--loglevel=INFO"]
    return [*celery, *alone, f"--schedule={DATA / 'beat'}"]


def start(name: str, command: Sequence[str], environment: Mapping[str, str]) -> Child:
    """Start a process; what it reports goes to its log, what it answers to a file beside that."""
    with log_of(name).open("wb") as log, answer_of(name).open("wb") as answer:
        return subprocess.Popen(  # noqa: S603 - one of the commands above
            command,
            cwd=ROOT,
            env=environment,
            stdin=subprocess.DEVNULL,
            stdout=answer,
            stderr=log,
        )


def log_of(name: str) -> Path:
    """Return the file that holds what a process reported."""
    return DATA / "log" / f"{name}.log"


def answer_of(name: str) -> Path:
    """Return the file that holds what a process answered."""
    return DATA / "log" / f"{name}.txt"


def last_words(name: str) -> str:
    """Return the end of a log: the reason why a process ended stands there."""
    lines = log_of(name).read_text(errors="replace").splitlines()
    return "\n".join(f"  {line}" for line in lines[-LINES_OF_LOG:])


def stop(children: Mapping[str, Child]) -> None:
    """End every child: ask, tell, and end whoever still runs."""
    for number, seconds in STOP_LADDER:
        running = [child for child in children.values() if child.poll() is None]
        for child in running:
            child.send_signal(number)
        wait_for(running, seconds)


def wait_for(children: Sequence[Child], seconds: float) -> None:
    """Wait until all have ended, at most so many seconds."""
    until = time.monotonic() + seconds
    while time.monotonic() < until and any(child.poll() is None for child in children):
        time.sleep(0.05)


class Demo:
    """One run of the demo: its steps, its two processes, and whether it was asked to stop."""

    def __init__(self, port: int, environment: Mapping[str, str]) -> None:
        self.port = port
        self.environment = environment
        self.stopping = threading.Event()
        self.children: dict[str, Child] = {}

    def listen_for_signals(self) -> None:
        """Note a signal and nothing else: the steps look for the note, so none is cut in two."""
        for number in STOP_SIGNALS:
            # `nohup` wants its hang-up ignored; SIGINT that bash ignored for a job is not meant.
            if number != signal.SIGHUP or signal.getsignal(number) != signal.SIG_IGN:
                signal.signal(number, lambda *_: self.stopping.set())

    def step(self, sentence: str, name: str, command: Sequence[str]) -> None:
        """Run one command to its end and print its seconds."""
        say(f"{sentence} … ", end="")
        begun = time.monotonic()
        child = self.children[name] = start(name, command, self.environment)
        while child.poll() is None:
            self.pause(0.05)
        self.require_success(name, child)
        say(f"{time.monotonic() - begun:.1f} s")

    def require_success(self, name: str, child: Child) -> None:
        """Refuse to go on after a step that failed, unless it fell to the signal meant for all."""
        if child.returncode:
            self.pause(0.2)
            raise FailedError(f"failed.\n{last_words(name)}\nAll of it: {log_of(name)}")

    def pause(self, seconds: float) -> None:
        """Wait a moment, or stop at once where that was asked for."""
        if self.stopping.wait(seconds):
            raise StoppedError

    def prepare_database(self) -> None:
        """Migrate and load, unless this very state of the migrations was loaded before."""
        wanted = fingerprint_of_migrations()
        if LOADED.exists() and LOADED.read_text() == wanted:
            return
        discard_half_loaded()
        self.step("Bringing the database up to date", "migrate", MIGRATE)
        self.step("Loading the Army of Aldmark", "load", LOAD)
        LOADED.write_text(wanted)

    def serve(self) -> None:
        """Start the web server and the worker, and wait until the pages answer."""
        say("Starting the web server and the worker … ", end="")
        begun = time.monotonic()
        self.children["web"] = start("web", web(self.port), self.environment)
        self.children["worker"] = start("worker", worker(), self.environment)
        while not self.answers():
            self.require_running()
            if time.monotonic() - begun > SECONDS_TO_ANSWER:
                raise FailedError(f"no answer.\n{last_words('web')}\nAll of it: {log_of('web')}")
            self.pause(0.1)
        say(f"{time.monotonic() - begun:.1f} s")

    def answers(self) -> bool:
        """Tell whether OSM says that it is well."""
        try:
            with urllib.request.urlopen(f"http://{HOST}:{self.port}/healthz", timeout=5) as page:
                return bool(page.status == 200)
        except OSError:
            return False

    def require_running(self) -> None:
        """Refuse to go on with half of the demo."""
        for name in ("web", "worker"):
            code = self.children[name].poll()
            if code is not None:
                self.pause(0.2)
                raise FailedError(f"The {name} process has ended ({code}).\n{last_words(name)}")

    def watch(self) -> NoReturn:
        """Stay until somebody stops the demo or a process ends by itself."""
        while True:
            self.require_running()
            self.pause(0.5)

    def run(self) -> NoReturn:
        """Do everything in order; return only by an exception."""
        require_free(self.port)
        self.step("Installing the packages", "install", INSTALL)
        self.prepare_database()
        self.serve()
        say(welcome(self.port))
        self.watch()


def welcome(port: int) -> str:
    """Return what to do next."""
    return (
        f"\nOSM runs: http://{HOST}:{port}/\n"
        f"{answer_of('load').read_text().strip()}\n\nCtrl-C stops it."
    )


def main(arguments: list[str] | None = None) -> int:
    """Run the demo until it is stopped; return the exit code."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--port", type=port_number, default=8000)
    demo = Demo(parser.parse_args(arguments).port, demo_environment(os.environ))
    demo.listen_for_signals()
    log_of("any").parent.mkdir(parents=True, exist_ok=True)
    try:
        demo.run()
    except FailedError as error:
        say(str(error))
        return 1
    except StoppedError:
        say("\nStopping …")
        return 0
    finally:
        stop(demo.children)


if __name__ == "__main__":
    sys.exit(main())
