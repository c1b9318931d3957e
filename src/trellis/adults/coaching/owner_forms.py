"""What the owner of a commitment says of it."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm

from .commitments import check_commitment
from .entry_forms import CHECKS
from .models import VisitCommitment
from .permissions import owned_by


class OwnCheckForm(ActionForm[VisitCommitment]):
    """Whether one's own commitment, or one's team's, is done."""

    do = "check"
    row_name = "commitment"

    status = forms.ChoiceField(label=_("Status"), choices=CHECKS, widget=forms.RadioSelect)

    def rows(self) -> QuerySet[VisitCommitment]:
        return VisitCommitment.objects.seen_by(self.viewer).filter(owned_by(self.viewer), removed_at=None)

    def initial_for(self, row: VisitCommitment) -> dict[str, object]:
        return {"status": row.status}

    def save(self) -> str:
        check_commitment(self.row_or_404, self.cleaned_data["status"], timezone.now(), self.by)
        return gettext("Saved.")
