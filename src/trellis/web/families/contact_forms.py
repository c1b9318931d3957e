"""What the school writes down beside its messages to a family: contacts, what was heard, and the family's link."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils import timezone
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Person
from trellis.core.foundation.form_fields import DayField, LineField
from trellis.core.foundation.formatting import format_language_name

from . import selectors, services
from .models import Contact, Reply
from .notice_forms import NOTICE_FORMS, StudentForm


class ContactForm(StudentForm[Contact]):
    do = "contact"

    date = DayField(
        label=gettext_lazy("Date"),
        initial=timezone.localdate,
        error_messages={"required": gettext_lazy("Choose the day you spoke. It cannot be after today.")},
    )
    how = forms.ChoiceField(
        label=gettext_lazy("Type of contact"),
        choices=Contact.How.choices,
        error_messages={
            "required": gettext_lazy("Choose how you spoke with them."),
            "invalid_choice": gettext_lazy("Choose how you spoke with them."),
        },
    )
    language = forms.CharField(label=gettext_lazy("Language"), widget=forms.Select)
    interpreter = LineField(
        label=gettext_lazy("Interpreter (must be an adult)"), max_length=120, required=False
    )
    words = LineField(label=gettext_lazy("What you talked about"), max_length=600, required=False)

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        **kwargs: Any,  # Any: handed on to ActionForm
    ) -> None:
        super().__init__(data, files, **kwargs)
        self.fields["date"].widget.attrs["max"] = timezone.localdate().isoformat()
        codes = dict.fromkeys([*self.subject.home_languages, "en"])
        choices = [(code, format_language_name(code)) for code in codes]
        self.fields["language"].widget = forms.Select(choices=choices)

    def save(self) -> str:
        sent = self.cleaned_data
        services.record_contact(
            self.subject,
            sent["date"],
            sent["how"],
            sent["language"],
            sent["interpreter"],
            sent["words"],
            self.by,
        )
        return _("Saved.")


class HeardForm(StudentForm[Reply]):
    do = "hear"
    submit = gettext_lazy("Mark as seen")
    row_name = "reply"

    def rows(self) -> QuerySet[Reply]:
        return Reply.objects.seen_by(self.viewer).filter(student=self.subject)

    def save(self) -> str:
        services.mark_reply_heard(self.chosen_row, self.by)
        return _("Saved.")


class FamilyLinkForm(StudentForm[Person]):
    """Create a family member's link. link: the whole address, to be copied or read out; it is shown this once."""

    do = "link"
    row_name = "guardian"
    link = ""

    def rows(self) -> QuerySet[Person]:
        family = selectors.family_of(self.viewer, self.subject)
        return Person.objects.seen_by(self.viewer).filter(pk__in=[adult.pk for adult in family])

    def save(self) -> str:
        token = services.issue_family_link(self.subject, self.chosen_row, self.by)
        self.link = self.request.build_absolute_uri(reverse("family-link", args=[token]))
        return ""


STAFF_FORMS = (*NOTICE_FORMS, ContactForm, HeardForm, FamilyLinkForm)
