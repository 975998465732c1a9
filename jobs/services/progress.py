"""How far a long job is: a row for pages, a bar on stderr for people at a terminal."""

import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Self

from django.utils import timezone

from jobs.models import Job

BAR_WIDTH = 30
SECONDS_BETWEEN_SAVES = 1.0
SECONDS_BETWEEN_BARS = 0.1


class Progress:
    """One running job; `step` after each piece of work.

    The row is written at most once a second, and outside of the job's own transactions.
    """

    def __init__(self, job: Job, *, shown: bool) -> None:
        self.job = job
        self.shown = shown
        self._saved_at = time.monotonic()
        self._drawn_at = 0.0

    def step(self, count: int = 1) -> Self:
        """Note that `count` more pieces are done."""
        self.job.done += count
        now = time.monotonic()
        if self.shown and (now - self._drawn_at >= SECONDS_BETWEEN_BARS or self._is_last):
            self._draw()
            self._drawn_at = now
        if now - self._saved_at >= SECONDS_BETWEEN_SAVES:
            self.job.save(update_fields=["done"])
            self._saved_at = now
        return self

    @property
    def _is_last(self) -> bool:
        return self.job.done >= self.job.total

    def _draw(self) -> None:
        share = self.job.done / self.job.total if self.job.total else 1.0
        bar = "█" * round(share * BAR_WIDTH)
        end = "\n" if self._is_last else ""
        sys.stderr.write(
            f"\r{self.job.label} {bar:<{BAR_WIDTH}} {self.job.done} of {self.job.total}{end}"
        )
        sys.stderr.flush()


@contextmanager
def progress(*, kind: str, label: str, total: int, shown: bool = False) -> Iterator[Progress]:
    """Open a job of `total` pieces; what raises inside ends it with its error."""
    job = Job.objects.create(kind=kind, label=label, total=total)
    try:
        yield Progress(job, shown=shown)
    except Exception as error:
        job.error = f"{type(error).__name__}: {error}"
        raise
    finally:
        job.finished_at = timezone.now()
        job.save()
