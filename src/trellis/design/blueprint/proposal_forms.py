"""A school's change becomes a proposal, and the network answers it."""

from __future__ import annotations

from django import forms
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import TextField

from . import services
from .models import Adoption, ChangeProposal, PackageDraft


class ProposalForm(ActionForm[ChangeProposal]):
    """Acts on a proposal that is not answered yet. `subject`: the models of the network."""

    row_name = "proposal"

    def rows(self):
        proposals = ChangeProposal.objects.seen_by(self.viewer).select_related("school", "package")
        return proposals.filter(network=self.subject.network)


class AcceptProposalForm(ProposalForm):
    do = "accept"
    submit = gettext_lazy("Take it up")
    draft = forms.ChoiceField(label=gettext_lazy("In the draft"))

    def prepare(self) -> None:
        slug = self.row.package.slug if self.row else ""
        drafts = [draft for draft in self.subject.drafts if draft.body["package"].get("slug") == slug]
        self.drafts = {str(draft.pk): draft for draft in drafts}
        self.fields["draft"].choices = [(key, draft_title(draft)) for key, draft in self.drafts.items()]

    def save(self) -> str:
        draft = self.drafts[self.cleaned_data["draft"]]
        proposal = self.row_or_404
        services.accept_proposal(proposal, draft, self.by)
        if not proposal.path:
            self.done_url = reverse("model-draft-place", args=[draft.pk, proposal.part])
            return _("The proposal is in the note of this part, with its authors. Now write the change.")
        return _("The change is in the draft, with its author’s name.")


class DeclineProposalForm(ProposalForm):
    do = "decline"
    submit = gettext_lazy("Don’t take it up")
    answer = TextField(
        label=gettext_lazy("Why"),
        max_length=600,
        rows=2,
        error_messages={"required": gettext_lazy("Say why, so that the school knows.")},
    )

    def save(self) -> str:
        services.decline_proposal(self.row_or_404, self.cleaned_data["answer"], self.by)
        return _("Answered. The school keeps its change.")


PROPOSAL_FORMS = (AcceptProposalForm, DeclineProposalForm)


class ProposeForm(ActionForm[Adoption]):
    """Propose a school's change for the model: its own leader, or the network."""

    do = "propose"
    row_name = "adoption"
    submit = gettext_lazy("Propose for the model")
    path = forms.CharField(widget=forms.HiddenInput)

    def rows(self):
        return Adoption.objects.seen_by(self.viewer).current().select_related("school")

    def save(self) -> str:
        adoption, viewer = self.row_or_404, self.viewer
        if not (
            adoption.school.network_id in viewer.networks
            or adoption.school_id in viewer.to("school", "leader-of")
        ):
            raise ActionError(_("The school’s leaders or the network can propose this."))
        services.propose_change(adoption, self.cleaned_data["path"], "", self.by)
        return _("Proposed. The network sees it on its “Models” page.")


def draft_title(draft: PackageDraft) -> str:
    """The name and version of a draft."""
    about = draft.body.get("package", {})
    return f"{about.get('name', '')} {about.get('version', '')}".strip()
