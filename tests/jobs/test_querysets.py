from datetime import timedelta

import pytest
from django.utils import timezone

from jobs.models import OutboxRow


@pytest.mark.django_db
def test_due_are_those_that_wait_and_whose_time_has_come():
    now = timezone.now()
    for key, not_before, parked_at in (
        ("now", now, None),
        ("later", now + timedelta(seconds=1), None),
        ("parked", now, now),
    ):
        OutboxRow.objects.create(topic="t", key=key, not_before=not_before, parked_at=parked_at)

    def keys(rows):
        return {row.key for row in rows}

    assert keys(OutboxRow.objects.due(now)) == {"now"}
    assert keys(OutboxRow.objects.waiting()) == {"now", "later"}
    assert keys(OutboxRow.objects.parked()) == {"parked"}
