"""What programs send, read strictly: a key that is not known may be a misspelt one."""

from typing import Any, ClassVar

from django.utils.translation import gettext as _
from rest_framework import serializers


class StrictSerializer(serializers.Serializer[Any]):
    """Fields of a body; any other key is refused.

    Attributes
    ----------
    one_of
        Fields that stand for each other: exactly one of them is sent.
    """

    one_of: ClassVar[tuple[str, ...]] = ()

    def validate(self, attrs: dict[str, Any]) -> dict[str, Any]:
        """Refuse none and several of those that stand for each other."""
        if self.one_of and len(attrs.keys() & set(self.one_of)) != 1:
            names = ", ".join(self.one_of)
            raise serializers.ValidationError(
                _("Send exactly one of: %(names)s.") % {"names": names}
            )
        return attrs

    def to_internal_value(self, data: Any) -> Any:
        """Read the body."""
        unknown = set(data) - set(self.fields) if isinstance(data, dict) else set()
        if unknown:
            sentence = _("There is no such field: leave it out, or check how it is written.")
            raise serializers.ValidationError({name: [sentence] for name in sorted(unknown)})
        return super().to_internal_value(data)


class Text(serializers.CharField):
    """Text; a number or true is not silently made into some."""

    def to_internal_value(self, data: Any) -> str:
        """Read it."""
        if not isinstance(data, str):
            self.fail("invalid")
        return super().to_internal_value(data)


class Flag(serializers.BooleanField):
    """True or false, written so."""

    def to_internal_value(self, data: Any) -> bool:
        """Read it."""
        if not isinstance(data, bool):
            self.fail("invalid", input=data)
        return data
