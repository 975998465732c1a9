"""Walk through every address that a URLconf knows."""

from django.urls import URLPattern, get_resolver

ADMINISTRATION = "admin/"


def patterns(urlconf=None):
    """Yield the full name and the route of every address."""
    yield from _below(get_resolver(urlconf), (), "")


def names(urlconf=None):
    """Return all names; an address without one counts by its route, unless a name has it too.

    The administration pages are left out: they behave alike, and test_administration.py asks them.
    """
    found = [found for found in patterns(urlconf) if not found[1].startswith(ADMINISTRATION)]
    named = {route for name, route in found if name}
    return {name or route for name, route in found if name or route not in named}


def _below(resolver, spaces, route):
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        if isinstance(pattern, URLPattern):
            yield pattern.name and ":".join([*spaces, pattern.name]), here
        else:
            space = [pattern.namespace] if pattern.namespace else []
            yield from _below(pattern, [*spaces, *space], here)
