"""How far something is, on a page: shares of a whole, money spent, stages and milestones."""

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django import template
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from core import pictures, timelines
from core.drawing import drawn_once
from core.numbers import Number
from core.timelines import Horizon, Milestone

register = template.Library()

STAGES: dict[str, str | Promise] = {
    "proposed": _("proposed"),
    "launched": _("launched"),
    "accelerated": _("accelerated"),
    "delayed": _("delayed"),
    "stopped": _("stopped"),
    "done": _("done"),
    "mandatory": _("mandatory"),
}


@drawn_once(register, "components/progress.html")
def progress(done: int, total: int, attention: int = 0) -> dict[str, Any]:
    """Draw what is done, what needs attention and the rest; the words above it say the same."""
    done_span, attention_span = pictures.stacked((done, attention), total)
    return {"done": done_span, "attention": attention_span}


@drawn_once(register, "components/budget.html")
def budget(spent: Number | None, planned: Number, forecast: Number | None = None) -> dict[str, Any]:
    """Draw money spent of money planned, and in red by how much the forecast goes over."""
    whole = max(planned, forecast or planned)
    planned_width = pictures.share(planned, whole)
    return {
        "planned": planned_width,
        "spent": pictures.share(spent, whole),
        "over": round(100 - planned_width, 1),
    }


@drawn_once(register, "components/reach.html")
def reach(delivered: int, read: int, acknowledged: int, people: int, label: str) -> dict[str, Any]:
    """Draw how many a message was delivered to, who read it and who acknowledged it."""
    return {
        "delivered": pictures.share(delivered, people),
        "read": pictures.share(read, people),
        "acknowledged": pictures.share(acknowledged, people),
        "label": label,
    }


@drawn_once(register, "components/share.html")
def share(part: Number | None, largest: Number | None, *, cause: bool = False) -> dict[str, Any]:
    """Draw one bar of a list, as long as its share of the longest; red where it is the cause."""
    lengths = [None if each is None else abs(float(each)) for each in (part, largest)]
    return {"width": pictures.share(*lengths), "cause": cause}


@drawn_once(register, "components/stage.html")
def stage(word: str) -> dict[str, Any]:
    """Draw the stage of an initiative as shape and word; an unknown stage raises ``KeyError``."""
    return {"stage": word, "label": STAGES[word]}


@register.inclusion_tag("components/road.html")
def road(
    horizon: Horizon,
    milestones: Sequence[Milestone],
    label: str,
    stage: str = "",
    starts_on: dt.date | None = None,
    ends_on: dt.date | None = None,
) -> dict[str, Any]:
    """Draw the milestones of an initiative on one line; the label says them in one sentence."""
    drawn = timelines.road(horizon, milestones, starts_on=starts_on, ends_on=ends_on)
    return {"drawn": drawn, "label": label, "stage": stage}


@register.inclusion_tag("components/road_axis.html")
def road_axis(horizon: Horizon) -> dict[str, Any]:
    """Draw the quarters above a column of roads."""
    return {"drawn": timelines.road(horizon)}
