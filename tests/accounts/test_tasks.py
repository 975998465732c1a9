from datetime import timedelta

import pytest
from django.utils import timezone

from accounts.models import AttemptCount
from accounts.tasks import sweep

pytestmark = pytest.mark.django_db


def test_the_sweep_can_run_twice():
    over = timezone.now() - timedelta(seconds=1)
    AttemptCount.objects.create(key="over", count=1, ends_at=over)
    AttemptCount.objects.create(key="lasts", count=1, ends_at=over + timedelta(hours=1))
    sweep()
    sweep()
    assert [row.key for row in AttemptCount.objects.all()] == ["lasts"]
