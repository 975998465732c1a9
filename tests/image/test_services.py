"""The image is built, its services run, and a figure goes from a unit to HQ."""

import http.cookiejar
import json
import os
import re
import shlex
import signal
import subprocess
import time
import urllib.error
import urllib.parse
import urllib.request
from html.parser import HTMLParser

import pytest

from demo import run
from osm.logs import KEYS
from tests.e2e.installation import named
from tests.image.building import build
from tests.services import free_port

pytestmark = [
    pytest.mark.slow,
    pytest.mark.postgresql,
    pytest.mark.redis,
    pytest.mark.xdist_group("image"),
]

# Far more than it takes: a busy machine is not a fault.
SECONDS, REDIS_DATABASE = 900, "14"
KPI, UNIT = "VEH_AVAIL", "EFC-1AB"
RUNNING = ("web", "worker", "drain", "beat")
SIGNS = {"drain", "drain-rounds"}


@pytest.fixture(scope="module")
def database():
    """An empty database of the name that docker-compose.yml gives it."""
    import psycopg

    server = os.environ["OSM_TEST_DATABASE_URL"]
    name = f"osm_image_{os.getpid()}"
    with psycopg.connect(named(server, "postgres"), autocommit=True) as connection:
        connection.execute(f"CREATE DATABASE {name}")
    yield named(server, name)
    with psycopg.connect(named(server, "postgres"), autocommit=True) as connection:
        connection.execute(f"DROP DATABASE {name} WITH (FORCE)")


@pytest.fixture(scope="module")
def image(tmp_path_factory):
    return build(tmp_path_factory.mktemp("image"))


@pytest.fixture(scope="module")
def places(image, database):
    """What stands in docker-compose.yml -> what is meant on this machine."""
    (image.folder / "metrics").mkdir()
    return {
        "postgres://osm@database:5432/osm": database,
        "redis://redis:6379/0": named(os.environ["OSM_TEST_REDIS_URL"], REDIS_DATABASE),
        "/app/secrets": str(image.folder / "secrets"),
        "0.0.0.0:8000": f"127.0.0.1:{free_port()}",
        "var/beat": str(image.folder / "beat"),
        "/tmp": str(image.folder / "metrics"),
    }


class Service:
    """A service as a process."""

    def __init__(self, image, name, places, **variables):
        self.log = image.folder / f"{name}.log"
        # Where a container has its own /tmp, a folder has its own name: the paths are ours.
        environment = image.environment(name, variables, places)
        with self.log.open("wb") as output:
            self.process = subprocess.Popen(
                image.command(name, places),
                cwd=image.app,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
            )

    def ended(self):
        """Wait for one that runs once; return its exit code and what it said."""
        try:
            return self.process.wait(SECONDS), self.log.read_text()
        finally:
            self.process.kill()

    def stopped(self):
        """Ask it to stop as Docker does; return the exit code."""
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(30)


@pytest.fixture(scope="module")
def prepared(image, places):
    """The two services that run once, in their order."""
    for name in ("secrets", "migrate"):
        code, said = Service(image, name, places, OSM_DEMO="1").ended()
        assert code == 0, said[-2000:]


@pytest.fixture(scope="module")
def running(image, places, prepared):
    """The services that run on, from the moment that worker and drain have given a sign of life."""
    services = {name: Service(image, name, places, OSM_DEMO="1") for name in RUNNING}
    address = f"http://{places['0.0.0.0:8000']}"
    try:
        wait_for_signs_of_life(address, services)
        yield address, services
    finally:
        run.stop({name: service.process for name, service in services.items()})


def wait_for_signs_of_life(address, services):
    until = time.monotonic() + SECONDS
    while not heartbeats(address).keys() >= SIGNS:
        for name, service in services.items():
            assert service.process.poll() is None, f"{name}: {service.log.read_text()[-2000:]}"
        assert time.monotonic() < until, "no tick came through the broker, or no round was worked"
        time.sleep(0.2)


def heartbeats(address):
    try:
        with urllib.request.urlopen(f"{address}/healthz", timeout=5) as answer:
            return json.load(answer)["heartbeats"]
    except OSError:
        return {}


class Fields(HTMLParser):
    """The inputs of a page: name -> value, and by what they are called."""

    def __init__(self, page):
        super().__init__()
        self.values, self.called = {}, {}
        self.feed(page)

    def handle_starttag(self, tag, attrs):
        found = dict(attrs)
        if tag == "input" and found.get("name"):
            self.values[found["name"]] = found.get("value") or ""
            self.called[found.get("aria-label")] = found["name"]


