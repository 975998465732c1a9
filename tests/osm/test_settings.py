import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
# What the developer's own `.env` might say is given here, and so overruled.
PLAIN = {
    "OSM_MODE": "development",
    "OSM_DEBUG": "0",
    "OSM_SECRET_KEY": "",
    "OSM_ALLOWED_HOSTS": "localhost",
    "OSM_TRUSTED_ORIGINS": "",
    "OSM_LOG_LEVEL": "WARNING",
    "DATABASE_URL": "sqlite:////tmp/never-opened.sqlite3",
    "REDIS_URL": "",
    "EMAIL_URL": "",
    "OSM_EMAIL_FROM": "",
    "OSM_URL": "",
    "OSM_TRUSTED_PROXIES": "0",
}
PRODUCTION = PLAIN | {
    "OSM_MODE": "production",
    "OSM_SECRET_KEY": "s" * 64,
    "OSM_ALLOWED_HOSTS": "osm.example.org",
    "DATABASE_URL": "postgres://osm@127.0.0.1:1/osm",
}


def read(expression, **variables):
    """Return the exit code, and what is printed of the settings in a process of their own."""
    program = f"from osm import settings; print(settings.{expression})"
    environment = {"PATH": os.environ["PATH"]} | PLAIN | variables
    run = subprocess.run(
        [sys.executable, "-c", program],
        cwd=ROOT,
        env=environment,
        capture_output=True,
        text=True,
        check=False,
    )
    return run.returncode, run.stdout.strip(), run.stderr.strip().splitlines()


@pytest.mark.parametrize(
    ("name", "value", "advice"),
    [
        ("OSM_MODE", "prod", "Set it to one of development, demo, production"),
        ("OSM_DEBUG", "maybe", "Set it to 0 or 1."),
        ("DATABASE_URL", "nonsense", "postgres://user:password@host:5432/name"),
        ("DATABASE_URL", "mysql://osm@host/osm", "postgres://user:password@host:5432/name"),
        ("REDIS_URL", "host:6379", "redis://host:6379/0"),
        ("OSM_MAILS_A_MINUTE", "0", "Set it to a number from 1 to 10000."),
        ("OSM_MAILS_A_MINUTE", "many", "Set it to a number from 1 to 10000."),
        ("EMAIL_URL", "mail.example.org", "Give submission://user:password@host:587"),
        ("EMAIL_URL", "imap://mail.example.org", "Give submission://user:password@host:587"),
        ("EMAIL_URL", "smtp://mail.example.org:port", "smtp://host:25"),
        ("OSM_EMAIL_FROM", "office", "for example osm@example.org"),
        ("OSM_URL", "osm.example.org", "for example https://osm.example.org"),
        ("OSM_URL", "https://osm.example.org/osm", "for example https://osm.example.org"),
        ("OSM_TRUSTED_PROXIES", "many", "0 to 9"),
        ("OSM_TRUSTED_PROXIES", "-1", "0 to 9"),
        ("OSM_LOG_LEVEL", "loud", "Set it to one of DEBUG, INFO, WARNING, ERROR."),
    ],
)
def test_a_wrong_setting_stops_the_start_with_a_sentence(name, value, advice):
    code, _out, err = read("OSM_MODE", **{name: value})
    assert code == 1
    assert f"ImproperlyConfigured: {name} is " in err[-1]
    assert advice in err[-1]


def test_production_sends_cookies_over_tls_only_and_never_shows_errors():
    wanted = "DEBUG, settings.SESSION_COOKIE_SECURE, settings.CSRF_COOKIE_SECURE"
    wanted += ", settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS > 0"
    code, out, _err = read(wanted, **(PRODUCTION | {"OSM_DEBUG": "1"}))
    assert (code, out) == (0, "False True True True True")


def test_without_settings_it_runs_on_this_machine_alone():
    wanted = "EMBEDDED, settings.ALLOWED_HOSTS, settings.CELERY_BROKER_URL"
    _code, out, _err = read(wanted)
    assert out == "True ['localhost'] filesystem://"


def test_an_empty_secret_key_is_none():
    assert read("SECRET_KEY")[1] == "development only: not a secret"


def test_a_mail_server_is_taken_apart_and_does_not_hold_up_the_rest():
    wanted = "EMAIL_HOST, settings.EMAIL_PORT, settings.EMAIL_USE_TLS, settings.EMAIL_TIMEOUT"
    code, out, _err = read(wanted, EMAIL_URL="submission://osm:secret@mail.example.org:587")
    assert (code, out) == (0, "mail.example.org 587 True 10")


def test_a_wrong_mail_server_is_refused_without_its_password():
    _code, _out, err = read("EMAIL_HOST", EMAIL_URL="imap://osm:secret@mail.example.org")
    assert "secret" not in "".join(err)


def test_without_a_mail_server_production_sends_nothing_and_development_prints():
    assert read("EMAIL_BACKEND", **PRODUCTION)[1] == "core.mail.NoServerBackend"
    assert read("EMAIL_BACKEND")[1].endswith("console.EmailBackend")


def test_the_demo_sends_nothing_anywhere_whatever_the_environment_says():
    wanted = "EMAIL_BACKEND, settings.EMAIL_FILE_PATH"
    address = "smtp://mail.example.org:25"
    out = read(wanted, OSM_MODE="demo", EMAIL_URL=address)[1]
    assert "filebased.EmailBackend" in out
    assert out.endswith("var/demo/mails")


def test_links_in_mails_lead_to_the_first_host_unless_said_otherwise():
    wanted = "OSM_URL, settings.DEFAULT_FROM_EMAIL"
    assert read(wanted, **PRODUCTION)[1] == "https://osm.example.org osm@osm.example.org"
    said = {"OSM_URL": "https://strategy.example.org/", "OSM_EMAIL_FROM": "Office <o@example.org>"}
    assert read(wanted, **(PRODUCTION | said))[1] == (
        "https://strategy.example.org Office <o@example.org>"
    )


ON_THIS_MACHINE = PRODUCTION | {"OSM_ALLOWED_HOSTS": "127.0.0.1,localhost"}
TLS = "SESSION_COOKIE_SECURE, settings.SECURE_SSL_REDIRECT, settings.SECURE_HSTS_SECONDS > 0"


def test_whom_only_this_machine_reaches_needs_no_tls():
    assert read(TLS, **ON_THIS_MACHINE)[1] == "False False False"
    named = PRODUCTION | {"OSM_ALLOWED_HOSTS": "localhost,osm.example.org"}
    assert read(TLS, **named)[1] == "True True True"


@pytest.mark.parametrize(
    ("variables", "demo_data", "one_click"),
    [
        (PLAIN, False, False),
        (PLAIN | {"OSM_DEMO": "1"}, True, False),
        (PLAIN | {"OSM_MODE": "demo"}, True, True),
        (ON_THIS_MACHINE, False, False),
        (ON_THIS_MACHINE | {"OSM_DEMO": "1"}, True, True),
        (PRODUCTION | {"OSM_DEMO": "1"}, True, False),
    ],
)
def test_one_click_lets_in_only_whom_this_machine_reaches(variables, demo_data, one_click):
    found = read("WITH_DEMO_DATA, settings.DEMO", **variables)[1]
    assert found == f"{demo_data} {one_click}"


def test_the_password_of_the_database_may_stand_in_a_file(tmp_path):
    file = tmp_path / "password"
    file.write_text("quiet\n")
    variables = PRODUCTION | {"OSM_DATABASE_PASSWORD_FILE": str(file)}
    assert read("DATABASES['default']['PASSWORD']", **variables)[1] == "quiet"
