from types import SimpleNamespace

import pytest

from core.errors import DomainError
from osm.backups import postgresql


def test_the_newest_program_of_debian_is_taken(tmp_path, monkeypatch):
    for version in ("9.6", "15", "17"):
        (tmp_path / version / "bin").mkdir(parents=True)
        (tmp_path / version / "bin" / "pg_dump").touch()
    monkeypatch.setattr(postgresql, "DEBIAN", tmp_path)
    assert postgresql.program("pg_dump") == str(tmp_path / "17" / "bin" / "pg_dump")


def test_a_missing_program_is_named_with_what_to_install(tmp_path, monkeypatch):
    monkeypatch.setattr(postgresql, "DEBIAN", tmp_path)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(DomainError, match=r"pg_dump is not on this machine.*postgresql-client"):
        postgresql.program("pg_dump")


def test_the_password_goes_through_the_environment_alone(tmp_path, monkeypatch):
    place = {
        "NAME": "osm",
        "USER": "osm",
        "PASSWORD": "s3same",
        "HOST": "db",
        "PORT": "",
        "OPTIONS": {},
    }
    monkeypatch.setattr(postgresql, "connection", SimpleNamespace(settings_dict=place))
    tool = tmp_path / "15" / "bin" / "pg_dump"
    tool.parent.mkdir(parents=True)
    tool.write_text('#!/bin/sh\necho "$PGPASSWORD $PGHOST [$@]" > "$(dirname "$0")/said"\nexit 1\n')
    tool.chmod(0o700)
    monkeypatch.setattr(postgresql, "DEBIAN", tmp_path)
    with pytest.raises(DomainError, match="pg_dump failed: it did not say why"):
        postgresql._run("pg_dump", "--file=x")
    assert (tool.parent / "said").read_text() == "s3same db [--no-password --file=x]\n"
