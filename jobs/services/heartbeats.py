"""Signs of life, and what they say about the health of the whole."""

from dataclasses import dataclass, field
from datetime import timedelta

from django.db import DatabaseError, InterfaceError
from django.db.models import Count, Min
from django.utils import timezone

from jobs.models import Heartbeat, OutboxRow

OLDEST_DUE = timedelta(minutes=5)
# The tick is sent by the beat every 15 s, carried by the broker, run by a worker, and leaves its
# sign of life in the database: whoever of them is ill, it stops coming.
CANARY = "drain"
# The rounds that need no broker (`manage.py drain --every`). A sign of their own: theirs must not
# hide that the tick is silent.
ROUNDS = "drain-rounds"
OLDEST_SIGN = timedelta(minutes=5)


def beat(name: str) -> None:
    """Note that the part `name` is alive."""
    Heartbeat.objects.update_or_create(name=name, defaults={"seen_at": timezone.now()})


def is_alive(name: str, seconds: float) -> bool:
    """Tell whether the part `name` has left a sign of life within so many seconds."""
    since = timezone.now() - timedelta(seconds=seconds)
    return Heartbeat.objects.filter(name=name, seen_at__gte=since).exists()


@dataclass(frozen=True)
class Health:
    """Whether OSM serves, and the reason if it does not; ages in seconds."""

    status: str
    reason: str = ""
    oldest_due_seconds: float | None = None
    waiting: int | None = None
    parked: int | None = None
    heartbeats: dict[str, float] = field(default_factory=dict)

    @property
    def is_well(self) -> bool:
        """Whether /healthz answers 200."""
        return self.status == "ok"


def health() -> Health:
    """Read the health from the data: a queue that nobody works off is an illness."""
    now = timezone.now()
    try:
        due = OutboxRow.objects.due(now).aggregate(oldest=Min("not_before"), rows=Count("pk"))
        parked = OutboxRow.objects.parked().count()
        beats = {row.name: (now - row.seen_at).total_seconds() for row in Heartbeat.objects.all()}
    except (DatabaseError, InterfaceError):
        return Health(status="failing", reason="the database does not answer")
    age = (now - due["oldest"]).total_seconds() if due["oldest"] else None
    reason = _illness(age, beats.get(CANARY))
    return Health("failing" if reason else "ok", reason, age, due["rows"], parked, beats)


def _illness(age: float | None, silence: float | None) -> str:
    """Say what somebody should look at; a worker that never came is told by waiting work."""
    if age is not None and age > OLDEST_DUE.total_seconds():
        return f"work has waited for {age:.0f} s: start a worker"
    if silence is not None and silence > OLDEST_SIGN.total_seconds():
        return f"no tick has come through for {silence:.0f} s: look at beat, broker and worker"
    return ""
