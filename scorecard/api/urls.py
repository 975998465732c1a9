"""Addresses of the scorecard's part of the API."""

from django.urls import path

from scorecard.api.approvals import ApprovalBatches, Approvals, Rejections
from scorecard.api.cap_switches import CapSwitches
from scorecard.api.collection import CollectionOfMonth
from scorecard.api.comments import Comments
from scorecard.api.entries import Entries
from scorecard.api.evidence import EvidenceContent, EvidenceFiles, EvidenceWithdrawals
from scorecard.api.explanations import FigureWhy, ScoreWhy
from scorecard.api.flags import FlagEndings, Flags
from scorecard.api.forecasts import OwnForecasts
from scorecard.api.kpis import Kpis
from scorecard.api.manual_scores import ManualScores
from scorecard.api.objectives import Objectives
from scorecard.api.overrides import Overrides, OverrideUndo
from scorecard.api.owner_explanations import OfficeLines, OwnerExplanations
from scorecard.api.perspectives import Perspectives
from scorecard.api.reporters import Reporters
from scorecard.api.results import Results
from scorecard.api.scores import Scores
from scorecard.api.sisters import SisterUnits
from scorecard.api.strategy_maps import StrategyMaps
from scorecard.api.targets import Targets
from scorecard.api.themes import Themes
from scorecard.api.uploads import UploadConfirmations, UploadedFile, UploadLayouts, Uploads

urlpatterns = [
    path("perspectives/", Perspectives.as_view(), name="perspectives"),
    path("themes/", Themes.as_view(), name="themes"),
    path("objectives/", Objectives.as_view(), name="objectives"),
    path("kpis/", Kpis.as_view(), name="kpis"),
    path("targets/", Targets.as_view(), name="targets"),
    path("reporters/", Reporters.as_view(), name="reporters"),
    path("entries/", Entries.as_view(), name="entries"),
    path("evidence/", EvidenceFiles.as_view(), name="evidence"),
    path("evidence/<int:evidence_id>/file/", EvidenceContent.as_view(), name="evidence-file"),
    path(
        "evidence/<int:evidence_id>/withdrawal/",
        EvidenceWithdrawals.as_view(),
        name="evidence-withdrawal",
    ),
    path("collection/", CollectionOfMonth.as_view(), name="collection"),
    path("uploads/", Uploads.as_view(), name="uploads"),
    path("uploads/<int:upload_id>/", UploadedFile.as_view(), name="upload"),
    path("uploads/<int:upload_id>/layout/", UploadLayouts.as_view(), name="upload-layout"),
    path("uploads/<int:upload_id>/confirm/", UploadConfirmations.as_view(), name="upload-confirm"),
    path("approvals/", Approvals.as_view(), name="approvals"),
    path("approvals/batch/", ApprovalBatches.as_view(), name="approvals-batch"),
    path("rejections/", Rejections.as_view(), name="rejections"),
    path("overrides/", Overrides.as_view(), name="overrides"),
    path("overrides/undo/", OverrideUndo.as_view(), name="override-undo"),
    path("forecasts/", OwnForecasts.as_view(), name="forecasts"),
    path("flags/", Flags.as_view(), name="flags"),
    path("flags/<int:flag_id>/ending/", FlagEndings.as_view(), name="flag-ending"),
    path("comments/", Comments.as_view(), name="comments"),
    path("explanations/", OwnerExplanations.as_view(), name="explanations"),
    path(
        "explanations/<int:owner_explanation_id>/line/",
        OfficeLines.as_view(),
        name="explanation-line",
    ),
    path("results/", Results.as_view(), name="results"),
    path("explanations/figures/", FigureWhy.as_view(), name="why-figure"),
    path("explanations/scores/", ScoreWhy.as_view(), name="why-score"),
    path("manual-scores/", ManualScores.as_view(), name="manual-scores"),
    path("cap-switches/", CapSwitches.as_view(), name="cap-switches"),
    path("sister-units/", SisterUnits.as_view(), name="sister-units"),
    path("strategy-map/", StrategyMaps.as_view(), name="strategy-map"),
    path("scores/", Scores.as_view(), name="scores"),
]
