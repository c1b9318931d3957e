"""Writing beliefs, and what speaks for and against them."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.device_entries import EntryIdField
from trellis.core.foundation.form_fields import DayField, LineField, LinkField, TextField
from trellis.core.foundation.ids import new_id

from ..belief_page import BeliefPage, no_target, targets_to_choose
from ..models import Belief, BeliefEvidence
from ..selectors import LearningPage
from ..services import beliefs as services


class BeliefFields(forms.Form):
    statement = LineField(
        label=_("What do you believe?"),
        max_length=300,
        help_text=_("One sentence about practice, such as “Students ask more when they choose the site.”"),
    )
    sure = forms.ChoiceField(label=_("How sure are you?"), choices=Belief.Sure.choices)
    look_again_on = DayField(label=_("Look at it again on"))


class AddBeliefForm(BeliefFields, ActionForm):
    """Add a belief, on the network's learning page."""

    do = "add-belief"
    submit = _("Add belief")
    section = "beliefs"
    adds = True
    subject: LearningPage

    id = EntryIdField()

    def prepare(self) -> None:
        self.initial = {"id": new_id()} | self.initial

    def save(self) -> str:
        if not self.subject.writes:
            raise Http404
        values = {name: self.cleaned_data[name] for name in BeliefFields.base_fields}
        services.add_belief(self.cleaned_data["id"], self.subject.network, values, self.by)
        return gettext("Added.")


class BeliefForm(ActionForm):
    """A form of a belief's page."""

    subject: BeliefPage

    def check_writes(self) -> None:
        if not self.subject.writes:
            raise Http404


class ChangeBeliefForm(BeliefFields, BeliefForm, ActionForm[Belief]):
    """Change a belief, or say what became of it."""

    do = "change"
    row_name = "belief"
    shows_revision = True

    status = forms.ChoiceField(label=_("Status"), choices=Belief.Status.choices)
    reason = TextField(
        label=_("Why"),
        max_length=2000,
        required=False,
        help_text=_("Needed where it is in question or no longer believed."),
    )

    def rows(self) -> QuerySet[Belief]:
        return Belief.objects.seen_by(self.viewer).select_related("network").filter(pk=self.subject.belief.pk)

    def save(self) -> str:
        self.check_writes()
        labels = {name: str(field.label) for name, field in self.fields.items()}
        services.update_belief(self.row_or_404, self.cleaned_data, self.seen, labels, self.by)
        return gettext("Saved.")


class AddEvidenceForm(BeliefForm):
    """Add what speaks for it or against it."""

    do = "add-evidence"
    submit = _("Add evidence")
    section = "evidence"
    adds = True

    id = EntryIdField()
    side = forms.ChoiceField(
        label=_("What does it do?"), choices=BeliefEvidence.Side.choices, widget=forms.RadioSelect
    )
    about = forms.ChoiceField(label=_("Where is it from?"), required=False)
    words = TextField(label=_("What it shows"), max_length=2000)
    link = LinkField(label=_("Link"), required=False, help_text=_("For a text that stands elsewhere."))

    def prepare(self) -> None:
        self.initial = {"id": new_id(), "side": BeliefEvidence.Side.SUPPORTS} | self.initial
        if self.subject.writes:
            groups = targets_to_choose(self.viewer, self.subject.belief.network)
            self.fields["about"].choices = [no_target(), *groups]

    def save(self) -> str:
        self.check_writes()
        name, _colon, key = self.cleaned_data["about"].partition(":")
        details = services.EvidenceDetails(
            self.cleaned_data["side"],
            self.cleaned_data["words"],
            self.cleaned_data["link"],
            (name, UUID(key)) if key else None,
        )
        services.add_evidence(self.cleaned_data["id"], self.subject.belief, details, self.by)
        return gettext("Added.")


class RemoveEvidenceForm(BeliefForm, ActionForm[BeliefEvidence]):
    """Take evidence out again."""

    do = "remove-evidence"
    submit = _("Remove")
    section = "evidence"
    row_name = "evidence"

    def rows(self) -> QuerySet[BeliefEvidence]:
        return BeliefEvidence.objects.seen_by(self.viewer).filter(belief=self.subject.belief)

    def save(self) -> str:
        self.check_writes()
        services.remove_evidence(self.row_or_404, self.by)
        return gettext("Removed.")


BELIEF_FORMS = (ChangeBeliefForm, AddEvidenceForm, RemoveEvidenceForm)
