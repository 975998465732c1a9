"""Addresses of the scorecard."""

from typing import TYPE_CHECKING

from django.urls import URLPattern, path

from scorecard.selectors.matters import KPI, OBJECTIVE
from scorecard.views import (
    approval_queue,
    approvals,
    assignments,
    below,
    calendars,
    cap_switches,
    check_rules,
    collection,
    comments,
    entries,
    evidence,
    explained_sheets,
    explanations,
    figure_histories,
    flags,
    heatmaps,
    kpis,
    locks,
    manual_scores,
    map_drafts,
    missing,
    overrides,
    own_forecasts,
    owner_explanations,
    rebasings,
    scorecards,
    sheets,
    strategy_maps,
    units,
    uploads,
)

if TYPE_CHECKING:
    from scorecard.selectors.events import Happened
    from scorecard.views.kpis import BeingDone
    from scorecard.views.strategy_maps import DoneFor

app_name = "scorecard"


def patterns(
    being_done: "BeingDone | None" = None,
    done_for: "DoneFor | None" = None,
    happened: "Happened | None" = None,
) -> list[URLPattern]:
    """Return the addresses.

    `being_done` says what is done about a KPI, `done_for` what for objectives, `happened` what was
    done: this app knows nothing of that.
    """
    return [
        path("scorecard/", scorecards.scorecard, name="scorecard"),
        path("scorecard/below/<path:code>/", below.below, name="below"),
        path("map/", strategy_maps.strategy_map_page, {"done_for": done_for}, name="map"),
        path("map/edit/", map_drafts.edit, name="map-edit"),
        path("map/edit/publish/", map_drafts.publish, name="map-publish"),
        path("map/edit/discard/", map_drafts.discard, name="map-discard"),
        path(
            "map/edit/changes/<int:change_id>/take-back/",
            map_drafts.take_back,
            name="map-take-back",
        ),
        path("units/", heatmaps.heatmap, name="heatmap"),
        path("tables/<slug:kind>/scorecard/", sheets.scorecard, name="sheet-scorecard"),
        path("tables/<slug:kind>/units/", sheets.units, name="sheet-units"),
        path(
            "tables/<slug:kind>/kpis/<path:code>/",
            sheets.course,
            {"happened": happened},
            name="sheet-course",
        ),
        path("tables/<slug:kind>/kpi-units/<path:code>/", sheets.parts, name="sheet-parts"),
        path("tables/<slug:kind>/sisters/<path:code>/", sheets.sisters, name="sheet-sisters"),
        path("tables/<slug:kind>/misses/<path:code>/", sheets.miss, name="sheet-miss"),
        path(
            "tables/<slug:kind>/waterfalls/<path:code>/", sheets.waterfall, name="sheet-waterfall"
        ),
        path("tables/<slug:kind>/forecasts/<path:code>/", sheets.forecast, name="sheet-forecast"),
        path("tables/<slug:kind>/why-kpi/<path:code>/", explained_sheets.kpi, name="sheet-why-kpi"),
        path(
            "tables/<slug:kind>/why-objective/<path:code>/",
            explained_sheets.objective,
            name="sheet-why-objective",
        ),
        path(
            "tables/<slug:kind>/why-perspective/<path:code>/",
            explained_sheets.perspective,
            name="sheet-why-perspective",
        ),
        path(
            "tables/<slug:kind>/why-scorecard/",
            explained_sheets.scorecard,
            name="sheet-why-scorecard",
        ),
        path("units/find/", units.units, name="units"),
        path(
            "kpis/<path:code>/",
            kpis.kpi,
            {"being_done": being_done, "happened": happened},
            name="kpi",
        ),
        path("figures/history/", figure_histories.history, name="figure-history"),
        path("figures/evidence/", evidence.evidence, name="evidence"),
        path("figures/evidence/<int:evidence_id>/", evidence.file, name="evidence-file"),
        path(
            "figures/evidence/<int:evidence_id>/withdraw/",
            evidence.withdraw,
            name="evidence-withdraw",
        ),
        path("tables/<slug:kind>/history/", figure_histories.sheet, name="sheet-history"),
        path("approvals/", approval_queue.approvals, name="approvals"),
        path("approvals/chosen/", approval_queue.approve_chosen, name="approve-chosen"),
        path("approvals/kpis/<path:code>/", approvals.approvals, name="approvals-kpi"),
        path("approvals/<int:entry_id>/", approvals.approve, name="approve"),
        path("approvals/<int:entry_id>/reject/", approvals.reject, name="reject"),
        path("assignments/", assignments.assignments, name="assignments"),
        path("overrides/", overrides.override, name="override"),
        path("overrides/undo/", overrides.undo, name="override-undo"),
        path("caps/", cap_switches.caps, name="caps"),
        path("by-hand/<path:code>/", manual_scores.manual_score, name="manual-score"),
        path("explain/kpis/<path:code>/", explanations.kpi, name="explain-kpi"),
        path("limits/<int:rebasing_id>/take-back/", rebasings.take_back, name="rebasing-take-back"),
        path("checks/<path:code>/against/", check_rules.cross_checks, name="cross-checks"),
        path("checks/<path:code>/", check_rules.checks, name="checks"),
        path("limits/<path:code>/", rebasings.rebasings, name="rebasings"),
        path("explain/objectives/<path:code>/", explanations.objective, name="explain-objective"),
        path(
            "explain/perspectives/<path:code>/",
            explanations.perspective,
            name="explain-perspective",
        ),
        path("explain/scorecard/", explanations.scorecard, name="explain-scorecard"),
        path("comments/kpis/<path:code>/", comments.comments, {"kind": KPI}, name="comments-kpi"),
        path("comments/<int:comment_id>/", comments.comment, name="comment"),
        path("comments/<int:comment_id>/withdraw/", comments.withdraw, name="comment-withdraw"),
        path(
            "comments/objectives/<path:code>/",
            comments.comments,
            {"kind": OBJECTIVE},
            name="comments-objective",
        ),
        path("forecasts/<path:code>/", own_forecasts.own_forecasts, name="own-forecasts"),
        path("flags/kpis/<path:code>/", flags.flags, {"kind": KPI}, name="flag-kpi"),
        path("flags/<int:flag_id>/end/", flags.end, name="flag-end"),
        path(
            "flags/objectives/<path:code>/",
            flags.flags,
            {"kind": OBJECTIVE},
            name="flag-objective",
        ),
        path(
            "explanations/kpis/<path:code>/",
            owner_explanations.explanations,
            {"kind": KPI},
            name="explanation-kpi",
        ),
        path(
            "explanations/objectives/<path:code>/",
            owner_explanations.explanations,
            {"kind": OBJECTIVE},
            name="explanation-objective",
        ),
        path(
            "explanations/<int:owner_explanation_id>/line/",
            owner_explanations.office_line,
            name="office-line",
        ),
        path("collection/", collection.collection, name="collection"),
        path("collection/more-time/", collection.extension, name="extend"),
        path("collection/calendar/", calendars.calendar, name="calendar"),
        path(
            "collection/calendar/holidays/<int:holiday_id>/take-back/",
            calendars.no_holiday,
            name="holiday-take-back",
        ),
        path("collection/lock/", locks.lock, name="lock"),
        path("collection/reopen/", locks.reopen, name="reopen"),
        path("collection/reopen/<int:reopening_id>/", locks.answer, name="reopening-answer"),
        path("tables/<slug:kind>/collection/", collection.sheet, name="sheet-collection"),
        path("enter/", entries.enter, name="enter"),
        path("enter/missing/", missing.missing, name="enter-missing"),
        path("enter/draft/", entries.draft, name="draft"),
        path("enter/paste/", entries.paste, name="paste"),
        path("enter/workbook.xlsx", uploads.workbook, name="entry-workbook"),
        path("enter/upload/", uploads.uploads, name="uploads"),
        path("enter/upload/<int:upload_id>/", uploads.upload, name="upload"),
        path("enter/upload/<int:upload_id>/layout/", uploads.layout, name="upload-layout"),
        path("enter/upload/<int:upload_id>/answers/", uploads.answers, name="upload-answers"),
        path("enter/upload/<int:upload_id>/store/", uploads.store, name="upload-store"),
        path("enter/upload/<int:upload_id>/remove/", uploads.remove, name="upload-remove"),
        path(
            "enter/upload/<int:upload_id>/refused/<slug:kind>/",
            uploads.refused,
            name="upload-refused",
        ),
    ]


urlpatterns = patterns()
