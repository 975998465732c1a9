"""Which unit or KPI a cell names: by its code or name, exactly; what is only alike is asked."""

from collections import defaultdict
from collections.abc import Iterable
from typing import Generic, TypeVar

from django.utils.translation import gettext as _

from core.errors import DomainError
from core.similarity import folded, word_similarity

Thing = TypeVar("Thing")
ALIKE = 0.45
# So many different unknown names are compared; the rest is told without a guess.
MOST_COMPARED = 100


class Names(Generic[Thing]):
    """Things by what people call them."""

    def __init__(self, things: Iterable[tuple[str, str, Thing]]) -> None:
        """Take code, name and thing."""
        self.exact: dict[str, list[Thing]] = defaultdict(list)
        self.plain: dict[str, list[Thing]] = defaultdict(list)
        self.called: dict[str, str] = {}
        self.refused: dict[str, str] = {}
        for code, name, thing in things:
            self.called[folded(name)] = f"{name} ({code})"
            for word in {code, name}:
                self.exact[_tidy(word)].append(thing)
                self.plain[folded(_tidy(word))].append(thing)

    def find(self, text: str) -> Thing:
        """Return what a text names.

        Raises
        ------
        DomainError
            Where nothing, or several things are called that.
        """
        word = _tidy(text)
        found = self.exact.get(word) or self.plain.get(folded(word)) or []
        if len(found) == 1:
            return found[0]
        if word not in self.refused:
            self.refused[word] = self._refusal(word, is_double=bool(found))
        raise DomainError(self.refused[word])

    def _refusal(self, word: str, *, is_double: bool) -> str:
        if not word:
            return _("Nothing is named in this row: write a code or a name.")
        if is_double:
            return _("Several are called “%(word)s”: write the code.") % {"word": word}
        if len(self.refused) < MOST_COMPARED and self.called:
            typed = folded(word)[:100]
            likeness = {name: word_similarity(typed, name) for name in self.called}
            nearest = max(likeness, key=lambda name: likeness[name])
            if likeness[nearest] >= ALIKE:
                message = _("“%(word)s” is not known. If %(nearest)s is meant, write that.")
                return message % {"word": word, "nearest": self.called[nearest]}
        return _("“%(word)s” is not known, or not yours: write a code or a name.") % {"word": word}


def _tidy(text: str) -> str:
    return " ".join(text.split())
