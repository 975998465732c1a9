import datetime as dt
import re
from types import SimpleNamespace

import pytest
from django.template import Context, Template

from core.timelines import Horizon

HORIZON = Horizon(dt.date(2026, 7, 1), dt.date(2027, 6, 30), dt.date(2026, 11, 12))


def render(source, **context):
    return Template("{% load progress %}" + source).render(Context(context))


def widths(html):
    return [float(width) for width in re.findall(r'width="([\d.]+)"', html)]


def test_progress_shows_done_then_attention():
    assert widths(render("{% progress 12 20 1 %}")) == [100, 60, 5]


def test_nothing_to_do_is_not_a_division_by_zero():
    assert widths(render("{% progress 0 0 %}")) == [100, 0, 0]


def test_a_forecast_over_budget_shows_by_how_much():
    html = render("{% budget 50 80 100 %}")
    assert widths(html) == [80, 50, 20]
    assert 'class="over" x="80.0"' in html


def test_a_forecast_within_budget_shows_nothing_over():
    assert "over" not in render("{% budget 50 80 70 %}").split("endcomment")[-1]


def test_reach_is_a_share_of_all_people():
    assert widths(render("{% reach 98 70 50 100 'x' %}")) == [98, 70, 50]


def test_a_bar_is_as_long_as_its_share_of_the_longest_whatever_the_sign():
    assert widths(render("{% share -2 -8 cause=True %}")) == [25]
    assert widths(render("{% share None -8 %}")) == [0]


def test_a_stage_is_shape_and_word():
    html = render("{% stage 'launched' %}")
    assert "#st-launched" in html
    assert "launched" in html
    with pytest.raises(KeyError):
        render("{% stage 'asleep' %}")


def test_a_road_draws_each_milestone_in_its_shape():
    milestones = [
        SimpleNamespace(name=state, due=dt.date(2026, 12, day), state=state)
        for day, state in enumerate(["done", "missed", "decision", "stopped", "planned"], start=1)
    ]
    html = render("{% road horizon milestones 'x' %}", horizon=HORIZON, milestones=milestones)
    assert re.findall(r'class="(md|ml|mq|mx|mo)"', html) == ["md", "ml", "mq", "mx", "mo"]
