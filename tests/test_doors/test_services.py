import socket
import subprocess

import pytest

from tests import services


def _answers(address):
    host, port = address.split("@")[-1].split("//")[-1].split("/")[0].split(":")
    with socket.socket() as caller:
        return caller.connect_ex((host, int(port))) == 0


def _fail_inside(lend):
    with lend() as address:
        assert _answers(address)
        raise LookupError(address)


@pytest.mark.postgresql
def test_postgresql_is_gone_after_the_block_even_after_an_error():
    with pytest.raises(LookupError) as raised:
        _fail_inside(services.private_postgresql)
    assert not _answers(raised.value.args[0])


@pytest.mark.redis
def test_redis_is_gone_after_the_block_even_after_an_error():
    with pytest.raises(LookupError) as raised:
        _fail_inside(services.private_redis)
    assert not _answers(raised.value.args[0])


def test_a_server_that_does_not_start_says_what_it_said(tmp_path):
    command = ["sh", "-c", "echo no memory left; exit 1"]
    with (
        pytest.raises(services.ServiceError, match="no memory left"),
        services.running(command, ["false"], 15, cwd=tmp_path),
    ):
        pass


def test_as_root_the_server_belongs_to_somebody_else(monkeypatch):
    monkeypatch.setattr(services.os, "geteuid", lambda: 0)
    assert services.owner().pw_uid != 0


def test_make_says_which_benchmarks_there_are():
    ended = subprocess.run(["make", "bench", "NAME=x"], capture_output=True, text=True, check=False)
    assert ended.returncode == 2
    names = "'batch', 'compute', 'crowd', 'deadline', 'full', 'one', 'pages', 'past'"
    assert f"choose from {names}" in ended.stderr
