"""The form by which people comment on a figure."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from django import forms
from django.utils.translation import gettext_lazy as _

from core.service_form import ServiceForm

if TYPE_CHECKING:
    from accounts.models import User

# More names than this nobody reads: whoever stands further down is written with an @.
MOST_OFFERED = 100


class CommentForm(ServiceForm):
    """What one wants to say, and whom it is for."""

    text = forms.CharField(
        label=_("Your comment"),
        widget=forms.Textarea({"rows": 3}),
        help_text=_("Write @ and a name to mention somebody: they are told on their first page."),
    )
    mentioned = forms.TypedMultipleChoiceField(
        label=_("Or choose whom to mention"),
        required=False,
        widget=forms.SelectMultiple({"size": 5}),
    )

    def __init__(self, *args: Any, people: Sequence["User"], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        by_id = {str(person.pk): person for person in people}
        field = self.fields["mentioned"]
        field.coerce = by_id.__getitem__  # type: ignore[attr-defined]
        field.choices = [  # type: ignore[attr-defined]
            (pk, person.name) for pk, person in list(by_id.items())[:MOST_OFFERED]
        ]
