import importlib.util
from pathlib import Path

import pytest

FILE = Path(__file__).resolve().parents[2] / "requirements" / "install.py"


@pytest.fixture
def install(tmp_path, monkeypatch):
    spec = importlib.util.spec_from_file_location("install", FILE)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    monkeypatch.setattr(module, "VENV", tmp_path)
    monkeypatch.setattr(module, "works", lambda _: True)
    return module


@pytest.fixture
def lock(tmp_path):
    file = tmp_path / "run.txt"
    file.write_text("django==5.2\n")
    return file


def test_an_installed_lock_is_not_installed_again(install, lock):
    install.stamp(lock).write_text(install.fingerprint(lock))
    assert install.is_installed(lock)


def test_a_changed_lock_is_installed_again(install, lock):
    install.stamp(lock).write_text(install.fingerprint(lock))
    lock.write_text("django==5.2.1\n")
    assert not install.is_installed(lock)


def test_an_environment_that_does_not_start_counts_as_not_installed(install, lock, monkeypatch):
    install.stamp(lock).write_text(install.fingerprint(lock))
    monkeypatch.setattr(install, "works", lambda _: False)
    assert not install.is_installed(lock)


def test_a_failed_installation_leaves_no_stamp(install, lock, monkeypatch):
    monkeypatch.setattr(install, "make_environment", lambda: None)
    monkeypatch.setattr(install, "run", _fail(install))
    with pytest.raises(install.InstallError):
        install.install(lock)
    assert not install.stamp(lock).exists()


def test_an_old_python_is_refused_with_what_to_do(install):
    with pytest.raises(
        install.InstallError, match=r"3\.11 or newer and this is Python 3\.9.*PYTHON="
    ):
        install.require_python((3, 9))


def _fail(install):
    def run(*_):
        raise install.InstallError("no network")

    return run
