"""Addresses of the messages' part of the API."""

from django.urls import path

from communications.api.messages import Message, MessageAcknowledged, MessageRead, Messages

urlpatterns = [
    path("messages/", Messages.as_view(), name="messages"),
    path("messages/<int:message_id>/", Message.as_view(), name="message"),
    path("messages/<int:message_id>/read/", MessageRead.as_view(), name="message-read"),
    path(
        "messages/<int:message_id>/acknowledge/",
        MessageAcknowledged.as_view(),
        name="message-acknowledge",
    ),
]
