"""What an adult sends from the page of their practice. Services check again what must hold whoever calls them."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.shortcuts import get_object_or_404
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.assessment.exhibitions.models import Exhibition
from trellis.assessment.exhibitions.rubric import practice_kind
from trellis.assessment.exhibitions.services import plan_exhibition
from trellis.assessment.portfolios.forms import parse_id
from trellis.assessment.portfolios.models import Task, TaskSubmission
from trellis.assessment.portfolios.services import SubmittedTask
from trellis.assessment.portfolios.withdrawals import withdraw_submission
from trellis.core.community.models import Term
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import LineField, LinkField, TextField
from trellis.design.blueprint.package.credentials import Credential

from ..models import CredentialAward
from ..services import credentials
from .selectors import CredentialCard, Piece, PracticeSchool


@dataclass(frozen=True)
class PracticePage:
    """An adult's school with its model, and the cards of its credentials."""

    at: PracticeSchool
    cards: list[CredentialCard]

    def require_term(self) -> Term:
        """The term to note a piece under. Raises ActionError where the school has none at all."""
        if self.at.term is None:
            raise ActionError(
                _("There is no active term. The school calendar shows when the next one starts.")
            )
        return self.at.term


class PieceForm(ActionForm[Task]):
    """Turn in a piece for a credential. `credential` and `piece` say for which card, `key` from which page."""

    do = "turn-in"
    submit = gettext_lazy("Turn in")
    subject: PracticePage

    title = LineField(
        label=gettext_lazy("Title"),
        max_length=200,
        error_messages={"required": gettext_lazy("Enter a title: your question, or the name of your work.")},
    )
    overview = TextField(
        label=gettext_lazy("Overview"),
        max_length=8000,
        rows=4,
        error_messages={"required": gettext_lazy("Answer the overview questions.")},
    )
    words = TextField(label=gettext_lazy("Evidence"), max_length=40_000, rows=6, required=False)
    link = LinkField(label=gettext_lazy("Link"), required=False)
    file = forms.FileField(
        label=gettext_lazy("File, photo or voice note"), required=False, allow_empty_file=True
    )
    reflection = TextField(
        label=gettext_lazy("Reflection"),
        max_length=8000,
        rows=4,
        error_messages={"required": gettext_lazy("Answer the reflection questions.")},
    )
    consent = forms.BooleanField(
        label=gettext_lazy(
            "Everyone who can be seen, heard or named in this work agreed to it, or no one can be recognized."
        ),
        error_messages={"required": gettext_lazy("Check that everyone in this work agreed to it.")},
    )
    is_open = False

    def for_card(self, card: CredentialCard, piece: Piece | None = None) -> PieceForm:
        """This form for a new piece of one card, or for a piece once more: with what was typed, if sent from there."""
        form, piece_id = self, str(piece.id) if piece else ""
        sent_from = (self.data.get("credential"), self.data.get("piece", ""))
        is_sent = self.is_bound and sent_from == (card.credential.key, piece_id)
        if not is_sent:
            initial = _initial(piece) if piece else {}
            form = type(self)(request=self.request, subject=self.subject, initial=initial)
        form.is_open, form.auto_id = is_sent, f"%s-{piece_id or card.credential.key}"
        return form

    def save(self) -> str:
        at = self.subject.at
        card = next(
            (card for card in self.subject.cards if card.credential.key == self.data.get("credential")), None
        )
        if card is None or not card.is_for_role:
            raise ActionError(_("This credential is not for your role. Open the page again."))
        sent, revised = self.cleaned_data, self._revised()
        credentials.turn_in_piece(
            self.viewer.person,
            at.school,
            revised.term if revised else self.subject.require_term(),
            card.credential,
            parse_id(self.data.get("key", "")),
            SubmittedTask(
                sent["title"],
                sent["words"],
                sent["link"],
                sent["file"],
                sent["overview"],
                sent["reflection"],
                credentials.chosen_by(self.viewer.person, at.school, card.credential),
            ),
            revised,
        )
        return _done_message(card.credential)

    def _revised(self) -> Task | None:
        """The piece that is turned in once more; None for a new one."""
        if not self.data.get("piece"):
            return None
        tasks = Task.objects.seen_by(self.viewer).filter(student=self.by, practice__gt="")
        task = tasks.filter(pk=parse_id(self.data["piece"])).select_related("term").first()
        if task is None:
            raise ActionError(_("This task is no longer here. Open the page again."))
        return task


def _initial(piece: Piece) -> dict[str, str]:
    """What the form of a piece shows before anybody types: what was turned in last."""
    submissions = piece.status.submissions
    names = ("title", "overview", "words", "link", "reflection")
    return {name: getattr(submissions[0], name) for name in names} if submissions else {}


def _done_message(credential: Credential) -> str:
    if credential.assessed == "self":
        return _("Turned in.")
    return _("Turned in. Next, two people are chosen to score it.")


class TakeBackForm(ActionForm[TaskSubmission]):
    """Take back a piece that was turned in, to change it and turn it in again."""

    do = "take-back"
    submit = gettext_lazy("Unsubmit and edit")

    def save(self) -> str:
        submissions = TaskSubmission.objects.seen_by(self.viewer).filter(
            task__student=self.by, task__practice__gt=""
        )
        key = parse_id(self.data.get("submission", ""))
        withdraw_submission(get_object_or_404(submissions.select_related("task"), pk=key))
        return _("Unsubmitted. Edit it below and turn it in again.")


class AwardForm(ActionForm[CredentialAward]):
    """A form about a credential of one's own: the field `award`."""

    shares = True

    def save(self) -> str:
        awards = CredentialAward.objects.seen_by(self.viewer).filter(person=self.by)
        award = get_object_or_404(awards, pk=parse_id(self.data.get("award", "")))
        credentials.share_award(award, self.shares)
        return _("Saved.")


class ShareForm(AwardForm):
    do = "share"
    submit = gettext_lazy("Share with colleagues")


class UnshareForm(AwardForm):
    do = "unshare"
    submit = gettext_lazy("Stop sharing")
    shares = False


class PlanExhibitionForm(ActionForm[Exhibition]):
    """Plan one's exhibition of practice in this term. Again opens the one that is there. url: of its page."""

    do = "exhibition"
    submit = gettext_lazy("Plan an exhibition")
    subject: PracticePage
    url: str = ""

    def save(self) -> str:
        at = self.subject.at
        kind = practice_kind(at.package)
        if kind is None:
            raise ActionError(_("Your school’s model has no exhibition of practice."))
        person, term = self.viewer.person, self.subject.require_term()
        exhibition = plan_exhibition(person, term, kind.key, kind.minutes, self.by, at.school)
        self.url = reverse("exhibition", args=[exhibition.pk])
        return ""


PRACTICE_FORMS = (PieceForm, TakeBackForm, ShareForm, UnshareForm, PlanExhibitionForm)
