"""What holds from a day on."""

from django.db import models

from organization.models import ALWAYS


class Dated(models.Model):
    """A revision: what holds from a day on, as known from a moment on.

    For one thing and day the newest row counts; nothing is updated in place, so that an old
    page keeps its meaning.
    """

    valid_from = models.DateField(default=ALWAYS)
    recorded_at = models.DateTimeField()

    class Meta:
        abstract = True
