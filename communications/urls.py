"""Addresses of messages, and of notices."""

from django.urls import path

from communications.views import approvals, deliveries, messages, notices, sheets

app_name = "communications"
urlpatterns = [
    path("", deliveries.inbox, name="inbox"),
    path("<int:message_id>/", deliveries.letter, name="letter"),
    path("<int:message_id>/read/", deliveries.read, name="read"),
    path("<int:message_id>/acknowledge/", deliveries.acknowledge, name="acknowledge"),
    path("write/", messages.write, name="write"),
    path("sent/", messages.sent, name="sent"),
    path("sent/tables/<slug:kind>/", sheets.sent, name="sheet-sent"),
    path("sent/<int:message_id>/tables/<slug:kind>/", sheets.message_reach, name="sheet-reach"),
    path("sent/<int:message_id>/", messages.message, name="message"),
    path("sent/<int:message_id>/edit/", messages.edit, name="edit"),
    path("sent/<int:message_id>/submit/", messages.submit, name="submit"),
    path("approve/<int:message_id>/", approvals.approve, name="approve"),
    path("approve/<int:message_id>/return/", approvals.send_back, name="return"),
]

notice_urlpatterns = [
    path("", notices.notices, name="notices"),
    path("mail/", notices.mail, name="mail"),
    path("read/", notices.read_all, name="read-all"),
    path("<int:notice_id>/read/", notices.read, name="read"),
]
