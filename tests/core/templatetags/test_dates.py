import datetime as dt

import pytest
import time_machine
from django.template import Context, Template


@pytest.mark.parametrize(
    ("source", "value", "text"),
    [
        ("{{ value|day }}", dt.date(2026, 11, 9), "9 Nov"),
        ("{{ value|day }}", dt.date(2025, 10, 1), "1 Oct 2025"),
        ("{{ value|day }}", None, "–"),
        ("{{ value|moment }}", dt.datetime(2026, 11, 12, 7, 42, tzinfo=dt.UTC), "12 Nov 07:42"),
        ("{{ value|lateness }}", dt.date(2026, 11, 9), "3 days late"),
    ],
)
def test_days_are_told_as_seen_from_today(source, value, text):
    with time_machine.travel(dt.datetime(2026, 11, 12, 8, 0, tzinfo=dt.UTC), tick=False):
        html = Template("{% load dates %}" + source).render(Context({"value": value}))
    assert html == text
