"""What a proposal's page sends about requests for two students."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.revisions import SHOWN_FIELD, shown_revision

from . import selectors, wishes
from .models import PairRequest
from .proposal_page import ProposalForm

CHOOSE_STUDENTS = gettext_lazy("Choose two students who are in these groups.")
CHOOSE_WISH = gettext_lazy("Choose whether they should be together or apart.")


class WishForm(ProposalForm):
    """Two students who should be together, or apart."""

    do = "wish"
    submit = gettext_lazy("Save request")

    def prepare(self) -> None:
        people = [("", ""), *((key, person.name) for key, person in self.subject.students.items())]
        errors = {"required": CHOOSE_STUDENTS, "invalid_choice": CHOOSE_STUDENTS}
        for name, label in (("one", _("First student")), ("other", _("Second student"))):
            self.fields[name] = forms.ChoiceField(label=label, choices=people, error_messages=errors)
        self.fields["kind"] = forms.ChoiceField(
            label=_("Should be"),
            choices=PairRequest.Kind.choices,
            error_messages={"required": CHOOSE_WISH, "invalid_choice": CHOOSE_WISH},
        )

    def save(self) -> str:
        school, sent = self.proposal.school, self.cleaned_data
        pair = [self.subject.students[sent[name]] for name in ("one", "other")]
        existing = selectors.wish_of(self.viewer, school, *pair)
        seen = shown_revision(self.request, SHOWN_FIELD, existing and existing.pk)
        wishes.save_wish(school, *pair, sent["kind"], self.by, seen)
        return _("Saved. Build a new draft to see if this request can be met.")


class RemoveWishForm(ProposalForm[PairRequest]):
    do = "no-longer"
    submit = gettext_lazy("Cancel request")
    row_name = "wish"

    def rows(self) -> QuerySet[PairRequest]:
        return PairRequest.objects.seen_by(self.viewer).filter(school=self.proposal.school_id)

    def save(self) -> str:
        wish = self.row_or_404
        wishes.remove_wish(wish, self.by, shown_revision(self.request, "wish", wish.pk))
        return _("Request canceled.")
