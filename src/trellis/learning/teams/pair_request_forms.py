"""What a draft's page sends about requests for two students."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.revisions import SHOWN_FIELD, shown_revision

from . import pair_requests, selectors
from .draft_page import DraftForm
from .models import PairRequest

CHOOSE_STUDENTS = gettext_lazy("Choose two students who are in these groups.")
CHOOSE_TOGETHER_OR_APART = gettext_lazy("Choose whether they should be together or apart.")


class PairRequestForm(DraftForm):
    """Two students who should be together, or apart."""

    do = "pair"
    submit = gettext_lazy("Save request")

    def prepare(self) -> None:
        people = [("", ""), *((key, person.name) for key, person in self.subject.students.items())]
        errors = {"required": CHOOSE_STUDENTS, "invalid_choice": CHOOSE_STUDENTS}
        for name, label in (("first", _("First student")), ("second", _("Second student"))):
            self.fields[name] = forms.ChoiceField(label=label, choices=people, error_messages=errors)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Should be"),
            choices=PairRequest.Kind.choices,
            error_messages={"required": CHOOSE_TOGETHER_OR_APART, "invalid_choice": CHOOSE_TOGETHER_OR_APART},
        )

    def save(self) -> str:
        school, sent = self.draft.school, self.cleaned_data
        pair = [self.subject.students[sent[name]] for name in ("first", "second")]
        existing = selectors.pair_request_of(self.viewer, school, *pair)
        seen = shown_revision(self.request, SHOWN_FIELD, existing and existing.pk)
        pair_requests.save_pair_request(school, *pair, sent["kind"], self.by, seen)
        return _("Saved. Build a new draft to see if this request can be met.")


class RemovePairRequestForm(DraftForm[PairRequest]):
    do = "no-longer"
    submit = gettext_lazy("Cancel request")
    row_name = "pair"

    def rows(self) -> QuerySet[PairRequest]:
        return PairRequest.objects.seen_by(self.viewer).filter(school=self.draft.school_id)

    def save(self) -> str:
        pair_request = self.row_or_404
        pair_requests.remove_pair_request(
            pair_request, self.by, shown_revision(self.request, "pair", pair_request.pk)
        )
        return _("Request canceled.")
