"""The scorecard: what is aimed at, what is measured, what was entered, what came of it."""

from scorecard.models.calendars import (
    CollectionRule,
    Extension,
    Holiday,
    Reminder,
    UnitZone,
)
from scorecard.models.checks import CheckRule, EntryQuestion
from scorecard.models.comments import (
    Comment,
    CommentText,
    CommentWithdrawal,
    Mention,
    MentionReading,
)
from scorecard.models.cross_checks import CrossCheck
from scorecard.models.entries import Draft, Entry, EntryEvent
from scorecard.models.evidence import Evidence, EvidenceWithdrawal
from scorecard.models.flags import Flag, FlagEnding, FlagReading
from scorecard.models.kpis import Kpi, KpiVersion, Reporter, Target
from scorecard.models.locks import MonthLock, Reopening, ReopeningAnswer
from scorecard.models.map_drafts import (
    MapChange,
    MapChangeTakenBack,
    MapDraft,
    MapDraftEnding,
)
from scorecard.models.matters import Matter, about
from scorecard.models.own_forecasts import OwnForecast
from scorecard.models.owner_explanations import OfficeLine, OwnerExplanation
from scorecard.models.rebasings import Rebasing
from scorecard.models.reminders import PlannedReminder, ReminderRule
from scorecard.models.results import Result, Score
from scorecard.models.strategy import (
    CapSwitch,
    Line,
    ManualScore,
    Objective,
    ObjectiveLink,
    ObjectiveVersion,
    Perspective,
    PerspectiveVersion,
    Theme,
)
from scorecard.models.uploads import Upload, UploadLayout

__all__ = [
    "CapSwitch",
    "CheckRule",
    "CollectionRule",
    "Comment",
    "CommentText",
    "CommentWithdrawal",
    "CrossCheck",
    "Draft",
    "Entry",
    "EntryEvent",
    "EntryQuestion",
    "Evidence",
    "EvidenceWithdrawal",
    "Extension",
    "Flag",
    "FlagEnding",
    "FlagReading",
    "Holiday",
    "Kpi",
    "KpiVersion",
    "Line",
    "ManualScore",
    "MapChange",
    "MapChangeTakenBack",
    "MapDraft",
    "MapDraftEnding",
    "Matter",
    "Mention",
    "MentionReading",
    "MonthLock",
    "Objective",
    "ObjectiveLink",
    "ObjectiveVersion",
    "OfficeLine",
    "OwnForecast",
    "OwnerExplanation",
    "Perspective",
    "PerspectiveVersion",
    "PlannedReminder",
    "Rebasing",
    "Reminder",
    "ReminderRule",
    "Reopening",
    "ReopeningAnswer",
    "Reporter",
    "Result",
    "Score",
    "Target",
    "Theme",
    "UnitZone",
    "Upload",
    "UploadLayout",
    "about",
]
