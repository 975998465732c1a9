import os
import signal
import socket
import subprocess
import sys
import time
from pathlib import Path

import pytest

from demo import run

ROOT = Path(run.__file__).resolve().parent.parent


@pytest.fixture
def taken_port():
    with socket.socket() as listener:
        listener.bind((run.HOST, 0))
        listener.listen()
        yield listener.getsockname()[1]


@pytest.fixture
def demo(tmp_path, monkeypatch):
    monkeypatch.setattr(run, "DATA", tmp_path)
    monkeypatch.setattr(run, "DATABASE", tmp_path / "osm.sqlite3")
    monkeypatch.setattr(run, "LOADED", tmp_path / "loaded")
    (tmp_path / "log").mkdir()
    return run.Demo(1, dict(os.environ))


def test_a_taken_port_is_named_with_another_one_to_try(taken_port):
    with pytest.raises(run.FailedError, match=f"Port {taken_port} cannot be used.*PORT="):
        run.require_free(taken_port)


def test_a_taken_port_stops_the_demo_before_anything_else(taken_port):
    # `-S` hides every installed package: the runner must not need one.
    command = [sys.executable, "-S", "demo/run.py", "--port", str(taken_port)]
    ended = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, check=False)
    assert ended.returncode == 1
    assert f"Port {taken_port} cannot be used" in ended.stdout
    assert "Installing" not in ended.stdout


@pytest.mark.parametrize("text", ["", "0", "65536", "-1", "http", "80.5"])
def test_what_is_no_port_is_refused(text):
    with pytest.raises(run.argparse.ArgumentTypeError, match="1 to 65535"):
        run.port_number(text)


def test_the_demo_leaves_development_data_and_redis_alone():
    outer = {"DATABASE_URL": "postgres://mine", "REDIS_URL": "redis://mine", "HOME": "/home/ada"}
    inner = run.demo_environment(outer)
    assert inner["DATABASE_URL"] == f"sqlite:///{ROOT}/var/demo/osm.sqlite3"
    assert inner["REDIS_URL"] == ""
    assert inner["HOME"] == "/home/ada"


def test_a_database_whose_loading_was_cut_short_is_discarded(demo):
    run.DATABASE.write_text("half of it")
    run.discard_half_loaded()
    assert not run.DATABASE.exists()


def test_a_loaded_database_stays(demo):
    run.DATABASE.write_text("all of it")
    run.LOADED.touch()
    run.discard_half_loaded()
    assert run.DATABASE.exists()


def test_a_failed_load_is_not_taken_for_a_loaded_database(demo, monkeypatch):
    monkeypatch.setattr(run, "MIGRATE", (sys.executable, "-c", ""))
    monkeypatch.setattr(run, "LOAD", (sys.executable, "-c", "raise SystemExit('no room')"))
    with pytest.raises(run.FailedError, match="no room"):
        demo.prepare_database()
    assert not run.LOADED.exists()


def test_a_second_start_neither_migrates_nor_loads(demo, monkeypatch):
    for name in ("MIGRATE", "LOAD"):
        monkeypatch.setattr(run, name, (sys.executable, "-c", ""))
    demo.prepare_database()
    monkeypatch.setattr(run, "LOAD", (sys.executable, "-c", "raise SystemExit('twice')"))
    demo.prepare_database()


def test_a_step_stops_when_it_is_asked_to(demo):
    demo.stopping.set()
    with pytest.raises(run.StoppedError):
        demo.step("Sleeping", "sleep", [sys.executable, "-c", "import time; time.sleep(60)"])
    run.stop(demo.children)
    assert demo.children["sleep"].poll() == -signal.SIGTERM


def test_a_child_that_ends_by_itself_is_named_with_its_last_words(demo):
    for name, code in (("web", "raise SystemExit('out of memory')"), ("worker", "")):
        demo.children[name] = run.start(name, [sys.executable, "-c", code], demo.environment)
        demo.children[name].wait()
    with pytest.raises(run.FailedError, match=r"web process has ended \(1\).\n.*out of memory"):
        demo.require_running()


def test_a_child_that_does_not_listen_is_ended_within_eight_seconds(demo, monkeypatch):
    monkeypatch.setattr(
        run, "STOP_LADDER", [(number, seconds / 8) for number, seconds in run.STOP_LADDER]
    )
    deaf = "import signal as s, time; [s.signal(n, s.SIG_IGN) for n in (2, 3, 15)]; time.sleep(60)"
    child = run.start("deaf", [sys.executable, "-c", deaf], demo.environment)
    # The interpreter needs a moment before it can be deaf.
    until = time.monotonic() + 10
    while b"SigIgn:\t0000000000000000" in _status(child) and time.monotonic() < until:
        pass
    run.stop({"deaf": child})
    assert child.poll() is not None


def test_the_stop_ladder_stays_below_eight_seconds():
    assert sum(seconds for _, seconds in run.STOP_LADDER) < 8


def test_no_file_of_the_demo_hides_a_module_of_the_standard_library():
    names = {file.stem for file in Path(run.__file__).parent.glob("*.py")}
    assert names.isdisjoint(sys.stdlib_module_names)


def _status(child):
    return Path(f"/proc/{child.pid}/status").read_bytes()
