"""The forms by which the office edits the strategy map: one for each kind of change."""

from typing import TYPE_CHECKING, Any, ClassVar

from django import forms
from django.utils.translation import gettext_lazy

from core.service_form import ServiceForm
from scorecard.models import MapChange, MapDraft
from scorecard.selectors.map_edits import MapEdit

if TYPE_CHECKING:
    from collections.abc import Sequence

    from django.http import QueryDict

    from scorecard.selectors.periods import MonthChoice


class OwnerField(forms.CharField):
    """Who owns an objective, as `owner_of` reads it."""

    def __init__(self) -> None:
        super().__init__(
            label=gettext_lazy("Owner"),
            max_length=200,
            required=False,
            help_text=gettext_lazy("An e-mail address, or a name. Empty while nobody is named."),
        )


class ChangeForm(ServiceForm):
    """One proposed change of the objective that is selected, as the service takes it."""

    kind: ClassVar[str]

    def __init__(self, data: "QueryDict | None", page: MapEdit) -> None:
        super().__init__(data, auto_id=f"{self.kind}-%s", initial=self.present(page))
        self.selected = page.selected.code if page.selected else ""
        self.offer(page)

    def present(self, _page: MapEdit) -> dict[str, Any]:
        """Return what the fields say before anything is typed."""
        return {}

    def offer(self, page: MapEdit) -> None:
        """Fill the choices."""

    def change(self) -> dict[str, Any]:
        """Return the change."""
        return {"kind": self.kind, "objective": self.selected, "said": self.cleaned_data}


class BelongingForm(ChangeForm):
    """Where an objective stands."""

    perspective = forms.ChoiceField(label=gettext_lazy("Perspective"))
    theme = forms.ChoiceField(label=gettext_lazy("Theme"), required=False)

    def offer(self, page: MapEdit) -> None:
        """Offer perspectives and themes."""
        self.fields["perspective"].choices = page.perspectives  # type: ignore[attr-defined]
        themes = [("", gettext_lazy("Without a theme")), *page.themes]
        self.fields["theme"].choices = themes  # type: ignore[attr-defined]


class AddForm(BelongingForm):
    """A new objective."""

    kind = MapChange.ADD
    field_order = ("code", "name")
    code = forms.SlugField(
        label=gettext_lazy("Code"),
        max_length=60,
        help_text=gettext_lazy("Short and lasting, such as REPAIR."),
    )
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)
    owner = OwnerField()
    weight = forms.FloatField(
        label=gettext_lazy("Weight in its perspective"), min_value=0, initial=1
    )

    def change(self) -> dict[str, Any]:
        """Return the change; the objective is the one whose code was typed."""
        said = dict(self.cleaned_data)
        return {"kind": self.kind, "objective": said.pop("code"), "said": said}


class RenameForm(ChangeForm):
    """Another name."""

    kind = MapChange.RENAME
    name = forms.CharField(label=gettext_lazy("Name"), max_length=200)

    def present(self, page: MapEdit) -> dict[str, Any]:
        """Begin with the name there is."""
        return {"name": page.selected.name if page.selected else ""}


class WeighForm(ChangeForm):
    """Another weight."""

    kind = MapChange.WEIGH
    weight = forms.FloatField(label=gettext_lazy("Weight in its perspective"), min_value=0)

    def present(self, page: MapEdit) -> dict[str, Any]:
        """Begin with the weight there is."""
        return {"weight": page.selected.weight if page.selected else None}


class MoveForm(BelongingForm):
    """Another perspective or theme."""

    kind = MapChange.MOVE

    def present(self, page: MapEdit) -> dict[str, Any]:
        """Begin with where it stands."""
        if page.selected is None:
            return {}
        return {"perspective": page.selected.perspective, "theme": page.selected.theme}


class AssignForm(ChangeForm):
    """Another owner."""

    kind = MapChange.ASSIGN
    owner = OwnerField()

    def present(self, page: MapEdit) -> dict[str, Any]:
        """Begin with the owner there is."""
        return {"owner": page.selected.owner if page.selected else ""}


class ConnectForm(ChangeForm):
    """A link to an objective that this one drives."""

    kind = MapChange.CONNECT
    other = forms.ChoiceField(label=gettext_lazy("Drives, too"))

    def offer(self, page: MapEdit) -> None:
        """Offer all others."""
        self.fields["other"].choices = page.others  # type: ignore[attr-defined]


class DisconnectForm(ChangeForm):
    """The end of a link."""

    kind = MapChange.DISCONNECT
    other = forms.ChoiceField(label=gettext_lazy("No longer drives"))

    def offer(self, page: MapEdit) -> None:
        """Offer what it drives."""
        drives = page.selected.drives if page.selected else ()
        self.fields["other"].choices = drives  # type: ignore[attr-defined]


class PlaceForm(ChangeForm):
    """A place in the lane and column."""

    kind = MapChange.PLACE
    place = forms.IntegerField(
        label=gettext_lazy("Place in its lane and column"),
        min_value=1,
        max_value=999,
        required=False,
        help_text=gettext_lazy(
            "From 1, counted from the left. Empty: the map places it by itself."
        ),
    )

    def present(self, page: MapEdit) -> dict[str, Any]:
        """Begin with the place that somebody gave it."""
        chosen = page.selected if page.selected and page.selected.is_placed else None
        return {"place": chosen.place if chosen else None}


class RetireForm(ChangeForm):
    """The end of an objective; there is nothing to type."""

    kind = MapChange.RETIRE


FORMS = (
    AddForm,
    RenameForm,
    AssignForm,
    MoveForm,
    WeighForm,
    ConnectForm,
    DisconnectForm,
    PlaceForm,
    RetireForm,
)


def change_forms(page: MapEdit, typed: "QueryDict | None") -> dict[str, ChangeForm]:
    """Return the forms of the page by kind; the one that was sent holds what was typed."""
    sent = typed.get("kind", "") if typed is not None else ""
    return {form.kind: form(typed if form.kind == sent else None, page) for form in FORMS}


class PublishForm(ServiceForm):
    """From which month on the draft holds, and which state of it was read."""

    valid_from = forms.TypedChoiceField(label=gettext_lazy("From"))
    seen = forms.CharField()
    draft = forms.ModelChoiceField(MapDraft.objects.all())

    def __init__(self, *args: Any, months: "Sequence[MonthChoice]", **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["valid_from"].choices = [(month.word, month.name) for month in months]  # type: ignore[attr-defined]
        first_days = {month.word: month.first_day for month in months}
        self.fields["valid_from"].coerce = first_days.__getitem__  # type: ignore[attr-defined]
