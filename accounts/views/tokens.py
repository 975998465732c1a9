"""The page of one's tokens."""

from http import HTTPStatus
from typing import TYPE_CHECKING

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST

from accounts.forms import TokenForm
from accounts.models import SignedInRequest, Token
from accounts.selectors.tokens import tokens_page
from accounts.services.tokens import NewToken, create_token, revoke_token
from core.service_form import typed

if TYPE_CHECKING:
    from django.http import HttpResponse


# The answer to a new token holds its secret: no browser may keep it.
@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
def tokens(request: SignedInRequest) -> "HttpResponse":
    """List one's tokens; a new one is answered with its secret, this once."""
    form = TokenForm(typed(request))
    made = form.submit(lambda: create_token(actor=request.user, **form.cleaned_data))
    return _page(request, TokenForm() if made else form, made)


@require_POST
def revoke(request: SignedInRequest, start: str) -> "HttpResponse":
    """Take a token back."""
    token = get_object_or_404(Token, user=request.user, token_key=start)
    revoke_token(actor=request.user, token=token)
    messages.success(request, _("The token “%(name)s” is revoked.") % {"name": token.name})
    return redirect("accounts:tokens")


def _page(request: SignedInRequest, form: TokenForm, made: NewToken | None) -> "HttpResponse":
    status = HTTPStatus.UNPROCESSABLE_ENTITY if form.is_bound else HTTPStatus.OK
    context = {"page": tokens_page(request.user), "form": form, "made": made}
    return render(request, "accounts/tokens.html", context, status=status)
