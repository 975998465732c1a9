"""Web, workers, beat and Redis as processes of their own, which a proof may kill and start anew."""

import contextlib
import http.client
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from tests.installations import ROOT
from tests.services import free_port

SECONDS_TO_START = 120
WEB = ("gunicorn", "--worker-class=gthread", "--workers=2", "--threads=8", "--no-control-socket")
WORKER = ("celery", "-A", "osm", "worker", "--concurrency=2", "--without-gossip")
BEAT = ("celery", "-A", "osm", "beat", "--pidfile=")


class Part:
    """A program in a process group of its own."""

    def __init__(self, command: Sequence[str], environment: dict, log: Path) -> None:
        self.command, self.environment, self.log = command, environment, log
        self.process: subprocess.Popen | None = None

    def start(self) -> None:
        """Start it, again after a kill."""
        with self.log.open("ab") as output:
            self.process = subprocess.Popen(
                self.command,
                cwd=ROOT,
                env=self.environment,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )

    def kill(self) -> None:
        """End it and all its children at once, without a word."""
        if self.process is not None:
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.process.pid, signal.SIGKILL)
            self.process.wait()

    def children(self) -> list[int]:
        """Return the ids of the processes that it has started."""
        assert self.process is not None
        listed = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        with contextlib.suppress(OSError):
            return [int(number) for number in listed.read_text().split()]
        return []

    def signal(self, number: int) -> None:
        """Send a signal to the program itself."""
        assert self.process is not None
        self.process.send_signal(number)

    @property
    def is_running(self) -> bool:
        """Whether the program itself is there."""
        return self.process is not None and self.process.poll() is None


class Redis(Part):
    """A Redis server that keeps its port however often it is started."""

    def __init__(self, folder: Path) -> None:
        self.port, self.password = free_port(), ""
        command = ["redis-server", "--port", str(self.port), "--bind", "127.0.0.1", "--save", ""]
        super().__init__([*command, "--dir", str(folder)], dict(os.environ), folder / "redis.log")

    @property
    def url(self) -> str:
        """Where OSM finds it."""
        return f"redis://127.0.0.1:{self.port}/0"

    def start(self, password: str = "") -> None:
        """Start it; with a password it refuses whoever knows none."""
        plain = self.command
        self.command = [*plain, "--requirepass", password] if password else plain
        super().start()
        self.command, self.password = plain, password
        until = time.monotonic() + SECONDS_TO_START
        while self.ask("PING").strip() != "PONG":
            if time.monotonic() > until:
                raise RuntimeError(self.log.read_text()[-2000:])
            time.sleep(0.05)

    def ask(self, *words: str) -> str:
        """Send a command; return the answer."""
        command = ["redis-cli", "-p", str(self.port), "--no-auth-warning"]
        known = ["-a", self.password] if self.password else []
        done = subprocess.run(
            [*command, *known, *words], capture_output=True, text=True, check=False
        )
        return done.stdout


@dataclass
class Running:
    """What runs, and the environment that its programs have."""

    folder: Path
    environment: dict
    port: int = field(default_factory=free_port)
    parts: dict[str, Part] = field(default_factory=dict)

    @property
    def database(self) -> str:
        """Where its database is."""
        return self.environment["DATABASE_URL"]

    def add(self, name: str, *command: str, **more: str) -> Part:
        """Start a program of the environment under a name."""
        log = self.folder / f"{name}.log"
        part = Part([sys.executable, "-m", *command], {**self.environment, **more}, log)
        self.parts[name] = part
        part.start()
        return part

    def add_web(self) -> None:
        """Start the web server."""
        self.add("web", *WEB, f"--bind=127.0.0.1:{self.port}", "osm.wsgi:application")

    def add_worker(self, number: int) -> None:
        """Start a worker with a name of its own."""
        self.add(f"worker-{number}", *WORKER, f"--hostname=w{number}@%h")

    def add_beat(self) -> None:
        """Start the beat."""
        self.add("beat", *BEAT, f"--schedule={self.folder / 'beat'}")

    def add_drain(self) -> None:
        """Start the drain that needs no broker."""
        self.add("drain", "manage", "drain", "--every", "15")

    def revive(self) -> list[str]:
        """Start again what has ended by itself, as Docker does; return the names."""
        ended = [name for name, part in self.parts.items() if not part.is_running]
        for name in ended:
            self.parts[name].start()
        return ended

    def wait_for_web(self) -> None:
        """Return when the web server answers."""
        until = time.monotonic() + SECONDS_TO_START
        while True:
            with contextlib.suppress(OSError, http.client.HTTPException):
                connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=5)
                connection.request("GET", "/healthz")
                connection.getresponse().read()
                return
            if time.monotonic() > until:
                raise RuntimeError((self.folder / "web.log").read_text()[-2000:])
            time.sleep(0.1)

    def wait_until_ready(self, name: str) -> None:
        """Return when a part does its work: the web answers, a worker has its processes.

        One that has ended by itself is started again, as Docker does.
        """
        part, until = self.parts[name], time.monotonic() + SECONDS_TO_START
        while not part.children():
            if not part.is_running:
                part.start()
            if time.monotonic() > until:
                raise RuntimeError(part.log.read_text()[-2000:])
            time.sleep(0.05)
        if name == "web":
            self.wait_for_web()

    def run(self, *arguments: str) -> str:
        """Run Python to its end; return what it printed."""
        return self._finished(arguments).stdout

    def drain(self) -> str:
        """Work off the outbox by the command; return what it says about it."""
        return self._finished(("manage.py", "drain")).stderr.strip().splitlines()[-1]

    def _finished(self, arguments: Sequence[str]) -> subprocess.CompletedProcess:
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stdout[-2000:] + done.stderr[-2000:])
        return done

    def end(self) -> None:
        """End everything."""
        for part in self.parts.values():
            part.kill()


@contextlib.contextmanager
def running(folder: Path, server: str, redis: str, **more: str) -> Iterator[Running]:
    """Lend an installation on an empty PostgreSQL server; nothing runs in it yet."""
    place = Running(
        folder,
        {
            "PATH": os.environ["PATH"],
            "PYTHONPATH": str(ROOT),
            "OSM_MODE": "demo",
            "OSM_LOG_LEVEL": "WARNING",
            "OSM_BROKER_DIR": str(folder / "broker"),
            # What every server has from the beginning.
            "DATABASE_URL": server.rsplit("/", 1)[0] + "/postgres",
            "REDIS_URL": redis,
            "DJANGO_SETTINGS_MODULE": "osm.settings",
            "PROMETHEUS_MULTIPROC_DIR": str(folder),
            **more,
        },
    )
    try:
        place.run("manage.py", "migrate", "--no-input", "--verbosity=0")
        yield place
    finally:
        place.end()
