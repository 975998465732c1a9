"""What Prometheus reads: requests by view and answer, and how the queue stands."""

import os
from collections.abc import Iterator

from prometheus_client import REGISTRY, CollectorRegistry, generate_latest
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.multiprocess import MultiProcessCollector

from jobs.services.heartbeats import Health, health


class QueueCollector:
    """Reads the health anew each time that somebody asks."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Return the gauges; what is unknown is left out, never 0."""
        found = health()
        yield GaugeMetricFamily(
            "osm_up", "Whether OSM is well, as /healthz says it.", float(found.is_well)
        )
        for name, words, value in _of_outbox(found):
            if value is not None:
                yield GaugeMetricFamily(name, words, float(value))
        beats = GaugeMetricFamily(
            "osm_heartbeat_age_seconds", "Seconds since the last sign of life.", labels=["name"]
        )
        for name, age in found.heartbeats.items():
            beats.add_metric([name], age)
        yield beats


def _of_outbox(found: Health) -> Iterator[tuple[str, str, float | None]]:
    # An empty outbox has no oldest row: nothing has waited.
    age = 0.0 if found.waiting == 0 else found.oldest_due_seconds
    yield "osm_outbox_oldest_due_seconds", "How long the oldest due row has waited.", age
    yield "osm_outbox_waiting_rows", "Rows that are due.", found.waiting
    yield "osm_outbox_parked_rows", "Rows that failed too often and wait.", found.parked


def exposition() -> bytes:
    """Return all metrics as Prometheus reads them: of all processes where they share a folder."""
    queue = CollectorRegistry()
    queue.register(QueueCollector())
    return generate_latest(_of_requests()) + generate_latest(queue)


def _of_requests() -> CollectorRegistry:
    if "PROMETHEUS_MULTIPROC_DIR" not in os.environ:
        return REGISTRY
    shared = CollectorRegistry()
    MultiProcessCollector(shared)  # type: ignore[no-untyped-call]
    return shared
