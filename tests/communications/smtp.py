"""A mail server of the tests' own, on this machine: it takes mails, or refuses as it is told."""

from contextlib import contextmanager

from aiosmtpd.controller import Controller

from tests.services import free_port


class Post:
    """What came in; `answers` are given, in turn, instead of yes.

    What aiosmtpd calls bears the names of the commands of the protocol.
    """

    def __init__(self):
        self.mails, self.answers, self.refused = [], [], {}

    async def handle_RCPT(self, _server, _session, envelope, address, _options):  # noqa: N802
        if address in self.refused:
            return self.refused[address]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, _server, _session, envelope):  # noqa: N802
        if self.answers and (answer := self.answers.pop(0)):
            return answer
        self.mails.append(envelope)
        return "250 taken"


@contextmanager
def mail_server(settings):
    """Run one, and let Django send there."""
    post, port = Post(), free_port()
    controller = Controller(post, hostname="127.0.0.1", port=port)
    controller.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    settings.EMAIL_HOST_USER = settings.EMAIL_HOST_PASSWORD = ""
    settings.EMAIL_TIMEOUT = 5
    try:
        yield post
    finally:
        controller.stop()
