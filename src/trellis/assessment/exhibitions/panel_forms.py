"""What a panelist sends by their link, without an account."""

from __future__ import annotations

from django.http import JsonResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm, PageActions

from . import panel_scores, services
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


class RowScoresForm(ScoresForm):
    """The levels that were chosen so far, saved while the panelist goes on."""

    do = "row"

    def save(self) -> str:
        work = self.subject
        panel_scores.save_chosen_levels(work.require_seat(), work.protocol, self.cleaned_data["levels"])
        return ""


def answer_row_scores(actions: PageActions) -> JsonResponse | None:
    """Answer the page's script when it sent what was chosen so far; None when another form was sent."""
    form = actions.form(RowScoresForm)
    if not form.is_bound:
        return None
    errors = [str(error) for messages in form.errors.values() for error in messages]
    return JsonResponse({"errors": errors}, status=actions.status)


PANEL_FORMS = (LinkScoresForm, RowScoresForm, ComeForm, CannotComeForm)
