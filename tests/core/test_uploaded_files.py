"""What is read of a file, and how soon the rest is refused."""

import io
import random
import subprocess
import sys
import time
from contextlib import suppress

import pytest
from xlsxwriter import Workbook

from core import uploaded_files
from core.errors import DomainError
from core.uploaded_files import LIMITS, read_file
from tests.core.hostile_files import HOSTILE, book

SECONDS = 2
READ = """
import os
import resource
from contextlib import suppress
os.environ["DJANGO_SETTINGS_MODULE"] = "tests.settings"
import django
django.setup()
from core.errors import DomainError
from core.uploaded_files import read_file
from tests.core.hostile_files import HOSTILE
for what in ("last corner", "repeated text", "repeated cells"):
    name, make, _words = HOSTILE[what]
    with suppress(DomainError):
        read_file(name, make())
        raise SystemExit(f"{what} was read")
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss)
"""


def rows(name, content):
    (sheet,) = read_file(name, content)
    return sheet.rows


def test_numbers_of_a_workbook_stay_numbers_and_empty_ends_are_left_out():
    content = book(("Unit", "Figure", ""), ("HQ", 7.5, ""), ("CMD", "7,5"))
    assert rows("a.xlsx", content) == [["Unit", "Figure"], ["HQ", 7.5], ["CMD", "7,5"]]


@pytest.mark.parametrize("mark", [";", ",", "\t", "|"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
def test_text_is_read_whatever_parts_its_cells_and_in_each_unicode(mark, encoding):
    text = "\n".join(mark.join(row) for row in (("Unit", "Größe"), ("HQ", "7.5")))
    assert rows("a.csv", text.encode(encoding)) == [["Unit", "Größe"], ["HQ", "7.5"]]


def test_semicolons_part_cells_where_decimals_have_commas():
    assert rows("a.csv", b"a;b;c\n1,5;2,5;3,5")[1] == ["1,5", "2,5", "3,5"]


def test_letters_that_can_be_read_in_two_ways_make_two_sheets():
    western, polish = read_file("a.csv", "Żołnierze;7".encode("cp1250"))
    assert polish.rows == [["Żołnierze", "7"]]
    assert western.rows != polish.rows


def test_a_formula_is_read_as_the_value_that_was_saved_with_it():
    file = io.BytesIO()
    with Workbook(file) as workbook:
        workbook.add_worksheet().write_formula(0, 0, "=SUM(1,2)", None, 3)
    assert rows("a.xlsx", file.getvalue()) == [[3]]


@pytest.mark.parametrize("what", HOSTILE)
def test_what_means_harm_or_is_broken_is_refused_soon_and_with_a_sentence(what):
    name, make, words = HOSTILE[what]
    content = make()
    begun = time.monotonic()
    with pytest.raises(DomainError) as refused:
        read_file(name, content)
    assert words in refused.value.message
    # The machine may be busy with other tests.
    assert time.monotonic() - begun < SECONDS * 4


def test_the_other_process_is_held_to_its_memory():
    # In a process that has started nothing else: the system remembers the largest child.
    command = [sys.executable, "-c", READ]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    largest = int(told)
    assert 0 < largest * 1024 <= LIMITS.memory


def test_a_file_that_is_too_large_is_not_looked_at(monkeypatch):
    monkeypatch.setattr(uploaded_files, "LARGEST", 10)
    with pytest.raises(DomainError, match="MB"):
        read_file("a.csv", b"a;b;c;d;e;f")


@pytest.mark.parametrize("seed", range(8))
def test_a_damaged_workbook_is_read_or_refused_with_a_sentence(seed):
    chance = random.Random(seed)
    content = bytearray(book(("Unit", "Figure"), *((f"U{n}", n) for n in range(20))))
    for _ in range(chance.randint(1, 6)):
        content[chance.randrange(len(content))] = chance.randrange(256)
    with suppress(DomainError):
        assert read_file("a.xlsx", bytes(content))
