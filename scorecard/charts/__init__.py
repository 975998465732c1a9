"""Figures for Plotly, as plain data: nobody else knows its words.

Colours are names of tokens, which the script in the browser resolves for the scheme in use. What a
chart finds is said by the page around it, and the same figures stand there in a table.
"""

from scorecard.charts.bars import comparison, contributions
from scorecard.charts.courses import course
from scorecard.charts.scales import Chart, Scale
from scorecard.charts.waterfalls import waterfall

__all__ = ["Chart", "Scale", "comparison", "contributions", "course", "waterfall"]
