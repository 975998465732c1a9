"""Messages of the file broker appear whole."""

from pathlib import Path
from queue import Empty

import pytest
from kombu import Connection
from kombu.exceptions import ChannelError

from osm.celery import app


@pytest.fixture
def channel(tmp_path):
    """Return a channel of a broker of its own, as the application opens one."""
    assert app  # It is what names the transport.
    folders = {name: str(tmp_path / "queue") for name in ("data_folder_in", "data_folder_out")}
    (tmp_path / "queue").mkdir()
    options = folders | {"control_folder": str(tmp_path / "control")}
    with Connection("filesystem://", transport_options=options) as connection:
        yield connection.channel()


def test_what_is_put_is_got_in_order(channel):
    for number in range(3):
        channel._put("celery", {"n": number})
    assert [channel._get("celery")["n"] for _ in range(3)] == [0, 1, 2]
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_worker_that_looks_while_a_message_is_written_finds_none(channel, monkeypatch):
    replace, seen = Path.replace, []

    def late(self, target):
        # All is written but the name: what Kombu would have shown already.
        with pytest.raises(Empty):
            channel._get("celery")
        seen.extend(Path(channel.data_folder_in).iterdir())
        return replace(self, target)

    monkeypatch.setattr(Path, "replace", late)
    channel._put("celery", {"n": 1})
    assert len(seen) == 1
    assert channel._get("celery") == {"n": 1}


def test_what_a_killed_writer_left_is_no_message(channel):
    Path(channel.data_folder_in, "1_x.celery.part").write_text("")
    with pytest.raises(Empty):
        channel._get("celery")


def test_a_folder_that_cannot_be_written_to_is_told_as_kombu_tells_it(channel):
    Path(channel.data_folder_in).rmdir()
    with pytest.raises(ChannelError, match="cannot be written"):
        channel._put("celery", {})
