"""The calculation: pure functions on arrays, numpy and the standard library only."""

from scorecard.engine.carrying import carry_forward
from scorecard.engine.contributions import (
    Parts,
    Split,
    Whole,
    can_be_split,
    causes,
    keeps_parts,
    split_miss,
)
from scorecard.engine.forecast import Forecast, Method, Outlook, forecast, outlook
from scorecard.engine.nodes import Leaves, Nodes
from scorecard.engine.periods import FiscalCalendar, Period
from scorecard.engine.runs import Run, runs
from scorecard.engine.scores import DEFAULT_CUTS, Cuts, finish, score, shown_score, status
from scorecard.engine.signals import Behaviour, Rule, Trend, Verdict, behaviour, trend
from scorecard.engine.states import roll_up
from scorecard.engine.targets import resolve, roll_up_targets
from scorecard.engine.tree import (
    OUTSIDE,
    ROOT,
    CycleError,
    OrphanError,
    Tree,
    TreeSpan,
    build_tree,
)
from scorecard.engine.types import (
    ANCHORS,
    Bools,
    Cells,
    Figures,
    Floats,
    Frequency,
    Ints,
    Lines,
    LongerTarget,
    NodeRule,
    Own,
    Scoring,
    Status,
    Targets,
    TimeRule,
    UnitRule,
    View,
)
from scorecard.engine.validation import allowed_time_rules, check_rules
from scorecard.engine.views import over_time
from scorecard.engine.weighting import Parents, combine, count_statuses, shares
from scorecard.engine.windows import Windows, windows

__all__ = [
    "ANCHORS",
    "DEFAULT_CUTS",
    "OUTSIDE",
    "ROOT",
    "Behaviour",
    "Bools",
    "Cells",
    "Cuts",
    "CycleError",
    "Figures",
    "FiscalCalendar",
    "Floats",
    "Forecast",
    "Frequency",
    "Ints",
    "Leaves",
    "Lines",
    "LongerTarget",
    "Method",
    "NodeRule",
    "Nodes",
    "OrphanError",
    "Outlook",
    "Own",
    "Parents",
    "Parts",
    "Period",
    "Rule",
    "Run",
    "Scoring",
    "Split",
    "Status",
    "Targets",
    "TimeRule",
    "Tree",
    "TreeSpan",
    "Trend",
    "UnitRule",
    "Verdict",
    "View",
    "Whole",
    "Windows",
    "allowed_time_rules",
    "behaviour",
    "build_tree",
    "can_be_split",
    "carry_forward",
    "causes",
    "check_rules",
    "combine",
    "count_statuses",
    "finish",
    "forecast",
    "keeps_parts",
    "outlook",
    "over_time",
    "resolve",
    "roll_up",
    "roll_up_targets",
    "runs",
    "score",
    "shares",
    "shown_score",
    "split_miss",
    "status",
    "trend",
    "windows",
]
