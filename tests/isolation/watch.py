"""Ask everything as one manager, and look for what is not theirs in every byte that comes back."""

import hashlib
import io
import itertools
import re
import zipfile
from collections import Counter
from dataclasses import dataclass, field

from django.db import transaction

from tests.contract.visitors import session_of
from tests.isolation.routes import Ids, addresses, routes
from tests.isolation.world import everybody_beside

BETWEEN_DIGITS = re.compile(r"(?<=\d)(?:[\s,._'\u00a0\u2009\u202f]|&nbsp;)+(?=\d)")
# New with every page, or, the mark of a kept page, with every change of anything whatever: no byte
# of them says anything about a unit.
FRESH = re.compile(
    r'name="csrfmiddlewaretoken" value="\w+"|name="key" value="[\w-]+"|csrf[^,}]*"\w{64}"'
    r"|Set-Cookie: .*|ETag: \S+|data-fresh=\"[^\"]*\"|X-Request-ID: \S+"
)
MONTH = "period=2026-10"
NOT_ALLOWED = 405
# The search, and pages that might search.
SEARCHED = ("/search/", "/units/find/", "/", "/initiatives/", "/messages/sent/")


@dataclass(frozen=True)
class Leak:
    """A secret that was read where it should not be."""

    who: str
    asked: str
    kind: str
    of: str

    def __str__(self):
        return f"{self.who} read at {self.asked}: {self.kind} of {self.of}"


@dataclass
class Report:
    """What was asked and what was found."""

    answers: Counter = field(default_factory=Counter)
    leaks: list = field(default_factory=list)
    bytes: int = 0
    pages: dict = field(default_factory=dict)
    changed: list = field(default_factory=list)
    closed: set = field(default_factory=set)

    @property
    def requests(self):
        return self.answers.total()


