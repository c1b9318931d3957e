"""What a panelist sends by their link, without an account."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm

from . import services
from .forms import ExhibitionWork, ScoresForm
from .models import Panelist


class ComeForm(ActionForm[Panelist]):
    subject: ExhibitionWork
    do = "come"
    submit = gettext_lazy("Yes, I’ll come")

    def save(self) -> str:
        services.answer_invitation(self.subject.require_seat(), comes=True)
        return _("Thank you. We look forward to seeing you.")


class CannotComeForm(ActionForm[Panelist]):
    subject: ExhibitionWork
    do = "cannot"
    submit = gettext_lazy("I can’t come")

    def save(self) -> str:
        services.answer_invitation(self.subject.require_seat(), comes=False)
        return _("Thank you for letting us know.")


class LinkScoresForm(ScoresForm):
    def save(self) -> str:
        super().save()
        return _("Saved. Thank you. You can change your scores until the panel has agreed.")


PANEL_FORMS = (LinkScoresForm, ComeForm, CannotComeForm)
