"""What the school office sends about a new student and the adults at home. Services check again what must hold."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest
from typing import Any
from uuid import UUID

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _

from trellis.core.community.household import DuplicateNameError
from trellis.core.community.models import Person, School
from trellis.core.community.student_entry import NewStudentPayload
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import ListField
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.languages import language_name
from trellis.learning.languages import scales
from trellis.learning.languages.selectors import common_scale_at_school

from . import intake
from .intake_fields import AdultFields, BackgroundFields, StudentFields

LANGUAGE_ROWS, ADULT_ROWS = 3, 2


class HomeLanguageFields(forms.Form):
    """Rows of a home language and how it is read, as two lists side by side: a page without a script has some to fill
    in, and whoever needs more saves first."""

    home_language = ListField()
    literacy = ListField()

    def saved_languages(self) -> Sequence[str]:
        """The tags of the languages that are on record."""
        return ()

    def language_rows(self) -> list[tuple[str, str]]:
        """The rows: those that were sent, else the saved ones, and some to fill in."""
        saved = [language_name(tag) for tag in self.saved_languages()]
        languages = self["home_language"].value() or saved
        rows = list(zip_longest(languages, self["literacy"].value() or (), fillvalue=""))
        blank = max(LANGUAGE_ROWS - len(rows), 1 if saved else 0)
        return [*rows, *[("", "")] * blank]


class DuplicateNameForm(ActionForm[Person]):
    """A form that asks whether somebody of the same name is somebody else (`sure`), once a service wants to know."""

    needs_confirmation = False

    def save(self) -> str:
        try:
            return self.write()
        except DuplicateNameError:
            self.needs_confirmation = True
            raise

    def write(self) -> str:
        """Do it and return the message, as `save`."""
        raise NotImplementedError

    def posted_key(self) -> UUID:
        """The id of what the form adds: sent twice, it is added once."""
        try:
            return UUID(self.data.get("key", ""))
        except ValueError:
            raise Http404 from None

    def key(self) -> str:
        """The id that the page gives to what it adds."""
        return self.data.get("key") or str(new_id())

    def student_payload(self) -> NewStudentPayload:
        """The student as typed."""
        columns = {name: self.cleaned_data[name] for name in StudentFields.base_fields}
        languages = self.cleaned_data.get("home_language", [])
        return NewStudentPayload(**columns, home_languages=languages, other="sure" in self.data)


class NewcomerForm(StudentFields, BackgroundFields, HomeLanguageFields, DuplicateNameForm):
    """A new student, the adults at home, and the first conversation. student: who was added."""

    subject: School
    student: Person

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        **kwargs: Any,  # Any: handed on to ActionForm
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.adults = [AdultFields(data, tail=f"-{number}") for number in range(1, ADULT_ROWS + 1)]
        self.fields["scale"].initial = common_scale_at_school(self.viewer, self.subject)
        choices = [(key, scale.title) for key, scale in scales.available_scales().items()]
        self.fields["scale"].widget = forms.Select(choices=choices)

    def clean(self) -> dict[str, object]:
        for adult in self.adults:
            for messages in adult.errors.values():
                for message in messages:
                    self.add_error(None, message)
        return super().clean()

    def write(self) -> str:
        sent = self.cleaned_data
        literacy = list(zip(sent["home_language"], sent["literacy"], strict=False))
        grown = "sure" in self.data
        family = [adult.payload(grown) for adult in self.adults if any(adult.cleaned_data.values())]
        self.student = intake.add_newcomer(
            self.posted_key(),
            self.subject,
            self.student_payload(),
            family,
            self.profile_payload(literacy),
            self.conversation_payload(),
            self.by,
        )
        return _("%(name)s was added.") % {"name": self.student.name}