class Watch:
    """One manager asks for everything, or for the `part`th of so many parts."""

    def __init__(self, world, held, report, part=0, parts=1):
        self.world, self.held, self.report = world, held, report
        self.part, self.parts = part, parts
        self.proof = session_of(held.manager)
        path = held.unit.path
        self.foreign = [secret for secret in world.secrets if not secret.is_open_to(path)]
        self.pattern = re.compile("|".join(sorted(secret.text for secret in self.foreign)))
        self.owners = {secret.text: secret for secret in self.foreign}
        self.beside = everybody_beside(world, held.unit)

    def routes(self):
        """Yield every so manieth route and its converters."""
        for _name, route, converters in list(routes())[self.part :: self.parts]:
            yield route, converters

    def read_everything(self):
        """GET every address with every id and every unit, and search for secrets.

        HEAD is asked once a route: it says no more than GET does, in headers.
        """
        ids = Ids()
        for route, converters in self.routes():
            for place, address in enumerate(addresses(route, converters, ids)):
                if place == 0:
                    self.ask("HEAD", address, route=route)
                for query in self.queries(route, converters):
                    self.ask("GET", f"{address}?{query}", route=route)
        for number, secret in list(enumerate(self.foreign[::7]))[self.part :: self.parts]:
            self.search(secret, SEARCHED if number % 7 == 0 else SEARCHED[:1])

    def queries(self, route, converters):
        """Yield what can stand behind an address: the page of every unit, every filter."""
        yield ""
        if any("int" in type(each).__name__.lower() for each in converters.values()):
            return
        for unit in self.world.units:
            yield f"unit={unit.code}&{MONTH}" if "api" not in route else f"unit={unit.code}"
        if converters:
            return
        yield from ("by=unit", "show=off", "show=missing", "page=2", "period=FY2026")
        yield from (f"unit=HQ&kpi={held.kpi.code}" for held in self.beside)

    def search(self, secret, pages):
        """Search with half of a secret: the other half must not come back."""
        half = secret.text[: len(secret.text) // 2]
        for word in ("unit", "q", "search"):
            for address in pages:
                self.ask("GET", f"{address}?{word}={half}", htmx=word == "q")

    def write_everything(self):
        """POST to every address with every id: what is foreign, and what is mine with foreign."""
        ids = Ids()
        for route, converters in self.routes():
            # What has an id is found or not, whatever the form says.
            others = self.beside[:1] if converters else self.beside[:3]
            for address, other in itertools.product(addresses(route, converters, ids), others):
                for body in (self.wholly(other), self.partly(other)):
                    self.write(route, address, body)

    def write(self, route, address, body):
        if route.startswith("api/"):
            item = {"unit": body["code_of_unit"], "kpi": body["kpi"], "period": "2026-10"}
            for data in (item | {"value": 1}, [item | {"value": 2}], {}):
                self.ask("POST", address, data, route=route, content_type="application/json")
            return
        code = body["code_of_unit"]
        self.ask("POST", f"{address}?unit={code}&{MONTH}", body, route=route)

    def wholly(self, other):
        """Return a form that names foreign things only."""
        cell = f"cell-{other.kpi.pk}-{other.unit.pk}-value"
        return self.facts(other.unit, other) | {
            "units": [other.unit.pk],
            "version": other.draft.pk,
            "text_hash": other.waiting.text_hash,
            "code": other.initiative.code,
            cell: "5",
        }

    def partly(self, other):
        """Return a form about one's own unit in which foreign things are named."""
        cell = f"cell-{other.kpi.pk}-{self.held.unit.pk}-value"
        return self.facts(self.held.unit, other) | {"code": f"MY{other.unit.code}", cell: "5"}

    def facts(self, unit, other):
        return {
            "unit": unit.pk,
            "code_of_unit": unit.code,
            "kpi": other.kpi.code,
            "objective": other.objective.pk,
            "owner": other.manager.email,
            "speaker": other.manager.pk,
            "name": "Mine",
            "title": "Mine",
            "text": "Mine",
            "reason": "Mine",
            "stage": "launched",
            "due_on": "2027-01-01",
        }

    def ask(self, verb, address, data=None, *, route="", htmx=False, **options):
        """Send a request, look at all that comes back, and undo what it did.

        A route that answers a verb with 405 is not asked again: it looked for nothing.
        """
        if (route, verb) in self.report.closed:
            return
        headers = {"hx-request": "true"} if htmx else {}
        keywords = {"data": data} if data is not None else {}
        send = getattr(self.proof.client(), verb.lower())
        with transaction.atomic():
            answer = send(address, **keywords, **options, headers=headers, follow=verb == "POST")
            transaction.set_rollback(True)
        if answer.status_code == NOT_ALLOWED and route:
            self.report.closed.add((route, verb))
        self.look(f"{verb} {address}", answer, f"{address} {data}")

    def look(self, asked, answer, sent):
        text = spoken(answer)
        self.report.answers[answer.status_code] += 1
        self.report.bytes += len(text)
        if asked.startswith("GET"):
            self.compare(asked, text)
        for found in set(self.pattern.findall(BETWEEN_DIGITS.sub("", text))):
            if found not in sent:
                secret = self.owners[found]
                leak = Leak(self.held.unit.code, asked, secret.kind, secret.path)
                self.report.leaks.append(leak)

    def compare(self, asked, text):
        """Remember what a page says, or tell that it says something else than before."""
        page = hashlib.sha256(FRESH.sub("", text).encode()).digest()
        if self.report.pages.setdefault((self.held.unit.code, asked), page) != page:
            self.report.changed.append(f"{self.held.unit.code} at {asked}")


def spoken(answer):
    """Return all that an answer says: headers and content, unpacked where it is an archive."""
    content = b"".join(answer.streaming_content) if answer.streaming else answer.content
    headers = " ".join(f"{name}: {value}" for name, value in answer.headers.items())
    return f"{headers}\n{answer.cookies.output()}\n{_text(content)}"


def _text(content):
    if not content.startswith(b"PK"):
        return content.decode(errors="replace")
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        return " ".join(_text(archive.read(name)) for name in archive.namelist())
