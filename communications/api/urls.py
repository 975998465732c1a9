"""Addresses of the part of the API about messages and notices."""

from django.urls import path

from communications.api.messages import Message, MessageAcknowledged, MessageRead, Messages
from communications.api.notices import NoticeRead, Notices

urlpatterns = [
    path("notices/", Notices.as_view(), name="notices"),
    path("notices/<int:notice_id>/read/", NoticeRead.as_view(), name="notice-read"),
    path("messages/", Messages.as_view(), name="messages"),
    path("messages/<int:message_id>/", Message.as_view(), name="message"),
    path("messages/<int:message_id>/read/", MessageRead.as_view(), name="message-read"),
    path(
        "messages/<int:message_id>/acknowledge/",
        MessageAcknowledged.as_view(),
        name="message-acknowledge",
    ),
]
