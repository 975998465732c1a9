"""In a language that nobody speaks no English word is left on a page, except what people wrote.

Every translation answers in wide letters: Ｔｏｄａｙ. What still stands there in plain ones has not
gone through gettext.
"""

import re
from zoneinfo import available_timezones

import pytest
from django.apps import apps
from django.db import models
from django.utils import translation

from osm.shaping.columns import COLUMNS as MEANINGS
from scorecard.models import Upload
from scorecard.services.uploads.packed import rows_of, sheets_of
from tests.contract import template_rules
from tests.contract.asking import response
from tests.contract.endpoints import ROWS
from tests.contract.visitors import session_of

# Which words a page says does not depend on the database.
pytestmark = pytest.mark.once

WIDE = {code: code + 0xFEE0 for code in [*range(ord("A"), ord("Z") + 1), *range(97, 123)]}
# What stays as it is: values to be filled in, and marks of a page.
KEPT = re.compile(r"%\(\w+\)[a-z]|%[a-z]|\{\w*\}|<[^>]+>|&\w+;")
FILLED_BY_SCRIPT = re.compile(r"\{\w+\}")
PLAIN = re.compile(r"[A-Za-z]{2,}")
# The same in every language: how to write a time, a key and an address.
EVERYWHERE = {"OSM", "UTC", "CSV", "TXT", "Esc", "Ctrl"}
# Time zones and the columns of files have one name everywhere.
COLUMNS = {word for _file, column in MEANINGS for word in PLAIN.findall(column)}
ZONES = set(PLAIN.findall(" ".join(available_timezones())))
READERS = ("ada", "chief", "mara", "administrator")
PAGES = [row for row in ROWS if not row.name.startswith(("api:", "jobs:"))]


def wide(message):
    """Write a message in wide letters, around the places of its values."""
    parts = KEPT.split(message)
    kept = [*KEPT.findall(message), ""]
    return "".join(part.translate(WIDE) + value for part, value in zip(parts, kept, strict=True))


@pytest.fixture
def pseudo(monkeypatch):
    """Speak the language that nobody speaks."""
    answers = {
        # Drawn pictures and written numbers are kept by language.
        "get_language": lambda: "xx",
        "gettext": wide,
        "ngettext": lambda one, many, n: wide(one if n == 1 else many),
        "pgettext": lambda _context, message: wide(message),
        "npgettext": lambda _context, one, many, n: wide(one if n == 1 else many),
    }
    for name, answer in answers.items():
        monkeypatch.setattr(translation._trans, name, answer, raising=False)


def written():
    """Return every word that somebody wrote into the database: data, in their language."""
    found = EVERYWHERE | ZONES | COLUMNS
    for model in apps.get_models():
        texts = [
            field.name
            for field in model._meta.get_fields()
            if isinstance(field, models.CharField | models.TextField | models.JSONField)
        ]
        if texts:
            for row in model._default_manager.values_list(*texts):
                found |= set(PLAIN.findall(" ".join(map(str, row))))
    # What stands in files that somebody uploaded is kept packed.
    for upload in Upload.objects.all():
        found |= set(PLAIN.findall(f"{sheets_of(upload)} {rows_of(upload)}"))
    return found


def plain_words(html, known):
    """Return the words of a page in plain letters that nobody wrote."""
    words = template_rules._read(FILLED_BY_SCRIPT.sub("", html)).words
    return sorted({plain for word in words for plain in PLAIN.findall(word)} - known)


def is_page(answer):
    return answer["Content-Type"].startswith("text/html") if "Content-Type" in answer else False


@pytest.mark.parametrize("row", PAGES, ids=str)
def test_no_page_says_a_word_that_cannot_be_translated(row, world, cast, pseudo):
    # What a person typed is shown to them again.
    known, left = written() | set(PLAIN.findall(str(row.body))), {}
    for who in READERS:
        answer = response(row, world, session_of(cast[who]))
        if is_page(answer) and (words := plain_words(answer.content.decode(), known)):
            left[who, answer.status_code] = words
    assert left == {}


@pytest.mark.parametrize("row", [row for row in PAGES if row.verb == "POST"], ids=str)
def test_no_refusal_says_a_word_that_cannot_be_translated(row, world, cast, pseudo):
    known, left = written(), {}
    for who in ("ada", "chief", "mara"):
        answer = response(row, world, session_of(cast[who]), "POST")
        if is_page(answer) and (words := plain_words(answer.content.decode(), known)):
            left[who, answer.status_code] = words
    assert left == {}


def test_the_language_is_spoken(pseudo):
    assert translation.gettext("%(count)d units are late") == "%(count)d ｕｎｉｔｓ ａｒｅ ｌａｔｅ"
    assert str(translation.gettext_lazy("Today")) == "Ｔｏｄａｙ"


def test_the_net_catches_a_word_that_was_not_translated():
    html = '<p>Ｔｏｄａｙ 4th Brigade</p><p title="Late">3 units {count}</p><script>let x</script>'
    assert plain_words(html, {"Brigade", "th"}) == ["Late", "units"]
