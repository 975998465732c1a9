"""How alike a text is to what somebody typed: one number, the same on both databases."""

import unicodedata
from functools import lru_cache
from typing import TYPE_CHECKING, Any

from django.db.models import FloatField, Func, Value

if TYPE_CHECKING:
    import sqlite3

    from django.db.backends.base.base import BaseDatabaseWrapper
    from django.db.models.sql.compiler import SQLCompiler

SQLITE_NAME = "osm_word_similarity"
# Letters of Latin alphabets that no decomposition takes apart.
WHOLE_LETTERS = {"ø": "o", "đ": "d", "ł": "l", "ħ": "h", "ı": "i"}


def _plain_letters() -> dict[str, str]:
    """Return each accented Latin letter, small and capital, with its small plain letter."""
    found = {}
    for letter in map(chr, range(0xC0, 0x250)):
        small = letter.lower()
        plain = WHOLE_LETTERS.get(small) or unicodedata.normalize("NFD", small)[0]
        if letter != plain and plain.isascii():
            found[letter] = plain
    return found


PLAIN = _plain_letters()
ACCENTED, UNACCENTED = "".join(PLAIN), "".join(PLAIN.values())
_TABLE = str.maketrans(PLAIN)


def folded(text: str) -> str:
    """Return a text in small letters without accents.

    >>> folded("Élan Sørensen")
    'elan sorensen'
    """
    return unicodedata.normalize("NFC", text).translate(_TABLE).lower()


class WordSimilarity(Func):
    """How much of what was typed stands, in order, in a stretch of a text: 0 to 1.

    It is `word_similarity` of pg_trgm. Case and the accents of Latin letters do not count. A column
    that keeps accents as characters of their own (NFD) is compared with them on PostgreSQL.
    """

    function = "word_similarity"
    arity = 2
    output_field = FloatField()

    def __init__(self, typed: str, column: str) -> None:
        super().__init__(Value(folded(typed)), column)

    def as_postgresql(
        self, compiler: "SQLCompiler", _connection: "BaseDatabaseWrapper", **_context: Any
    ) -> Any:
        """Fold the column as `folded` does."""
        letters = [ACCENTED, UNACCENTED]
        typed, typed_values = compiler.compile(self.source_expressions[0])
        column, column_values = compiler.compile(self.source_expressions[1])
        sql = f"word_similarity({typed}, lower(translate({column}, %s, %s)))"
        return sql, [*typed_values, *column_values, *letters]

    def as_sqlite(
        self, compiler: "SQLCompiler", connection: "BaseDatabaseWrapper", **context: Any
    ) -> Any:
        """Give the connection the function, at its first use."""
        _register(connection)
        return self.as_sql(compiler, connection, function=SQLITE_NAME, **context)


def _register(connection: "BaseDatabaseWrapper") -> None:
    connection.ensure_connection()
    known = connection.__dict__
    # A function cannot be replaced while a statement runs that may use it.
    if known.get(SQLITE_NAME) is not connection.connection:
        raw: sqlite3.Connection = connection.connection
        raw.create_function(SQLITE_NAME, 2, _of_column, deterministic=True)
        known[SQLITE_NAME] = raw


# SQLite asks for the same row to choose it, to order it and to show it.
@lru_cache(maxsize=8192)
def _of_column(typed: str, text: str | None) -> float | None:
    return None if text is None else word_similarity(typed, folded(text))


def word_similarity(typed: str, text: str) -> float:
    """Return what `word_similarity` of pg_trgm does: the best stretch of `text` for `typed`.

    Each stretch counts the trigrams in common by those in either; see `calc_word_similarity` in
    contrib/pg_trgm/trgm_op.c.

    >>> word_similarity("vehcle", "vehicle availability")
    0.5
    """
    wanted = set(_trigrams(typed))
    return _Stretch(wanted, _trigrams(text)).best() if wanted else 0.0


def _trigrams(text: str) -> list[str]:
    letters = (c if c.isalpha() or c.isdigit() else " " for c in text.lower())
    padded = [f"  {word} " for word in "".join(letters).split()]
    return [word[start : start + 3] for word in padded for start in range(len(word) - 2)]


class _Stretch:
    """The stretch of a text that is looked at, growing to the right."""

    def __init__(self, wanted: set[str], trigrams: list[str]) -> None:
        self.wanted, self.trigrams = wanted, trigrams
        self.last: dict[str, int] = {}
        self.lower = -1
        # Different trigrams in the stretch, and how many of them are wanted.
        self.size = self.count = 0

    def best(self) -> float:
        """Return the similarity of the best stretch."""
        found = 0.0
        for upper, trigram in enumerate(self.trigrams):
            is_wanted = trigram in self.wanted
            if self.lower >= 0 or is_wanted:
                self._take(trigram, upper, is_wanted=is_wanted)
            if is_wanted:
                self.lower = upper if self.lower < 0 else self.lower
                found = max(found, self._shorten(upper))
        return found

    def _take(self, trigram: str, position: int, *, is_wanted: bool) -> None:
        if trigram not in self.last:
            self.size += 1
            self.count += is_wanted
        self.last[trigram] = position

    def _shorten(self, upper: int) -> float:
        """Leave out at the left what makes the stretch less alike; return how alike it is."""
        first, size, count = self.lower, self.size, self.count
        best = self._alike(count, size)
        for lower in range(first, upper + 1):
            alike = self._alike(count, size)
            if alike > best:
                best, self.lower, self.size, self.count = alike, lower, size, count
            trigram = self.trigrams[lower]
            if self.last.get(trigram) == lower:
                size -= 1
                count -= trigram in self.wanted
        for lower in range(first, self.lower):
            if self.last.get(self.trigrams[lower]) == lower:
                del self.last[self.trigrams[lower]]
        return best

    def _alike(self, count: int, size: int) -> float:
        return count / (len(self.wanted) + size - count)
