"""What Plotly and the script in the browser make of a chart."""

import re
from pathlib import Path

import plotly.graph_objects as go

from scorecard.charts import Scale

SCRIPT = Path(__file__).parents[3] / "static" / "js" / "charts.js"
PERCENT = Scale("%", 0)


def draw(chart):
    """Let Plotly refuse a property that it does not know."""
    return go.Figure(with_colours(chart))


def with_colours(value):
    """Replace tokens by a colour, as the script in the browser does."""
    if isinstance(value, str):
        return "#123456" if value.startswith("token:") else value
    if isinstance(value, list):
        return [with_colours(each) for each in value]
    if isinstance(value, dict):
        return {key: with_colours(each) for key, each in value.items()}
    return value


def tokens(value):
    if isinstance(value, str):
        name = value.removeprefix("token:").partition("@")[0]
        return {name} if value.startswith("token:") else set()
    children = value.values() if isinstance(value, dict) else value
    if isinstance(value, dict | list):
        return set().union(*(tokens(each) for each in children))
    return set()


def known_colours():
    return set(re.findall(r'"([a-z0-9-]+)"', SCRIPT.read_text()))
