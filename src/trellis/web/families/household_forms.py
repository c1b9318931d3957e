"""What the school office sends about a student's home: adults, languages, and a student who is not on a roster yet."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar

from django.core.files.uploadedfile import UploadedFile
from django.db import transaction
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community import household as adults
from trellis.core.community import student_entry
from trellis.core.community.models import Person
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.languages import language_name
from trellis.core.foundation.revisions import EditConflict, FieldDifference

from . import intake, selectors
from .intake_fields import AdultFields, StudentFields
from .intake_forms import DuplicateNameForm, HomeLanguageFields
from .row_forms import RowForm

OPTIONAL_DETAILS = ("preferred_name", "grade", "student_id", "language", "email", "phone")


def field_values(person: Person) -> dict[str, str]:
    """What is saved of a person, as the forms' fields hold it."""
    return {
        "given_name": person.given_name,
        "family_name": person.family_name,
        "preferred_name": person.preferred_name,
        "grade": person.grade,
        "student_id": person.identifier,
        "language": language_name(person.language) if person.language else "",
        "email": person.email,
        "phone": person.phone,
    }


class AtHomeForm(ActionForm[Person]):
    """A form about one student's home: `subject`, the student."""

    subject: Person


class AdultRowForm(RowForm[Person], AtHomeForm):
    """A form about one of the adults at home."""

    row_name = "adult"

    def rows(self) -> QuerySet[Person]:
        family = selectors.family_of(self.viewer, self.subject)
        return Person.objects.seen_by(self.viewer).filter(pk__in=[adult.pk for adult in family])

    def initial_for(self, row: Person) -> dict[str, object]:
        return {**field_values(row)}


class UnchangedPersonForm(DuplicateNameForm, AtHomeForm):
    """A form that writes a person's details only where nobody changed them since the page showed them.

    `shown-` and the name of a field says what the page showed.
    """

    def shown_values(self) -> dict[str, str]:
        """What the page shows of each field; after an error what it showed before."""
        saved = field_values(self.person())
        return {name: self.data.get(f"shown-{name}", text) for name, text in saved.items()}

    def person(self) -> Person:
        """Whose details they are."""
        return self.subject

    def check_unchanged(self) -> None:
        """Raise EditConflict where a field holds neither what the page showed nor what was sent."""
        people = Person.objects.seen_by(self.viewer).select_for_update()
        now, post = field_values(people.get(pk=self.person().pk)), self.data
        differences = [
            FieldDifference(name, label, now[name], post.get(name, ""), now[name], post.get(name, ""))
            for name, label in self._labels().items()
            if now[name] not in (post.get(f"shown-{name}", now[name]), " ".join(post.get(name, "").split()))
        ]
        if differences:
            raise EditConflict(differences)

    @staticmethod
    def _labels() -> dict[str, str]:
        fields = StudentFields.base_fields | AdultFields.base_fields
        return {name: str(fields[name].label) for name in ("given_name", "family_name", *OPTIONAL_DETAILS)}


class UpdateAdultForm(AdultFields, AdultRowForm, UnchangedPersonForm):
    do = "adult"
    needs_name: ClassVar[bool] = True

    def person(self) -> Person:
        return self.chosen_row

    @transaction.atomic
    def write(self) -> str:
        self.check_unchanged()
        adults.update_adult(self.subject, self.chosen_row, self.payload("sure" in self.data), self.by)
        return _("Saved.")


class AddAdultForm(AdultFields, DuplicateNameForm, AtHomeForm):
    do = "add"
    submit = gettext_lazy("Add")
    needs_name: ClassVar[bool] = True

    def write(self) -> str:
        adults.add_adult(self.subject, self.payload("sure" in self.data), self.by, self.posted_key())
        return _("Saved.")


class EndTieForm(AdultRowForm):
    do = "end"
    submit = gettext_lazy("Remove")

    def save(self) -> str:
        adults.end_family_tie(self.subject, self.chosen_row, self.by)
        return _("Removed.")


class UpdateStudentForm(StudentFields, UnchangedPersonForm):
    do = "update-student"

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        subject: Person,
        **kwargs: Any,  # Any: handed on to ActionForm
    ) -> None:
        super().__init__(data, files, subject=subject, initial=field_values(subject), **kwargs)

    @transaction.atomic
    def write(self) -> str:
        self.check_unchanged()
        student_entry.update_student(self.subject, self.student_payload(), self.by)
        return _("Saved.")


class HomeLanguagesForm(HomeLanguageFields, AtHomeForm):
    """The home languages, the one spoken most first. `shown-home_languages`: what the page showed."""

    do = "home-languages"

    def saved_languages(self) -> Sequence[str]:
        return self.subject.home_languages

    def shown_languages(self) -> str:
        """The saved languages by name."""
        return format_list(language_name(tag) for tag in self.subject.home_languages)

    @transaction.atomic
    def save(self) -> str:
        typed, shown = self.cleaned_data["home_language"], self.data.get("shown-home_languages")
        now = Person.objects.seen_by(self.viewer).select_for_update().get(pk=self.subject.pk)
        saved, sent = (
            [language_name(tag) for tag in now.home_languages],
            [name.strip() for name in typed if name.strip()],
        )
        if shown is not None and shown != format_list(saved) and sent != saved:
            both = format_list(saved), format_list(sent), format_list(saved)
            raise EditConflict([FieldDifference("home_languages", _("Home languages"), *both)])
        student_entry.save_home_languages(self.subject, typed, self.by)
        return _("Saved.")


class RemoveStudentForm(AtHomeForm):
    do = "remove-student"
    submit = gettext_lazy("Remove this student")

    def save(self) -> str:
        intake.remove_newcomer(self.subject, self.by)
        return _("Removed.")


class SendLinkForm(AdultRowForm):
    """Create an adult's link to the family's page. link: its address, which the page shows once. missing: the name
    of their language, where the screens do not have it."""

    do = "link"
    link = ""
    missing = ""

    def save(self) -> str:
        self.missing = intake.language_without_pages(self.chosen_row)
        self.link = intake.send_family_link(
            self.subject,
            self.chosen_row,
            self.by,
            lambda token: self.request.build_absolute_uri(reverse("family-link", args=[token])),
        )
        return ""


AT_HOME_FORMS = (
    HomeLanguagesForm,
    AddAdultForm,
    UpdateAdultForm,
    EndTieForm,
    UpdateStudentForm,
    RemoveStudentForm,
    SendLinkForm,
)
