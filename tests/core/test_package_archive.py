import random
import struct
import time
import tracemalloc
import zipfile

import pytest

from core import package_archive
from core.cells import text
from core.package_tables import read_package
from core.packages import Column, Schema

UNITS = Schema("units", (Column("code", text(5), required=True),), key=("code",))
SOUND = "code\nHQ\n"


def packed(path, *members, compression=zipfile.ZIP_DEFLATED):
    with zipfile.ZipFile(path, "w", compression) as archive:
        for name, content in members:
            archive.writestr(name, content)
    return path


def read(path):
    return read_package(path, {"units": UNITS})


def refusal(path):
    """Return the one reason why nothing of an archive is read; it must come soon."""
    begun = time.monotonic()
    package = read(path)
    assert time.monotonic() - begun < 2
    (problem,) = package.problems
    assert not any(table.rows for table in package.tables.values())
    return problem.message


def codes(package):
    assert not package.problems
    return [row["code"] for row in package.tables["units"].rows]


def test_an_archive_is_read_like_a_folder(tmp_path):
    path = packed(tmp_path / "a.zip", ("units.csv", SOUND), ("datapackage.json", "{}"))
    assert codes(read(path)) == ["HQ"]


def test_one_folder_around_all_files_is_left_away(tmp_path):
    path = packed(tmp_path / "a.zip", ("package/", ""), ("package/units.csv", SOUND))
    assert codes(read(path)) == ["HQ"]


def test_an_unknown_member_is_named(tmp_path):
    path = packed(tmp_path / "a.zip", ("units.csv", SOUND), ("deep/units.csv", SOUND))
    (problem,) = read(path).problems
    assert (problem.file, problem.row) == ("deep/units.csv", 0)
    assert "no part of a package" in problem.message


@pytest.mark.parametrize("name", ["../units.csv", "/units.csv", "..\\units.csv", "C:/units.csv"])
def test_a_name_that_leads_out_of_the_archive_is_refused(name, tmp_path):
    assert "leads out of the archive" in refusal(packed(tmp_path / "a.zip", (name, SOUND)))


def test_what_is_no_archive_is_refused(tmp_path):
    path = tmp_path / "a.zip"
    path.write_bytes(b"code\nHQ\n")
    assert "no sound .zip" in refusal(path)


def test_a_bomb_is_refused_by_how_much_it_grows(tmp_path):
    path = packed(tmp_path / "a.zip", ("units.csv", "code\n" + "A" * 40_000_000))
    assert path.stat().st_size < 100_000
    assert "grows more than 200-fold" in refusal(path)


def test_what_claims_to_be_larger_than_a_package_is_refused(tmp_path, monkeypatch):
    monkeypatch.setattr(package_archive, "LARGEST_WHOLE", 100)
    path = packed(tmp_path / "a.zip", ("units.csv", "code\n" + "A,\n" * 50))
    assert "more than 0 MB" in refusal(path)


def test_a_member_that_is_larger_than_it_claims_is_refused_before_it_is_unpacked(tmp_path):
    path = packed(tmp_path / "a.zip", ("units.csv", "code\n" + "A" * 40_000_000))
    data = bytearray(path.read_bytes())
    place = data.index(b"PK\1\2") + 24
    data[place : place + 4] = struct.pack("<I", 100)
    path.write_bytes(bytes(data))
    tracemalloc.start()
    assert "no sound .zip" in refusal(path)
    assert tracemalloc.get_traced_memory()[1] < 8_000_000
    tracemalloc.stop()


def test_too_many_members_are_refused(tmp_path):
    path = packed(tmp_path / "a.zip", *((f"{n}.csv", "") for n in range(201)))
    assert "at most 200" in refusal(path)


def test_two_members_of_one_name_are_refused(tmp_path):
    with pytest.warns(UserWarning, match="Duplicate name"):
        path = packed(tmp_path / "a.zip", ("units.csv", SOUND), ("units.csv", "code\nX\n"))
    assert "two files of the same name" in refusal(path)


def test_a_locked_member_is_refused(tmp_path):
    path = packed(tmp_path / "a.zip", ("units.csv", SOUND))
    data = bytearray(path.read_bytes())
    data[data.index(b"PK\1\2") + 8] |= 1
    path.write_bytes(bytes(data))
    assert "password" in refusal(path)


def test_a_rare_way_of_packing_is_refused(tmp_path):
    path = packed(tmp_path / "a.zip", ("units.csv", SOUND), compression=zipfile.ZIP_LZMA)
    assert "rare way" in refusal(path)


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_archive_is_refused_with_a_sentence_or_read(seed, tmp_path):
    chance = random.Random(seed)
    path = packed(tmp_path / "a.zip", ("units.csv", "code\n" + "A1\nB2\n" * 30))
    data = bytearray(path.read_bytes())
    for _ in range(chance.randint(1, 8)):
        data[chance.randrange(len(data))] = chance.randrange(256)
    path.write_bytes(bytes(data[: chance.randint(20, len(data))]))
    for problem in read(path).problems:
        assert problem.message


def test_more_rows_than_a_package_may_have_are_refused(tmp_path, monkeypatch):
    monkeypatch.setattr("core.package_sources.MOST_ROWS", 3)
    path = packed(tmp_path / "a.zip", ("units.csv", "code\nA\nB\nC\nD\n"))
    assert "more than 3 rows" in refusal(path)


def test_a_hundred_thousand_columns_are_one_problem(tmp_path):
    path = packed(tmp_path / "a.zip", ("units.csv", ",".join(map(str, range(100_000))) + "\n"))
    assert "100000 columns" in refusal(path)


def test_an_archive_of_a_kind_that_nobody_can_read_is_refused(tmp_path):
    path = packed(tmp_path / "a.zip", ("units.csv", SOUND))
    content = bytearray(path.read_bytes())
    # Flag 5: what is to be changed in another file.
    content[6] |= 0x20
    content[content.index(b"PK\x01\x02") + 8] |= 0x20
    path.write_bytes(content)
    assert "no sound" in refusal(path)
