"""docker-compose.yml: nothing to edit, nothing open, and every service asked how it is."""

import os
import shutil
import subprocess
import sys

import pytest

from osm.first_start import SECRETS
from tests.image.building import ROOT, compose, dockerfile, filled, image_environment

SERVICES = compose()["services"]
ONCE = {"secrets", "migrate"}
OURS = ONCE | {"web", "worker", "drain", "beat"}


def has_compose():
    if not shutil.which("docker"):
        return False
    asked = subprocess.run(["docker", "compose", "version"], capture_output=True, check=False)
    return asked.returncode == 0


@pytest.mark.skipif(not has_compose(), reason="there is no `docker compose` on this machine")
def test_compose_understands_the_file():
    command = ["docker", "compose", "config", "--quiet"]
    checked = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stderr) == (0, "")


def test_every_part_of_the_production_edition_is_a_service():
    assert set(SERVICES) == OURS | {"database", "redis"}


def test_no_variable_has_to_be_given():
    # `:?` stops Compose where a variable is missing.
    assert ":?" not in (ROOT / "docker-compose.yml").read_text()
    given = {name: filled(value, {}) for name, value in SERVICES["web"]["environment"].items()}
    assert given["OSM_ALLOWED_HOSTS"] == "127.0.0.1,localhost"
    assert given["OSM_DEMO"] == "0"


def test_no_secret_stands_in_the_file():
    for service in SERVICES.values():
        for name, value in service.get("environment", {}).items():
            secret = any(word in name for word in ("KEY", "PASSWORD", "TOKEN"))
            assert not secret or name.endswith("_FILE") or filled(value, {}) == ""


def test_each_secret_that_a_service_reads_is_made_at_the_first_start():
    files = {
        value.rpartition("/")[2]
        for service in SERVICES.values()
        for name, value in service.get("environment", {}).items()
        if name.endswith("_FILE")
    }
    assert files == set(SECRETS)


def test_whatever_runs_on_is_asked_how_it_is_and_started_again():
    for name in SERVICES.keys() - ONCE:
        assert SERVICES[name]["healthcheck"]["test"]
        assert SERVICES[name]["restart"] == "unless-stopped"


def test_only_the_web_server_is_reached_from_outside_and_from_this_machine_alone():
    ports = {name: service["ports"] for name, service in SERVICES.items() if "ports" in service}
    assert list(ports) == ["web"]
    assert all(filled(port, {}).startswith("127.0.0.1:") for port in ports["web"])


def test_our_services_need_no_privilege():
    for name in OURS:
        assert SERVICES[name]["cap_drop"] == ["ALL"]
    assert ["USER", "osm"] in dockerfile()


def test_the_image_serves_production():
    assert image_environment()["OSM_MODE"] == "production"


PRODUCTION = {
    "OSM_MODE": "production",
    "OSM_SECRET_KEY": "".join(map(chr, range(48, 112))),
    "OSM_ALLOWED_HOSTS": "osm.example.org",
    "DATABASE_URL": "postgres://osm@127.0.0.1:1/osm",
    "REDIS_URL": "redis://127.0.0.1:1/0",
}


def deploy_check(**variables):
    command = [sys.executable, "manage.py", "check", "--deploy", "--fail-level", "WARNING"]
    environment = {"PATH": os.environ["PATH"], **PRODUCTION, **variables}
    return subprocess.run(
        command, cwd=ROOT, env=environment, capture_output=True, text=True, check=False
    )


def test_django_finds_nothing_wrong_with_production():
    found = deploy_check()
    assert (found.returncode, "no issues" in found.stdout) == (0, True), found.stderr


def test_the_check_finds_what_is_wrong():
    assert "security.W009" in deploy_check(OSM_SECRET_KEY="short").stderr
