"""Forms whose service may refuse what was typed, and how a refusal without a form is told."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from http import HTTPStatus
from typing import TYPE_CHECKING, TypeVar

from django import forms
from django.contrib import messages

from core.errors import DomainError, NotAllowedError

if TYPE_CHECKING:
    from django.http import HttpRequest, HttpResponse, QueryDict

Done = TypeVar("Done")
# The code of an error that says: a limit is reached, and nothing was looked at.
TOO_OFTEN = "too_often"


def typed(request: "HttpRequest") -> "QueryDict | None":
    """Return what was posted; None for a page that is only opened."""
    return request.POST if request.method == "POST" else None


@contextmanager
def told(request: "HttpRequest") -> Iterator[None]:
    """Tell the person a refusal on the page that comes next."""
    try:
        yield
    except NotAllowedError:
        raise
    except DomainError as error:
        messages.error(request, error.message)


class DayInput(forms.DateInput):
    """The browser's own picker; it wants and gives ISO days in every language."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class ClockInput(forms.TimeInput):
    """The browser's own field for a time of day."""

    input_type = "time"

    def __init__(self) -> None:
        super().__init__(format="%H:%M")


class ServiceForm(forms.Form):
    """A form whose service may refuse what was typed; it then says so beside the field."""

    @contextmanager
    def refusing(self) -> Iterator[None]:
        """Turn a refusal into an error of the field it names, or of the form as a whole."""
        try:
            yield
        except NotAllowedError:
            raise
        except DomainError as error:
            self.add_error(error.field if error.field in self.fields else None, error.message)

    def submit(self, service: Callable[[], Done]) -> Done | None:
        """Run `service` on valid input; None where the form now shows what is wrong.

        Raises
        ------
        NotAllowedError
            If the service says that the person may not do this at all.
        """
        if self.is_valid():
            with self.refusing():
                return service()
        return None


class RefusingView:
    """For views of a library: a form that is wrong answers 422, one that came too often 429."""

    def form_invalid(self, form: forms.Form) -> "HttpResponse":
        """Show what is wrong."""
        answer: HttpResponse = super().form_invalid(form)  # type: ignore[misc]
        codes = {error.code for error in form.non_field_errors().as_data()}
        is_limited = TOO_OFTEN in codes
        answer.status_code = (
            HTTPStatus.TOO_MANY_REQUESTS if is_limited else HTTPStatus.UNPROCESSABLE_ENTITY
        )
        return answer
