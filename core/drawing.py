"""Template tags that draw small pictures, each picture once: a page of rows draws hundreds."""

from collections.abc import Callable
from functools import lru_cache, wraps
from typing import Any

from django.conf import settings
from django.template import Library
from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import get_language

# About 3 MB of text per tag and process; a scorecard of 40 KPIs draws some 250 pictures.
KEPT = 4096

Describe = Callable[..., dict[str, Any]]


def drawn_once(register: Library, template_name: str) -> Callable[[Describe], Describe]:
    """Register a tag whose picture depends on its arguments and the language alone.

    Parameters
    ----------
    register
        The tag library.
    template_name
        The small template of the picture; it gets what the decorated function returns, and no
        more: neither the page's context nor the request.
    """

    def bind(describe: Describe) -> Describe:
        # Typed: members of two enumerations may be equal as numbers and still differ as words.
        @lru_cache(maxsize=KEPT, typed=True)
        def draw(_language: str | None, *args: Any, **kwargs: Any) -> SafeString:
            # Without the blank lines that the tags of its template leave around it.
            return SafeString(render_to_string(template_name, describe(*args, **kwargs)).strip())

        @wraps(describe)
        def tag(*args: Any, **kwargs: Any) -> SafeString:
            # Whoever edits a picture's template wants to see it at once.
            function = draw.__wrapped__ if settings.DEBUG else draw
            return function(get_language(), *map(_frozen, args), **kwargs)

        register.simple_tag(tag)
        return describe

    return bind


def _frozen(argument: Any) -> Any:
    return tuple(argument) if isinstance(argument, list) else argument
