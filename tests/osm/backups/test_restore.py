import random
import re
import stat
import zipfile

import pytest

from tests.installations import Installation

HEAD = re.compile(r"Head: ([0-9a-f]{64})")


def is_still_empty(place):
    """Tell whether a refused restore left nothing: a migration then finds nothing done yet."""
    left = place.uploads.exists() and any(place.uploads.iterdir())
    files = {path.name for path in place.uploads.parent.iterdir()}
    return not left and files <= {"osm.damaged"}


def test_all_of_it_comes_back(backup, filled, empty_place):
    path, told = backup
    done = empty_place.manage("restore", path)
    assert done.returncode == 0, done.stderr
    assert "Counts: all" in done.stdout
    assert "the chain holds" in done.stdout
    assert HEAD.search(done.stdout).group(1) == HEAD.search(told).group(1)
    assert "a full rebuild differs in no row" in done.stdout
    assert (empty_place.uploads / "a" / "letter.txt").read_text() == "Dear Mara"
    figures = [place.manage("export_results").stdout for place in (filled, empty_place)]
    assert figures[0] == figures[1] != ""


def test_what_came_back_refuses_changes_of_the_record_still(backup, empty_place):
    assert empty_place.manage("restore", backup[0]).returncode == 0
    change = "from audit.models import Record\nRecord.objects.update(verb='x')"
    process = empty_place.start("-c", f"import django; django.setup()\n{change}")
    process.communicate(timeout=60)
    assert process.returncode == 1
    assert empty_place.manage("verify_audit").returncode == 0


def test_a_backup_is_one_file_that_only_its_owner_reads(backup):
    path, _told = backup
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [left.name for left in path.parent.iterdir()] == [path.name]
    with zipfile.ZipFile(path) as archive:
        assert archive.namelist() == ["database", "files/a/letter.txt", "manifest.json"]


def test_a_backup_overwrites_nothing(backup, filled):
    path, _told = backup
    before = path.read_bytes()
    done = filled.manage("backup", path)
    assert (done.returncode, "exists" in done.stderr) == (1, True)
    assert path.read_bytes() == before


def test_a_backup_into_a_folder_that_is_missing_says_so(filled, tmp_path):
    done = filled.manage("backup", tmp_path / "gone" / "osm.backup")
    assert done.returncode == 1
    assert "There is no folder" in done.stderr


def test_a_backup_of_nothing_is_refused_and_makes_nothing(empty_place, tmp_path):
    done = empty_place.manage("backup", tmp_path / "osm.backup")
    assert done.returncode == 1
    assert "nothing to back up" in done.stderr
    assert list(tmp_path.iterdir()) == []


def test_a_place_that_holds_something_is_left_alone(backup, filled):
    done = filled.manage("restore", backup[0])
    assert done.returncode == 1
    assert "a backup goes into an empty one" in done.stderr


def test_files_that_lie_there_are_left_alone(backup, empty_place):
    empty_place.uploads.mkdir()
    (empty_place.uploads / "mine.txt").write_text("mine")
    done = empty_place.manage("restore", backup[0])
    assert (done.returncode, "holds files" in done.stderr) == (1, True)
    assert [path.name for path in empty_place.uploads.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("seed", range(4))
def test_a_damaged_backup_is_refused_and_leaves_the_place_empty(backup, empty_place, seed):
    chance = random.Random(seed)
    content = bytearray(backup[0].read_bytes())
    if seed % 2:
        content = content[: chance.randrange(len(content))]
    else:
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    damaged = empty_place.uploads.parent / "osm.damaged"
    damaged.write_bytes(content)
    done = empty_place.manage("restore", damaged)
    assert done.returncode == 1
    assert "damaged" in done.stderr
    assert is_still_empty(empty_place)
    assert empty_place.manage("restore", backup[0]).returncode == 0


@pytest.mark.parametrize("content", [b"", b"not a backup", b"PK\x03\x04" + b"0" * 200])
def test_what_is_no_backup_is_refused(empty_place, tmp_path, content):
    path = tmp_path / "other"
    path.write_bytes(content)
    done = empty_place.manage("restore", path)
    assert done.returncode == 1
    assert "no backup of OSM" in done.stderr
    assert empty_place.manage("restore", tmp_path / "gone").returncode == 1


def test_a_backup_of_the_other_kind_of_database_is_refused(backup, empty_place, tmp_path, server):
    if not server:
        pytest.skip("asked once, where both are at hand")
    place = Installation(f"sqlite:///{tmp_path}/x.sqlite3", tmp_path / "files")
    done = place.manage("restore", backup[0])
    assert done.returncode == 1
    assert "a backup of PostgreSQL" in done.stderr
    assert not (tmp_path / "x.sqlite3").exists()


def test_nothing_that_is_secret_is_printed(backup, empty_place):
    done = empty_place.manage("restore", backup[0])
    for text in (backup[1], done.stdout, done.stderr):
        assert "secret" not in text.lower()
        assert "password" not in text.lower()


def spoilt(place, statement):
    """Do something to the database of `place` past the product, triggers off."""
    code = f"from tests.owner import *\nwith triggers_off(): execute({statement!r})"
    process = place.start("-c", f"import django; django.setup()\n{code}")
    process.communicate(timeout=60)
    assert process.returncode == 0


@pytest.mark.parametrize(
    ("statement", "told"),
    [
        ("UPDATE audit_record SET verb = 'x' WHERE id = 2", "Record 2, at link 2, was changed"),
        ("UPDATE scorecard_result SET value = 1e9 WHERE value IS NOT NULL", "rebuild differed in"),
    ],
)
def test_what_was_wrong_when_it_was_backed_up_is_told(
    backup, make_place, empty_place, statement, told
):
    spoilt_place = make_place()
    assert spoilt_place.manage("restore", backup[0]).returncode == 0
    spoilt(spoilt_place, statement)
    path = spoilt_place.uploads.parent / "spoilt"
    assert spoilt_place.manage("backup", path).returncode == 0
    done = empty_place.manage("restore", path)
    assert done.returncode == 1
    assert told in done.stdout
    assert "Not all of it came back as it was" in done.stderr
