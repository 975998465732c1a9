import stat

import pytest

from core.errors import DomainError
from osm.backups.archive import extract, opened, seal, write_parts, written_at_once
from osm.backups.manifest import Contents, Manifest

CONTENTS = Contents({"unit": 1}, ["audit.0001_initial"], 0, "")


@pytest.fixture
def path(tmp_path):
    """A small sealed archive."""
    (tmp_path / "a").write_text("figures")
    path = tmp_path / "osm.backup"
    with written_at_once(path) as file:
        parts = write_parts(file, {"database": tmp_path / "a"})
        seal(file, Manifest("2026-11-12T08:00:00+00:00", "SQLite", CONTENTS, parts))
    return path


def test_what_was_written_is_read_again(path, tmp_path):
    with opened(path) as (archive, manifest):
        extract(archive, manifest, "database", tmp_path / "b")
    assert manifest.contents == CONTENTS
    assert (tmp_path / "b").read_text() == "figures"
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600


def refused(path):
    with pytest.raises(DomainError, match="damaged"), opened(path):
        pass
    return True


def test_each_flipped_bit_and_each_cut_is_refused(path, tmp_path):
    content = path.read_bytes()
    broken = tmp_path / "broken"
    for place in range(len(content)):
        broken.write_bytes(content[:place])
        assert refused(broken)
        flipped = bytearray(content)
        flipped[place] ^= 1
        broken.write_bytes(flipped)
        assert refused(broken)
    broken.write_bytes(content + b"0")
    assert refused(broken)


def test_a_part_that_is_not_what_the_manifest_says_is_refused(tmp_path):
    (tmp_path / "a").write_text("figures")
    with written_at_once(tmp_path / "osm.backup") as file:
        parts = write_parts(file, {"database": tmp_path / "a"})
        (tmp_path / "b").write_text("figurez")
        write_parts(file, {"database": tmp_path / "b"})
        seal(file, Manifest("2026-11-12T08:00:00+00:00", "SQLite", CONTENTS, parts))
    with (
        opened(tmp_path / "osm.backup") as (archive, manifest),
        pytest.raises(DomainError, match="The part database of the backup is damaged"),
    ):
        extract(archive, manifest, "database", tmp_path / "c")


def test_a_backup_that_fails_half_way_leaves_nothing(tmp_path):
    with pytest.raises(FileNotFoundError), written_at_once(tmp_path / "osm.backup") as file:
        write_parts(file, {"database": tmp_path / "gone"})
    assert list(tmp_path.iterdir()) == []


def test_what_has_that_name_already_is_kept(path):
    before = path.read_bytes()
    with pytest.raises(DomainError, match="exists"), written_at_once(path):
        pass
    assert path.read_bytes() == before
