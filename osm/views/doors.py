"""Ways in: the sign-in page, and one click for each of the demo's cast."""

from typing import TYPE_CHECKING, Any

from allauth.account.utils import get_next_redirect_url
from allauth.account.views import LoginView
from django.conf import settings
from django.contrib.auth import login
from django.contrib.auth.decorators import login_not_required
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.urls import reverse
from django.utils.decorators import method_decorator
from django.views.decorators.http import require_POST

from accounts.models import User
from accounts.services import browsers
from core.service_form import RefusingView

if TYPE_CHECKING:
    from django import forms

    from demo.people import CastMember


def demo_cast() -> "tuple[CastMember, ...]":
    """Return as whom one may look around; nobody outside the demo."""
    if not settings.DEMO:
        return ()
    # Imported only here: elsewhere nobody needs the generator.
    from osm.demonstration import cast

    return cast()


@method_decorator(login_not_required, name="dispatch")
class SignIn(RefusingView, LoginView):  # type: ignore[misc]
    """Sign in by e-mail address and password; in the demo also by one click."""

    def form_valid(self, form: "forms.Form") -> HttpResponse:
        """Sign in, and let the browser keep that it did."""
        answer: HttpResponse = super().form_valid(form)
        if self.request.user.is_authenticated:
            answer.set_cookie(
                browsers.COOKIE,
                browsers.browser_mark(self.request.user),
                max_age=browsers.KNOWN_FOR,
                secure=settings.SESSION_COOKIE_SECURE,
                httponly=True,
                samesite="Lax",
            )
        return answer

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the cast where this is the demo."""
        context: dict[str, Any] = super().get_context_data(**kwargs)
        if people := demo_cast():
            context |= {"demo_cast": people, "demo_sign_in_url": reverse("demo-sign-in")}
        return context


@require_POST
@login_not_required
def demo_sign_in(request: HttpRequest) -> HttpResponse:
    """Sign in as one of the cast; there is no such door outside the demo."""
    email = request.POST.get("email", "")
    if email not in {member.email for member in demo_cast()}:
        raise Http404
    user = get_object_or_404(User, email=email)
    login(request, user, backend=settings.AUTHENTICATION_BACKENDS[0])
    return redirect(get_next_redirect_url(request) or "start")
