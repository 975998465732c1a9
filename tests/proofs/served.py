"""OSM served by gunicorn on loopback for a proof, and visitors who talk to it over HTTP."""

import contextlib
import http.client
import http.cookiejar
import json
import os
import subprocess
import sys
import tempfile
import time
import urllib.error
import urllib.parse
import urllib.request
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from tests.services import free_port

ROOT = Path(__file__).resolve().parents[2]
SECONDS_TO_START = 60
PASSWORD = "a long and quiet password"

WORLD = """
from tests.factories import make_organization, make_unit, make_person
make_organization()
hq = make_unit("HQ", name="Army HQ")
units = {code: make_unit(code, hq) for code in ("MARA", "NILS")}
def cast(name, role, unit):
    person = make_person(name, role, unit)
    person.email = f"{name.lower()}@aldmark.example"
    person.save()
    return person
"""


@dataclass(frozen=True)
class Server:
    """A running OSM: where it answers, and the environment that its commands need."""

    port: int
    environment: dict

    def shell(self, code: str) -> str:
        """Run lines of Python in which Django is set up; return what they print."""
        return self.run("-c", f"import django; django.setup()\n{code}")

    def run(self, *arguments: str) -> str:
        """Run Python to its end in the server's environment."""
        done = subprocess.run(
            [sys.executable, *arguments],
            cwd=ROOT,
            env=self.environment,
            capture_output=True,
            text=True,
            check=False,
        )
        if done.returncode:
            raise RuntimeError(done.stderr[-2000:])
        return done.stdout


@contextlib.contextmanager
def served(database: str, folder: Path, **more: str) -> Iterator[Server]:
    """Serve OSM on a database while the block lasts."""
    environment = {
        "PATH": os.environ["PATH"],
        "PYTHONPATH": str(ROOT),
        "OSM_MODE": "demo",
        "OSM_BROKER_DIR": str(folder / "broker"),
        "DATABASE_URL": database,
        "REDIS_URL": "",
        "DJANGO_SETTINGS_MODULE": "tests.proofs.counting",
        "OSM_CHECKED_FILE": str(folder / "checked"),
        **more,
    }
    server = Server(free_port(), environment)
    server.run("manage.py", "migrate", "--no-input", "--verbosity=0")
    command = [sys.executable, "-m", "gunicorn", "--worker-class=gthread", "--workers=2"]
    command += ["--threads=8", "--no-control-socket", f"--bind=127.0.0.1:{server.port}"]
    with (folder / "web.log").open("wb") as log:
        child = subprocess.Popen(
            [*command, "osm.wsgi:application"], cwd=ROOT, env=environment, stdout=log, stderr=log
        )
        try:
            _wait(server, child, folder / "web.log")
            yield server
        finally:
            child.terminate()
            child.wait(20)


@contextlib.contextmanager
def empty_folder() -> Iterator[Path]:
    """Lend a folder for one proof."""
    with tempfile.TemporaryDirectory(prefix="osm-proof-") as name:
        yield Path(name)


def _wait(server: Server, child: subprocess.Popen, log: Path) -> None:
    until = time.monotonic() + SECONDS_TO_START
    while True:
        with contextlib.suppress(OSError):
            connection = http.client.HTTPConnection("127.0.0.1", server.port, timeout=5)
            connection.request("GET", "/healthz")
            connection.getresponse().read()
            return
        if child.poll() is not None or time.monotonic() > until:
            raise RuntimeError(log.read_text()[-2000:])
        time.sleep(0.1)


class NoRedirect(urllib.request.HTTPRedirectHandler):
    """Leaves a redirect to the proof."""

    def redirect_request(self, *_args: object) -> None:
        """Follow nothing."""
        return


class Visitor:
    """A browser: cookies, forms with their token, no redirects followed."""

    def __init__(self, server: Server, address: str = "") -> None:
        self.head = {"X-Forwarded-For": address} if address else {}
        self.base = f"http://127.0.0.1:{server.port}"
        self.jar = http.cookiejar.CookieJar()
        cookies = urllib.request.HTTPCookieProcessor(self.jar)
        self.opener = urllib.request.build_opener(cookies, NoRedirect())

    def ask(self, path: str, data: dict | None = None, *, as_json: bool = False) -> tuple[int, str]:
        """Return the status of an answer and its text; with `data` it is a POST."""
        request = urllib.request.Request(f"{self.base}{path}", headers=self.head)
        if data is not None:
            plain = json.dumps(data) if as_json else urllib.parse.urlencode(data)
            request.data = plain.encode()
            request.add_header("X-CSRFToken", self.cookie("csrftoken"))
            if as_json:
                request.add_header("Content-Type", "application/json")
        try:
            with self.opener.open(request, timeout=60) as answer:
                return answer.status, answer.read().decode()
        except urllib.error.HTTPError as error:
            return error.code, error.read().decode()

    def sign_in(self, email: str, password: str = PASSWORD) -> int:
        """Sign in by the page; return the status."""
        self.ask("/sign-in/")
        return self.ask("/sign-in/", {"login": email, "password": password})[0]

    def cookie(self, name: str) -> str:
        """Return what a cookie holds."""
        return next((cookie.value or "" for cookie in self.jar if cookie.name == name), "")
