"""What people send from the pages of the library and of a project in it."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.community.models import School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, FieldGroup, LineField, TextField
from trellis.learning.projects.form_parts import KeysField, SchoolForm
from trellis.learning.projects.models import Project

from . import forks, package_transfer, project_package, selectors, services
from .facets import GRADES
from .labels import grade_name, language_labels
from .models import Entry, Fork, Licence, Offer, Standing

CHOOSE_GRADES = gettext_lazy("Choose a grade range, from the lowest to the highest grade.")
CHOOSE_LICENSE = gettext_lazy("Choose a license.")


class NewProjectForm(SchoolForm):
    """A project comes to one of the viewer's schools. Once saved, it is in `project`."""

    project: Project | None = None

    starts = DayField(
        label=gettext_lazy("First day"), error_messages={"required": gettext_lazy("Choose the first day.")}
    )


class ImportForm(NewProjectForm):
    """Import a package. `subject`: the schools to choose from."""

    submit = gettext_lazy("Import")
    subject: list[School]

    package = forms.FileField(
        label=gettext_lazy("Package file"),
        allow_empty_file=True,
        widget=forms.FileInput(attrs={"accept": ".zip,application/zip"}),
        error_messages={
            "required": gettext_lazy("Choose a package: a zip file that contains a project.toml.")
        },
    )

    @property
    def homes(self) -> list[School]:
        return self.subject

    def save(self) -> str:
        sent = self.cleaned_data
        package, by = project_package.open_package(sent["package"]), self.viewer.person
        self.project = package_transfer.import_package(package, sent["school"], sent["starts"], by)
        return _("The project is yours now. Read it before you use it.")


@dataclass(frozen=True)
class EntrySubject:
    """What the forms of an entry's page are about. homes: the schools where the viewer can make a copy."""

    entry: Entry
    homes: list[School]


class ForkForm(NewProjectForm):
    do = "fork"
    submit = gettext_lazy("Make a copy")
    subject: EntrySubject

    @property
    def homes(self) -> list[School]:
        return self.subject.homes

    def save(self) -> str:
        sent = self.cleaned_data
        self.project = forks.fork_entry(
            self.subject.entry, sent["school"], sent["starts"], self.viewer.person
        )
        return _(
            "You have your own copy now. Change what your students need. The original authors are "
            "still credited."
        )


class ReviewForm(ActionForm):
    do = "look"
    submit = gettext_lazy("Save review")
    subject: EntrySubject

    standing = forms.ChoiceField(
        label=gettext_lazy("Status of this edition"),
        choices=Standing.choices,
        error_messages={
            "required": gettext_lazy("Choose a status."),
            "invalid_choice": gettext_lazy("Choose a status."),
        },
    )
    words = TextField(
        label=gettext_lazy("What you reviewed"),
        max_length=600,
        rows=2,
        error_messages={
            "required": gettext_lazy("Write a sentence about what you reviewed, up to 600 characters.")
        },
    )

    def save(self) -> str:
        sent = self.cleaned_data
        services.review_entry(self.subject.entry, sent["standing"], sent["words"], self.viewer.person)
        return _("Review saved. It is shown with the project.")


class WithdrawForm(ActionForm):
    do = "withdraw"
    submit = gettext_lazy("Remove from library")
    subject: EntrySubject

    def save(self) -> str:
        services.withdraw_entry(self.subject.entry, self.viewer.person)
        return _("Removed from the library. You can publish it again anytime.")


@dataclass(frozen=True)
class LibraryProject:
    """A school's own project, its entry in the library, and where it was copied from."""

    project: Project
    entry: Entry | None
    fork: Fork | None

    @property
    def fork_or_404(self) -> Fork:
        if self.fork is None:
            raise Http404
        return self.fork


