"""Every address of OSM."""

from allauth.account.decorators import secure_admin_login
from allauth.account.views import LogoutView, SignupView
from django.contrib import admin
from django.contrib.auth.decorators import login_not_required
from django.urls import URLPattern, URLResolver, include, path

from accounts.urls import password_urlpatterns
from communications.urls import notice_urlpatterns
from osm.being_done import being_done, done_for
from osm.happened import happened
from osm.views.audit import audit, audit_export, audit_workbook
from osm.views.dashboards import dashboard, move, pin, share, start, unpin, withdraw
from osm.views.doors import SignIn, demo_sign_in
from osm.views.downloads import all_figures, ask, content, table
from osm.views.metrics import metrics
from osm.views.search import search
from osm.views.shaping import (
    begin_here,
    shape,
    shape_list,
    shape_list_file,
    shape_organization,
)
from osm.views.today import my_strategy_table, today
from osm.views.updates import updates
from scorecard.urls import patterns as scorecard_patterns

# One door with one rate limit: no second sign-in page beside it.
admin.site.login = secure_admin_login(admin.site.login)  # type: ignore[method-assign]

urlpatterns: list[URLPattern | URLResolver] = [
    path("", today, name="today"),
    path("updates/", updates, name="updates"),
    path("search/", search, name="search"),
    path("start/", start, name="start"),
    path("dashboard/", dashboard, name="dashboard"),
    path("dashboard/share/", share, name="dashboard-share"),
    path("dashboard/shared/<int:shared_id>/withdraw/", withdraw, name="dashboard-withdraw"),
    path("dashboard/pins/", pin, name="pin"),
    path("dashboard/pins/<int:pin_id>/move/", move, name="pin-move"),
    path("dashboard/pins/<int:pin_id>/remove/", unpin, name="pin-remove"),
    path("audit/", audit, name="audit"),
    path("audit/export/", audit_export, name="audit-export"),
    path("audit/export/workbook/", audit_workbook, name="audit-workbook"),
    path("tables/<slug:kind>/my-strategy/", my_strategy_table, name="sheet-my-strategy"),
    path("tables/<slug:kind>/figures/", all_figures, name="sheet-figures"),
    path("large-tables/", ask, name="large-tables"),
    path("large-tables/<int:table_id>/", table, name="large-table"),
    path("large-tables/<int:table_id>/file/", content, name="large-table-file"),
    path("shape/", shape, name="shape"),
    path("shape/begin/", begin_here, name="shape-begin"),
    path("shape/organization/", shape_organization, name="shape-organization"),
    path("shape/lists/<slug:name>/", shape_list, name="shape-list"),
    path("shape/lists/<slug:name>/file/<slug:kind>/", shape_list_file, name="shape-list-file"),
    path("", include("jobs.urls")),
    path("metrics", metrics, name="metrics"),
    path("", include((scorecard_patterns(being_done, done_for, happened), "scorecard"))),
    path("", include("organization.urls")),
    path("initiatives/", include("initiatives.urls")),
    path("messages/", include("communications.urls")),
    path("notices/", include((notice_urlpatterns, "notices"))),
    path("account/", include("accounts.urls")),
    *password_urlpatterns,
    path("sign-in/", SignIn.as_view(), name="account_login"),
    path("sign-in/demo/", demo_sign_in, name="demo-sign-in"),
    path("sign-out/", LogoutView.as_view(), name="account_logout"),
    # Closed: people are invited. allauth wants to know its address all the same.
    path("sign-up/", login_not_required(SignupView.as_view()), name="account_signup"),
    path("api/v1/", include("osm.api")),
    path("admin/", admin.site.urls),
]
handler404 = "osm.views.refusals.not_found"
