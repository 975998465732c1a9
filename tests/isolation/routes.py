"""Every address of OSM with every id that there is, read from the URLconf."""

import itertools
import re

from django.apps import apps
from django.urls import URLPattern, get_resolver
from django.urls.converters import IntConverter, UUIDConverter

from initiatives.models import Initiative
from organization.models import Unit
from scorecard.models import Kpi, Objective

PART = re.compile(r"<(?:\w+:)?(\w+)>")
# Sign-in and sign-out are no pages of a unit, and would end the session.
DOORS = {"account_login", "account_logout", "account_signup", "demo-sign-in"}
UNKNOWN = "00000000-0000-4000-8000-000000000000"
# Parts of an address that are random: none of them can be had from anywhere.
RANDOM = {"key", "start", "token", "uidb36"}
# Parts that are no ids: what they can be that says anything.
WORDS = {"kind": ["csv"]}
# Whose codes stand behind a word of an address; behind any other those of all kinds.
CODES = {"kpis": Kpi, "kpi-units": Kpi, "below": Kpi, "limits": Kpi, "forecasts": Kpi}
CODES |= {"sisters": Kpi, "objectives": Objective, "by-hand": Objective}
# What a thing is called in an address, where its table is called otherwise.
TABLES = {"person": "user", "table": "largetable"}


def routes(urlconf=None):
    """Yield name, route and converters of every address outside the administration pages."""
    for name, route, converters in _below(get_resolver(urlconf), "", {}):
        if not route.startswith("admin/") and name not in DOORS:
            yield name, route, converters


def _below(resolver, route, converters):
    for pattern in resolver.url_patterns:
        here = route + str(pattern.pattern)
        known = converters | pattern.pattern.converters
        if isinstance(pattern, URLPattern):
            yield pattern.name, here, known
        else:
            yield from _below(pattern, here, known)


class Ids:
    """What can stand in the place of an id: every number that is one, and every code."""

    def __init__(self):
        self.codes = {
            model: list(model.objects.order_by("pk").values_list("code", flat=True))
            for model in (Unit, Kpi, Objective, Initiative)
        }

    def of(self, name, converter, before):
        """Return everything that a part of a route can be filled with.

        Behind a word that says whose codes they are (the last one `before` it), all of these, and
        one of every other kind, which are as unknown there as any.
        """
        if name in WORDS:
            return WORDS[name]
        if isinstance(converter, IntConverter):
            return self._numbers_of(name)
        is_random = name in RANDOM or isinstance(converter, UUIDConverter)
        if is_random:
            return [UNKNOWN]
        mine = CODES.get(before.strip("/").rsplit("/", 1)[-1])
        return [
            code
            for model, codes in self.codes.items()
            for code in (codes if mine in {None, model} else codes[:1])
        ]

    def _numbers_of(self, name):
        """Return the ids of the things that are called so, of all where none is, and one of none.

        Between them lie only numbers of rows that are no more.
        """
        named = name.removesuffix("_id").replace("_", "")
        wanted = TABLES.get(named, named)
        models = [model for model in apps.get_models() if model._meta.model_name == wanted]
        found = set()
        for model in models or apps.get_models():
            rows = model._default_manager.values_list("pk", flat=True)
            found |= {pk for pk in rows if isinstance(pk, int)}
        return [*sorted(found), max(found, default=0) + 1]


def addresses(route, converters, ids):
    """Return the addresses of a route with every id; two ids take turns with the first one's."""
    parts = PART.findall(route)
    places = [route[: match.start()] for match in PART.finditer(route)]
    choices = [
        ids.of(part, converters[part], before) for part, before in zip(parts, places, strict=True)
    ]
    if len(choices) > 1:
        longest = max(map(len, choices))
        pairs = zip(*(itertools.islice(itertools.cycle(c), longest) for c in choices), strict=True)
        turned = ((first[0], *rest) for first, rest in _neighbours(choices))
        filled = {*pairs, *turned}
    else:
        filled = {(choice,) for choice in choices[0]} if choices else {()}
    return sorted(_filled(route, parts, values) for values in filled)


def _neighbours(choices):
    """Pair each id of the first part with the one after it: mine with somebody else's."""
    for place, value in enumerate(choices[0], start=1):
        yield (value,), tuple(choice[place % len(choice)] for choice in choices[1:])


def _filled(route, parts, values):
    named = dict(zip(parts, values, strict=True))
    return "/" + PART.sub(lambda match: str(named[match[1]]), route)