class PublishForm(ActionForm):
    do = "publish"
    submit = gettext_lazy("Publish")
    subject: LibraryProject

    language = forms.ChoiceField(
        label=gettext_lazy("Language"),
        choices=lambda: language_labels(services.LANGUAGES),
        error_messages={
            "required": gettext_lazy("Choose the language the project is written in."),
            "invalid_choice": gettext_lazy("Choose the language the project is written in."),
        },
    )
    low = forms.TypedChoiceField(
        label=gettext_lazy("From"),
        choices=lambda: [(number, grade_name(number)) for number in GRADES],
        coerce=int,
        error_messages={"required": CHOOSE_GRADES, "invalid_choice": CHOOSE_GRADES},
    )
    high = forms.TypedChoiceField(
        label=gettext_lazy("to"),
        choices=lambda: [(number, grade_name(number)) for number in GRADES],
        coerce=int,
        error_messages={"required": CHOOSE_GRADES, "invalid_choice": CHOOSE_GRADES},
    )
    licence = forms.ChoiceField(
        label=gettext_lazy("License"),
        choices=Licence.choices,
        error_messages={"required": CHOOSE_LICENSE, "invalid_choice": CHOOSE_LICENSE},
    )
    note = TextField(label=gettext_lazy("Note to colleagues"), max_length=600, rows=2, required=False)
    tuned = forms.BooleanField(
        label=gettext_lazy("Colleagues tuned it, and we answered all of their feedback"), required=False
    )

    def prepare(self) -> None:
        entry, fork = self.subject.entry, self.subject.fork
        source = fork.attribution.get("licence", "") if fork else ""
        self.initial |= {
            "language": entry.language if entry else "en",
            "low": entry.grade_low if entry else 9,
            "high": entry.grade_high if entry else 12,
            "licence": entry.licence if entry else source or Licence.BY_SA,
        }
        if entry:
            self.fields["note"].label = _("What is new")

    def language_fields(self) -> FieldGroup:
        return FieldGroup([self["language"]])

    def grade_fields(self) -> FieldGroup:
        return FieldGroup([self["low"], self["high"]])

    def other_fields(self) -> FieldGroup:
        return FieldGroup([self["licence"], self["note"], self["tuned"]])

    def save(self) -> str:
        sent, before = self.cleaned_data, self.subject.entry
        details = services.PublicationDetails(
            licence=sent["licence"],
            language=sent["language"],
            grade_low=sent["low"],
            grade_high=sent["high"],
            note=sent["note"],
        )
        edition = before.edition if before else 0
        entry = services.publish_project(
            self.subject.project, details, sent["tuned"], self.viewer.person, self.seen
        )
        if entry.edition == edition:
            return _("Saved. The text is the same as in the last edition, so no new edition was made.")
        return _("Edition %(n)d is now in the library.") % {"n": entry.edition}


class UpdateForm(ActionForm):
    """Add changes of the newest edition to a copy. `edition`: the one that the page showed."""

    do = "update"
    subject: LibraryProject

    edition = forms.IntegerField(required=False)
    take = KeysField()

    def save(self) -> str:
        sent = self.cleaned_data
        count = forks.update_fork(self.subject.fork_or_404, sent["edition"], sent["take"], self.viewer.person)
        return ngettext(
            "%(n)d change added to your project.", "%(n)d changes added to your project.", count
        ) % {"n": count}


class OfferForm(ActionForm):
    """Offer the school's changes to the team that wrote the original."""

    do = "offer"
    submit = gettext_lazy("Send changes")
    subject: LibraryProject

    words = TextField(
        label=gettext_lazy("What you changed and why"),
        max_length=600,
        error_messages={
            "required": gettext_lazy("Write a sentence about what you changed and why, up to 600 characters.")
        },
    )

    def save(self) -> str:
        forks.offer_changes(self.subject.fork_or_404, self.cleaned_data["words"], self.viewer.person)
        return _("Sent. The team that wrote the project can see it.")


class AnswerForm(ActionForm[Offer]):
    """Answer another school's offer, and take over what was checked of it."""

    do = "answer"
    row_name = "offer"
    subject: LibraryProject

    take = KeysField()
    words = LineField(
        label=gettext_lazy("Your answer"),
        max_length=600,
        error_messages={
            "required": gettext_lazy("Write an answer. “Thank you, we added it” is enough."),
        },
    )

    def initial_for(self, row: Offer) -> dict[str, object]:
        return {}

    def rows(self) -> QuerySet[Offer]:
        return selectors.open_offers(self.viewer, self.subject.project)

    def _posted_row(self, value: str) -> Offer | None:
        """None for an offer that a colleague answered meanwhile."""
        try:
            return super()._posted_row(value)
        except Http404:
            return None

    def clean(self) -> dict[str, object]:
        if self.row is None:
            raise forms.ValidationError(_("Someone already answered this. Nothing was changed."))
        return super().clean()

    def save(self) -> str:
        sent = self.cleaned_data
        count = forks.answer_offer(self.row_or_404, sent["take"], sent["words"], self.viewer.person)
        message = ngettext(
            "Answer sent, and %(n)d change added to your project.",
            "Answer sent, and %(n)d changes added to your project.",
            count,
        )
        return message % {"n": count}