class Visitor:
    """A browser without a screen."""

    def __init__(self, address, email):
        self.address = address
        jar = urllib.request.HTTPCookieProcessor(http.cookiejar.CookieJar())
        self.opener = urllib.request.build_opener(jar)
        self.post("/sign-in/demo/", Fields(self.get("/sign-in/")).values | {"email": email})

    def get(self, path):
        return self.opener.open(self.address + path, timeout=30).read().decode()

    def post(self, path, fields):
        body = urllib.parse.urlencode(fields).encode()
        return self.opener.open(self.address + path, body, timeout=30).read().decode()


def shares(page):
    return re.findall(r"(\d+\.\d)\N{NO-BREAK SPACE}%", page)


def test_a_figure_goes_from_a_unit_to_hq_through_web_broker_and_worker(running):
    address, _services = running
    mara = Visitor(address, "mara@aldmark.example")
    chief = Visitor(address, "chief@aldmark.example")
    before = shares(chief.get(f"/kpis/{KPI}/?unit=HQ"))[0]
    fields = Fields(mara.get(f"/enter/?unit={UNIT}"))
    # What else waits there, such as a rejected figure, is left to its manager.
    typed = {name: text for name, text in fields.values.items() if not name.startswith("cell-")}
    for name in ("how many", "of how many"):
        cell = fields.called[f"Vehicle availability: {name}"]
        typed[cell] = "0" if name == "how many" else fields.values[cell]
    # So few are asked about: the comment answers.
    typed[cell.replace("denominator", "comment")] = "All are away for repair"
    mara.post(f"/enter/?unit={UNIT}", typed)
    until = time.monotonic() + SECONDS
    while (now := shares(chief.get(f"/kpis/{KPI}/?unit=HQ"))[0]) == before:
        assert time.monotonic() < until, "HQ never showed it"
        time.sleep(0.1)
    assert float(now) < float(before)


def test_static_files_are_compressed_named_by_content_and_kept_for_ever(running):
    address, _services = running
    page = urllib.request.urlopen(f"{address}/sign-in/", timeout=30).read().decode()
    path = re.search(r'href="(/static/css/base\.[0-9a-f]{12}\.css)"', page)[1]
    asked = urllib.request.Request(address + path, headers={"Accept-Encoding": "br"})
    with urllib.request.urlopen(asked, timeout=30) as answer:
        assert answer.headers["Content-Encoding"] == "br"
        assert "immutable" in answer.headers["Cache-Control"]


def test_metrics_are_for_the_token_that_the_first_start_made(running, image):
    address, _services = running
    with pytest.raises(urllib.error.HTTPError, match="404"):
        urllib.request.urlopen(f"{address}/metrics", timeout=30)
    token = (image.folder / "secrets" / "metrics_token").read_text()
    asked = urllib.request.Request(
        f"{address}/metrics", headers={"Authorization": f"Bearer {token}"}
    )
    text = urllib.request.urlopen(asked, timeout=30).read().decode()
    assert "osm_up 1.0" in text
    assert "osm_outbox_parked_rows 0.0" in text
    assert 'osm_heartbeat_age_seconds{name="drain"}' in text
    assert "django_http_responses_total_by_status_view_method_total" in text


def test_what_is_logged_is_json_with_known_keys_and_nowhere_a_mail_address(running):
    _address, services = running
    for name in ("web", "worker"):
        lines = json_lines(services[name])
        assert lines, name
        assert set().union(*lines) <= KEYS
        assert "@aldmark.example" not in services[name].log.read_text()


def json_lines(service):
    # Celery's banner and Python's own warnings are no log lines.
    lines = service.log.read_text().splitlines()
    return [json.loads(line) for line in lines if line.startswith("{")]


def test_a_task_names_the_request_that_caused_it(running):
    _address, services = running
    requests, tasks = (
        {line["request_id"] for line in json_lines(services[name]) if "request_id" in line}
        for name in ("web", "worker")
    )
    assert requests & tasks


def test_the_health_check_of_the_drain_finds_its_rounds(running, image, places):
    test = image.services["drain"]["healthcheck"]["test"]
    asked = subprocess.run(
        shlex.split(test),
        cwd=image.app,
        env=image.environment("drain", {}, places),
        capture_output=True,
        text=True,
        check=False,
    )
    assert (asked.returncode, asked.stderr) == (0, "")


def test_preparing_again_changes_nothing(running, image, places):
    code, said = Service(image, "migrate", places, OSM_DEMO="1").ended()
    assert code == 0
    assert "already loaded" in said


def test_all_stop_when_docker_asks(running):
    _address, services = running
    codes = {name: service.stopped() for name, service in services.items()}
    assert codes == dict.fromkeys(RUNNING, 0)
