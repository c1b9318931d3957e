"""Two people at one form whose row is one large document: each field is compared with what the page showed.

What the person left as it was shown follows what somebody else saved meanwhile. What both changed is an EditConflict.
"""

from __future__ import annotations

from collections.abc import Iterable

from django.forms import BoundField

from .action_forms import ActionForm
from .revisions import EditConflict, FieldDifference

SHOWN = "shown-"
"""Before the name of a field: what the page showed in it."""


class ShownFieldsForm(ActionForm):
    """A form that carries what its fields showed. `shell/shown_fields.html` writes the hidden fields."""

    @property
    def shown_fields(self) -> list[tuple[str, str]]:
        """The hidden fields: a name, and what the page shows; after an error, what it showed at first."""
        return [
            (f"{SHOWN}{field.html_name}", self.data.get(f"{SHOWN}{field.html_name}", _text(field.initial)))
            for field in self
            if not field.is_hidden
        ]

    def clean(self) -> dict[str, object]:
        """Keep what somebody else changed and the person did not. Raises EditConflict for what both changed."""
        cleaned = super().clean() or self.cleaned_data
        differences = []
        for field in self:
            shown = self.data.get(f"{SHOWN}{field.html_name}")
            if shown is None or field.name not in cleaned:
                continue
            now, sent = _text(field.initial), _text(_sent(field))
            if _normal(shown) in (_normal(now), _normal(sent)):
                if _normal(shown) != _normal(now):
                    cleaned[field.name] = field.field.clean(field.initial)
            elif _normal(sent) != _normal(now):
                differences.append(_difference(field, now, sent))
        if differences:
            raise EditConflict(differences)
        return cleaned


def _difference(field: BoundField, now: str, sent: str) -> FieldDifference:
    typed = not hasattr(field.field, "choices")
    names = dict(getattr(field.field, "choices", ()))
    texts = (now, sent) if typed else (", ".join(_named(names, text)) for text in (now, sent))
    return FieldDifference(field.html_name, str(field.label), *texts, now, sent, typed)


def _named(names: dict, text: str) -> Iterable[str]:
    return (str(names.get(line, line)) for line in text.split("\n"))


def _sent(field: BoundField) -> object:
    return field.data if field.data is not None else ""


def _text(value: object) -> str:
    if isinstance(value, (list, tuple)):
        return "\n".join(str(entry) for entry in value)
    if value is True or value == "on":
        return "on"
    return "" if value in (None, False) else str(value)


def _normal(text: str) -> str:
    return "\n".join(line.strip() for line in str(text).splitlines()).strip()
