"""Groups of fields of the intake: of a student, of an adult at home, and of a student's background."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy

from trellis.core.community.household import AdultPayload
from trellis.core.community.student_entry import GRADES
from trellis.core.foundation.form_fields import LineField, PastedEmailField, TextField
from trellis.core.foundation.languages import parse_language_tag
from trellis.learning.languages.models import LanguageProfile

from .intake import ConversationPayload, LanguageProfilePayload

NOT_ASKED = ("", gettext_lazy("not asked yet"))


def _quiet(widget: type[forms.Widget] = forms.TextInput, **attrs: str) -> forms.Widget:
    """A field that the browser fills in for nobody: the next person is another one."""
    return widget(attrs={"autocomplete": "off", **attrs})


class LanguageField(LineField):
    """A language by its name or tag."""

    widget = forms.TextInput

    def __init__(self, *, label: str | Promise) -> None:
        super().__init__(max_length=60, widget=_quiet(list="languages"), required=False, label=label)

    def clean_value(self, text: str) -> str:
        text = super().clean_value(text)
        if text:
            parse_language_tag(text)
        return text


class StudentFields(forms.Form):
    given_name = LineField(
        label=gettext_lazy("First name"),
        max_length=120,
        widget=_quiet(),
        error_messages={"required": gettext_lazy("Enter the student’s first name.")},
    )
    family_name = LineField(label=gettext_lazy("Last name"), max_length=120, widget=_quiet(), required=False)
    preferred_name = LineField(label=gettext_lazy("Goes by"), max_length=120, widget=_quiet(), required=False)
    grade = forms.ChoiceField(
        label=gettext_lazy("Grade"),
        choices=[NOT_ASKED, *((grade, grade) for grade in GRADES)],
        required=False,
        error_messages={"invalid_choice": gettext_lazy("Choose a grade from the list, or leave it blank.")},
    )
    student_id = LineField(
        label=gettext_lazy("Student ID"),
        help_text=gettext_lazy("The next roster uses it to match this student."),
        max_length=64,
        widget=_quiet(dir="ltr"),
        required=False,
    )


class AdultFields(forms.Form):
    """tail: what the names of the fields end in. needs_name: the first name is required."""

    needs_name: ClassVar[bool] = False

    given_name = LineField(
        label=gettext_lazy("First name"),
        max_length=120,
        widget=_quiet(),
        required=False,
        error_messages={"required": gettext_lazy("Enter the adult’s first name.")},
    )
    family_name = LineField(label=gettext_lazy("Last name"), max_length=120, widget=_quiet(), required=False)
    language = LanguageField(label=gettext_lazy("Language"))
    email = PastedEmailField(
        label=gettext_lazy("Email"),
        widget=_quiet(forms.EmailInput, dir="ltr", maxlength="254"),
        required=False,
    )
    phone = LineField(
        label=gettext_lazy("Phone"), max_length=40, widget=_quiet(type="tel", dir="ltr"), required=False
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        tail: str = "",
        **kwargs: Any,  # Any: handed on to ActionForm, in the forms that are one
    ) -> None:
        self.tail = tail
        super().__init__(data, files, **kwargs)
        self.fields["given_name"].required = self.needs_name

    def add_prefix(self, field_name: str) -> str:
        return f"{field_name}{self.tail}"

    def payload(self, grown: bool) -> AdultPayload:
        """The adult as typed. grown: the user confirmed that this is not the student of the same name."""
        return AdultPayload(*(self.cleaned_data[name] for name in AdultFields.base_fields), grown=grown)


class BackgroundFields(forms.Form):
    """A student's background, and the first conversation with the family."""

    strengths = TextField(label=gettext_lazy("Strengths"), max_length=600, rows=2, required=False)
    band = forms.CharField(
        label=gettext_lazy("Time in U.S. schools"),
        widget=forms.Select(choices=[NOT_ASKED, *LanguageProfile.Band.choices]),
        required=False,
    )
    scale = forms.CharField(label=gettext_lazy("Scale"), widget=forms.Select, required=False)
    interrupted = forms.CharField(
        label=gettext_lazy("Was the student’s schooling interrupted for years (SIFE or SLIFE)?"),
        widget=forms.Select(choices=[NOT_ASKED, ("yes", gettext_lazy("yes")), ("no", gettext_lazy("no"))]),
        required=False,
    )
    spoken_language = LanguageField(label=gettext_lazy("Language"))
    interpreter = LineField(
        label=gettext_lazy("Interpreter (must be an adult)"),
        max_length=120,
        widget=_quiet(),
        required=False,
    )

    def profile_payload(self, literacy: Sequence[tuple[str, str]]) -> LanguageProfilePayload:
        """The start of a language profile."""
        sent = self.cleaned_data
        interrupted = {"yes": True, "no": False}.get(sent["interrupted"])
        return LanguageProfilePayload(sent["scale"], literacy, interrupted, sent["band"], sent["strengths"])

    def conversation_payload(self) -> ConversationPayload:
        """The first conversation with the family."""
        return ConversationPayload(self.cleaned_data["spoken_language"], self.cleaned_data["interpreter"])
