"""What a leader sends to hand an advisory over."""

from __future__ import annotations

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.http import QueryDict
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.requests import Request

from . import handover
from .models import Handover
from .plan_fields import CleanedField

NO_ADVISOR = gettext_lazy("Choose the new advisor.")


class NoteField(CleanedField):
    """A note for the next advisor."""

    widget = forms.Textarea(attrs={"rows": 5})

    def clean_value(self, text: str) -> str:
        return handover.clean_note(text)


class HandoverForm(ActionForm[Handover]):
    """Who takes an advisory on, and what they should know. `subject` is the advisory."""

    submit = gettext_lazy("Hand over")
    subject: Group

    taker = forms.ChoiceField(
        label=gettext_lazy("New advisor"),
        error_messages={"required": NO_ADVISOR, "invalid_choice": NO_ADVISOR},
    )
    note = NoteField(
        label=gettext_lazy("What the next advisor should know"),
        max_length=handover.MAX_NOTE,
        help_text=gettext_lazy(
            "The next advisor and school leaders can read this. Plans, days and exhibitions move with the students."
        ),
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        *,
        request: Request,
        subject: Group,
    ) -> None:
        super().__init__(data, files, request=request, subject=subject)
        ties = Tie.objects.seen_by(self.viewer).filter(
            active_at(self.viewer.now),
            to_group__school=self.subject.school_id,
            role__in=[Role.ADVISOR, Role.TEACHER],
        )
        staff = {tie.person for tie in ties.select_related("person")}
        people = add_distinctions(sorted(staff, key=lambda person: (person.first_name, person.family_name)))
        self.staff = {str(person.pk): person for person in people}
        self.fields["taker"].choices = [
            ("", "–"),
            *((key, person.name) for key, person in self.staff.items()),
        ]

    def save(self) -> str:
        taker = self.staff[self.cleaned_data["taker"]]
        handover.hand_over(self.subject, taker, self.cleaned_data["note"], self.by)
        return _("Handed over to %(name)s.") % {"name": taker.name}
