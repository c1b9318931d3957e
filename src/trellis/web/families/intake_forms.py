"""What the school office sends about a new student and the adults at home. Services check again what must hold."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community import household as adults
from trellis.core.community import student_entry
from trellis.core.community.household import DuplicateNameError
from trellis.core.community.models import Person, School
from trellis.core.community.student_entry import NewStudentPayload
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.ids import new_id
from trellis.core.foundation.languages import language_name
from trellis.core.foundation.revisions import EditConflict, FieldDifference
from trellis.learning.languages import scales
from trellis.learning.languages.selectors import common_scale_at_school

from . import intake, selectors
from .intake import SentFamilyLink
from .intake_fields import AdultFields, BackgroundFields, StudentFields

LANGUAGE_ROWS, ADULT_ROWS = 3, 2
OPTIONAL_DETAILS = ("called", "grade", "number", "language", "email", "phone")


def field_values(person: Person) -> dict[str, str]:
    """What is saved of a person, as the forms' fields hold it."""
    return {
        "given": person.given_name,
        "family": person.family_name,
        "called": person.preferred_name,
        "grade": person.grade,
        "number": person.identifier,
        "language": language_name(person.language) if person.language else "",
        "email": person.email,
        "phone": person.phone,
    }


def language_rows(data: Any, tags: Iterable[str] = ()) -> list[tuple[str, str]]:
    """Rows of a home language and how it is read: those that were sent, else the saved ones, and some to fill in."""
    tags = tuple(tags)
    languages = data.getlist("tongue") or [language_name(tag) for tag in tags]
    literacies = data.getlist("literacy")
    count = max(LANGUAGE_ROWS, len(languages) + 1 if tags else len(languages))
    languages = [*languages, *[""] * (count - len(languages))]
    literacies = [*literacies, *[""] * (count - len(literacies))]
    return list(zip(languages, literacies, strict=False))


class DuplicateNameForm(ActionForm):
    """A form that asks whether somebody of the same name is somebody else (`sure`), once a service wants to know."""

    asks = False

    def save(self) -> str:
        try:
            return self.write()
        except DuplicateNameError:
            self.asks = True
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
        values = (self.cleaned_data[name] for name in StudentFields.base_fields)
        return NewStudentPayload(*values, tongues=self.data.getlist("tongue"), other="sure" in self.data)


class NewcomerForm(StudentFields, BackgroundFields, DuplicateNameForm):
    """A new student, the adults at home, and the first conversation. student: who was added."""

    subject: School
    student: Person

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        data = self.data if self.is_bound else None
        self.adults = [AdultFields(data, tail=f"-{number}") for number in range(1, ADULT_ROWS + 1)]
        self.fields["scale"].initial = common_scale_at_school(self.viewer, self.subject)
        self.fields["scale"].widget.choices = [
            (key, scale.title) for key, scale in scales.available_scales().items()
        ]

    def clean(self) -> dict[str, Any]:
        for adult in self.adults:
            for errors in adult.errors.values():
                self.add_error(None, errors)
        return super().clean()

    def language_rows(self) -> list[tuple[str, str]]:
        """The rows for home languages."""
        return language_rows(self.data)

    def write(self) -> str:
        spoken = self.data.getlist("tongue")
        literacy = list(zip(spoken, self.data.getlist("literacy"), strict=False))
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


class AtHomeForm(ActionForm):
    """A form about one student's home: `subject`, the student."""

    subject: Person


class AdultRowForm(AtHomeForm):
    """A form about one of the adults at home."""

    row_name = "adult"
    row: Person

    def rows(self) -> QuerySet:
        family = selectors.family_of(self.viewer, self.subject)
        return Person.objects.seen_by(self.viewer).filter(pk__in=[adult.pk for adult in family])

    def initial_for(self, row: Person) -> dict[str, str]:
        return field_values(row)


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
        return {name: str(fields[name].label) for name in ("given", "family", *OPTIONAL_DETAILS)}


class UpdateAdultForm(AdultFields, AdultRowForm, UnchangedPersonForm):
    do = "adult"
    needs_name: ClassVar[bool] = True

    def person(self) -> Person:
        return self.row

    @transaction.atomic
    def write(self) -> str:
        self.check_unchanged()
        adults.update_adult(self.subject, self.row, self.payload("sure" in self.data), self.by)
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
        adults.end_family_tie(self.subject, self.row, self.by)
        return _("Removed.")


class UpdateStudentForm(StudentFields, UnchangedPersonForm):
    do = "mend"

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **(kwargs | {"initial": field_values(kwargs["subject"])}))

    @transaction.atomic
    def write(self) -> str:
        self.check_unchanged()
        student_entry.update_student(self.subject, self.student_payload(), self.by)
        return _("Saved.")


class HomeLanguagesForm(AtHomeForm):
    """The home languages, the one spoken most first, in the fields `tongue`. `shown-tongues`: what the page showed."""

    do = "tongues"

    def language_rows(self) -> list[tuple[str, str]]:
        """The rows for home languages."""
        return language_rows(self.data, self.subject.home_languages)

    def shown_languages(self) -> str:
        """The saved languages by name."""
        return format_list(language_name(tag) for tag in self.subject.home_languages)

    @transaction.atomic
    def save(self) -> str:
        typed, shown = self.data.getlist("tongue"), self.data.get("shown-tongues")
        now = Person.objects.seen_by(self.viewer).select_for_update().get(pk=self.subject.pk)
        saved, sent = (
            [language_name(tag) for tag in now.home_languages],
            [name.strip() for name in typed if name.strip()],
        )
        if shown is not None and shown != format_list(saved) and sent != saved:
            both = format_list(saved), format_list(sent), format_list(saved)
            raise EditConflict([FieldDifference("tongues", _("Home languages"), *both)])
        student_entry.save_home_languages(self.subject, typed, self.by)
        return _("Saved.")


class RemoveStudentForm(AtHomeForm):
    do = "away"
    submit = gettext_lazy("Remove this student")

    def save(self) -> str:
        intake.remove_newcomer(self.subject, self.by)
        return _("Removed.")


class SendLinkForm(AdultRowForm):
    """Create an adult's link to the family's page. sent_link: the link as the page shows it, once."""

    do = "link"
    sent_link: SentFamilyLink | None = None

    def save(self) -> str:
        self.sent_link = intake.send_family_link(
            self.subject,
            self.row,
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
