"""What people send about alumni: a return file, the request to answer, and the answer itself."""

from __future__ import annotations

from typing import NamedTuple

from django import forms
from django.db.models import QuerySet
from django.urls import reverse
from django.utils.html import format_html
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, School, Schooling
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import DayField, LineField, TextField
from trellis.core.foundation.formatting import format_number

from . import asking, degree_titles, imports
from .models import AlumniAnswer, ClearinghouseFile
from .persistence import Level


class Scope(NamedTuple):
    """Whose graduates a file is about: a network's, or one school's."""

    network: Network
    school: School | None = None


class UploadForm(ActionForm[ClearinghouseFile]):
    """A return file. clearinghouse_file: what was saved."""

    do = "upload"
    submit = _("Check file")
    subject: Scope
    clearinghouse_file: ClearinghouseFile

    file = forms.FileField(
        label=_("Student detail report (CSV)"),
        error_messages={
            "required": _("Choose a CSV file."),
            "empty": _("This file is empty. Download it again."),
        },
        widget=forms.ClearableFileInput(attrs={"accept": ".csv,.txt,text/csv"}),
    )
    as_of = DayField(
        label=_("Data are as of"),
        required=False,
        help_text=_("Only if the file name has no date after EFFDT."),
    )

    def save(self) -> str:
        file = self.cleaned_data["file"]
        if file.size > imports.MAX_BYTES:
            raise ActionError(
                gettext("The file is larger than 60 MB. Split it and upload the parts."), "file"
            )
        self.clearinghouse_file = imports.save_file(
            file.read(),
            file.name,
            self.subject.network,
            self.subject.school,
            self.cleaned_data["as_of"],
            self.by,
        )
        return ""


class ConfirmFileForm(ActionForm[ClearinghouseFile]):
    """Let a file count."""

    do = "confirm"
    submit = _("Import")
    subject: ClearinghouseFile

    def save(self) -> str:
        if imports.confirm_file(self.subject, self.by):
            return gettext("The file was imported.")
        return gettext("This file was already imported. Nothing has changed.")


class DiscardFileForm(ActionForm[ClearinghouseFile]):
    """Remove a file that was not imported."""

    do = "discard"
    submit = _("Discard")
    subject: ClearinghouseFile

    def save(self) -> str:
        imports.remove_file(self.subject, self.by)
        return gettext("The file was removed, with all the data that came from it.")


class UndoFileForm(DiscardFileForm):
    """Remove a file that was imported, with all that it said."""

    do = "undo"
    submit = _("Undo this import")


class DegreeTitlesForm(ActionForm[ClearinghouseFile]):
    """Say what the titles of degrees are that Trellis could not read: a field for each, left out where nobody knows."""

    do = "titles"
    section = "titles"
    subject: ClearinghouseFile

    def prepare(self) -> None:
        levels = {
            Level.ASSOCIATE: gettext("Associate degree"),
            Level.BACHELOR: gettext("Bachelor’s degree"),
            Level.HIGHER: gettext("Master’s degree or higher"),
            Level.CERTIFICATE: gettext("Certificate"),
        }
        choices = [("", gettext("Not known")), *((level.value, label) for level, label in levels.items())]
        titles = degree_titles.unclear_titles(self.subject)
        self.title_by_field = {degree_titles.field_name(title): title for title in titles}
        for name, title in self.title_by_field.items():
            label = format_html("<bdi>{}</bdi>", title)
            self.fields[name] = forms.ChoiceField(label=label, choices=choices, required=False)

    def save(self) -> str:
        sent = self.cleaned_data
        levels = {title: Level(sent[name]) for name, title in self.title_by_field.items() if sent[name]}
        degree_titles.save_levels(self.subject.network, levels, self.by)
        return gettext("Saved.")


class AskForm(ActionForm[Schooling]):
    """Make a link for one graduate. address: the page shows it once."""

    do = "ask"
    submit = _("Send link")
    row_name = "graduate"
    subject: School
    address = ""

    def rows(self) -> QuerySet[Schooling]:
        return (
            Schooling.objects.seen_by(self.viewer)
            .filter(school=self.subject, left=Schooling.Left.GRADUATED, deleted_at=None)
            .select_related("student", "school")
        )

    def save(self) -> str:
        self.address = asking.ask(self.row_or_404, self.by, self.address_of)
        return ""

    def address_of(self, token: str) -> str:
        return self.request.build_absolute_uri(reverse("alumni-link", args=[token]))


class AskClassForm(ActionForm[Schooling]):
    """Email everybody of the class on the page who was not asked this year."""

    do = "ask-class"
    subject: School

    class_year = forms.IntegerField(min_value=1990, max_value=2200, widget=forms.HiddenInput)
    submit = _("Email everyone who was not asked this year")

    def save(self) -> str:
        lines = asking.graduates_in_class(self.viewer, self.subject, self.cleaned_data["class_year"])
        sent = asking.ask_class(lines, self.by, self.address_of)
        if not sent:
            return gettext("Everyone with an email address was asked this year, or asked us to stop.")
        return ngettext("%(n)s person was asked.", "%(n)s people were asked.", sent) % {
            "n": format_number(sent, 0)
        }

    def address_of(self, token: str) -> str:
        return self.request.build_absolute_uri(reverse("alumni-link", args=[token]))


class AnswerForm(ActionForm[AlumniAnswer]):
    """What a graduate says about themselves: at most five questions, none of which has to be answered but one."""

    do = "answer"
    submit = _("Save")
    subject: Schooling

    doing = forms.MultipleChoiceField(
        label=_("What are you doing now? Choose all that fit."),
        choices=AlumniAnswer.Doing.choices,
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Choose at least one.")},
    )
    place = LineField(
        label=_("Where?"),
        max_length=160,
        required=False,
        help_text=_("A college, a company, a city."),
        widget=forms.TextInput(attrs={"dir": "auto"}),
    )
    words = TextField(label=_("In your own words: how is it going?"), max_length=1000, required=False)
    may_contact = forms.BooleanField(label=_("The school may contact me."), required=False)
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        error_messages={"invalid": _("Enter an email address like name@example.org.")},
    )
    phone = LineField(
        label=_("Phone"), max_length=40, required=False, widget=forms.TextInput(attrs={"inputmode": "tel"})
    )
    share_name = forms.BooleanField(
        label=_("The school’s leaders and counselors may read this with my name."), required=False
    )

    def prepare(self) -> None:
        self.answer = asking.answer_of(self.subject.student_id)
        if self.answer and not self.is_bound:
            names = ("doing", "place", "words", "may_contact", "email", "phone", "share_name")
            self.initial = {name: getattr(self.answer, name) for name in names} | self.initial

    def clean(self) -> dict[str, object]:
        sent = super().clean() or self.cleaned_data
        has_error = {"email", "phone"} & set(self.errors)
        if sent.get("may_contact") and not (sent.get("email") or sent.get("phone") or has_error):
            self.add_error(
                "email", gettext("Enter an email address or a phone number, so that we can reach you.")
            )
        return sent

    def save(self) -> str:
        asking.save_answer(self.subject, dict(self.cleaned_data), self.seen)
        return gettext("Thank you. Your answer is saved.")


class StopForm(ActionForm[AlumniAnswer]):
    """Never ask this graduate again."""

    do = "stop"
    submit = _("Do not ask me again")
    subject: Schooling

    forget = forms.BooleanField(label=_("Also delete my answer"), required=False)

    def save(self) -> str:
        asking.stop_asking(self.subject, self.cleaned_data["forget"])
        return gettext("We will not ask you again. Your email and phone number are deleted.")
