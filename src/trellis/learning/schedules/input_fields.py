"""Fields that the forms of a design's inputs share: lists of names, and teachers in an order."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any, TypeVar, cast

from django import forms
from django.core.exceptions import ValidationError
from django.db.models import Model
from django.http import QueryDict
from django.utils.translation import gettext as _

from trellis.core.foundation.form_fields import TextField

from .models import DesignTeacher

MOST_NAMES, LONGEST_NAME = 60, 80
Row = TypeVar("Row", bound=Model)


class NamesField(TextField):
    """Names on lines of their own; with `commas`, commas part them too. Each stands there once."""

    def __init__(self, *, commas: bool = False, **kwargs: Any) -> None:  # Any: what Django's field takes
        self.separator = re.compile(r"[\n,،、;]" if commas else r"\n")
        super().__init__(**kwargs)

    def clean(self, value: object) -> list[str]:
        text = super().clean(value)
        names = [" ".join(part.split()) for part in self.separator.split(text)]
        names = [name for name in names if name]
        if self.required and not names:
            raise ValidationError(self.error_messages["required"])
        if too_long := next((name for name in names if len(name) > LONGEST_NAME), ""):
            message = _("“%(name)s” is too long. A name has 80 characters at most.")
            raise ValidationError(message % {"name": too_long[:20]})
        if len(names) > MOST_NAMES:
            raise ValidationError(_("Enter 60 names at most at a time."))
        folded = [name.casefold() for name in names]
        if twice := next((name for name in names if folded.count(name.casefold()) > 1), ""):
            raise ValidationError(_("“%(name)s” is there twice.") % {"name": twice})
        return names


class TeacherOrderWidget(forms.Widget):
    """Some lists of the same teachers, one below the other."""

    template_name = "schedules/input_teacher_order.html"
    use_fieldset = True
    places = 2
    options: list[tuple[str, str]] = []

    def get_context(self, name: str, value: object, attrs: dict[str, object] | None) -> dict[str, object]:
        context = super().get_context(name, value, attrs)
        chosen = [str(key) for key in value] if isinstance(value, (list, tuple)) else []
        count = max(self.places, len([key for key in chosen if key]) + 1)
        chosen = [*chosen, *[""] * count][:count]
        context["options"] = self.options
        context["places"] = [
            {"label": _("Teacher %(number)d") % {"number": number}, "value": key}
            for number, key in enumerate(chosen, start=1)
        ]
        return context

    def value_from_datadict(self, data: object, files: object, name: str) -> list[str]:
        return cast("QueryDict", data).getlist(name)

    def id_for_label(self, id_: str | None) -> str:
        return ""


class TeacherOrderField(forms.Field):
    """Teachers of a design in the order in which they take groups. `offer_teachers` gives those to choose from."""

    widget = TeacherOrderWidget
    teachers: dict[str, DesignTeacher] = {}

    def clean(self, value: object) -> list[DesignTeacher]:
        keys = [key for key in value if key] if isinstance(value, list) else []
        if any(key not in self.teachers for key in keys):
            raise ValidationError(_("Choose teachers from the list."))
        if len(set(keys)) < len(keys):
            raise ValidationError(_("Choose each teacher once."))
        return [self.teachers[key] for key in keys]


def offer_teachers(field: forms.Field, teachers: list[DesignTeacher], places: int) -> None:
    """Let a TeacherOrderField offer these teachers, in so many lists."""
    if isinstance(field, TeacherOrderField) and isinstance(field.widget, TeacherOrderWidget):
        field.teachers = {str(teacher.pk): teacher for teacher in teachers}
        field.widget.options = [(key, teacher.name) for key, teacher in field.teachers.items()]
        field.widget.places = places


def row_choices(rows: Iterable[Model], blank: str) -> list[tuple[str, str]]:
    """Rows to choose from by their names, after an empty choice."""
    return [("", blank), *((str(row.pk), str(row)) for row in rows)]


def chosen_row(rows: Iterable[Row], key: str) -> Row | None:
    """The row of a list whose id was sent; None for no choice."""
    return next((row for row in rows if str(row.pk) == key), None)
