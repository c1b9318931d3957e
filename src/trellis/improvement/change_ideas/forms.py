"""The forms of change ideas: share what a cycle showed, take it back, change an idea, propose it for the model."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField, TextField

from . import services
from .models import ChangeIdea, IdeaTest
from .proposals import SentProposal, may_propose, proposal_choices, propose_idea
from .selectors import IdeaPage, SharePage


class IdeaFields(forms.Form):
    """What is said of an idea."""

    title = LineField(label=_("The idea"), max_length=200)
    how = TextField(label=_("How to do it"), max_length=4000)
    conditions = TextField(
        label=_("Works where"), max_length=2000, rows=2, required=False,
        help_text=_("What a school needs for it, such as time, people or a habit."),
    )  # fmt: skip
    adaptations = TextField(label=_("What can be changed"), max_length=2000, rows=2, required=False)


class ShareForm(IdeaFields, ActionForm):
    """Share what a decided cycle showed. test: it, once it is shared."""

    do = "share"
    submit = _("Share with the network")
    subject: SharePage
    test: IdeaTest
    field_order = ["same_as", *IdeaFields.base_fields]

    same_as = forms.ChoiceField(label=_("Is this the same idea as one that was shared?"), required=False)
    decision_words = TextField(label=_("What you decided, and why"), max_length=4000)
    confirmed = forms.BooleanField(
        label=_("I have read this. It names no student, and no student can be recognized."),
        error_messages={"required": _("Read what others will see. Then check this box.")},
    )

    def prepare(self) -> None:
        self.ideas = {str(idea.pk): idea for idea in self.subject.offered}
        choices = [("", gettext("No, it is a new idea"))]
        self.fields["same_as"].choices = choices + [(key, idea.title) for key, idea in self.ideas.items()]
        self.initial = self._filled_in() | self.initial
        for name in ("title", "how"):
            self.fields[name].required = not self.data.get("same_as")

    def _filled_in(self) -> dict[str, object]:
        cycle, test = self.subject.cycle, self.subject.test
        filled_in: dict[str, object] = {
            "title": cycle.title[:200],
            "how": cycle.change_idea,
            "decision_words": cycle.decision_words,
        }
        if test is None:
            tested = self.subject.tested
            return filled_in | {"same_as": str(tested.pk) if tested else ""}
        names = ("title", "how", "conditions", "adaptations")
        filled_in |= {name: getattr(test.idea, name) for name in names}
        shared_first_here = test.idea.created_by_id == self.by and test.idea.school_id == test.school_id
        filled_in["same_as"] = (
            "" if shared_first_here or str(test.idea_id) not in self.ideas else str(test.idea_id)
        )
        return filled_in | ({"decision_words": test.decision_words} if test.decision_words else {})

    def save(self) -> str:
        sent = self.cleaned_data
        texts = {name: sent[name] for name in services.TEXTS}
        shared = services.SharedText(
            self.ideas.get(sent["same_as"]), texts, sent["decision_words"], self.subject.figures
        )
        self.test = services.share_cycle(self.subject.cycle, shared, self.by)
        return gettext("Shared with the network.")


class PreviewForm(ShareForm):
    """Show exactly what others will read, with what is typed now. Nothing is written."""

    do = "preview"

    def prepare(self) -> None:
        super().prepare()
        self.fields["confirmed"].required = False

    def save(self) -> str:
        return gettext("This is what others will read. Nothing is shared yet.")


class UnshareForm(ActionForm):
    """Take back what others read of a test."""

    do = "unshare"
    submit = _("Stop sharing")
    subject: SharePage

    def save(self) -> str:
        test = self.subject.test
        if test is None or test.shared_at is None:
            raise Http404
        services.unshare(test, self.by)
        return gettext("Only people who see the cycle see it now.")


class ChangeIdeaForm(IdeaFields, ActionForm[ChangeIdea]):
    """Change what an idea says."""

    do = "change"
    row_name = "idea"
    shows_revision = True
    subject: IdeaPage

    def rows(self) -> QuerySet[ChangeIdea]:
        return (
            ChangeIdea.objects.seen_by(self.viewer).select_related("school").filter(pk=self.subject.idea.pk)
        )

    def save(self) -> str:
        if not self.subject.edits:
            raise Http404
        labels = {name: str(field.label) for name, field in self.fields.items()}
        services.update_idea(self.row_or_404, self.cleaned_data, self.seen, labels, self.by)
        return gettext("Saved.")


class ProposeIdeaForm(ActionForm):
    """Propose an idea for the model."""

    do = "propose"
    submit = _("Propose for the model")
    section = "propose"
    subject: IdeaPage

    part = forms.ChoiceField(label=_("Part of the model"))
    change = forms.ChoiceField(
        label=_("Change of a school"),
        required=False,
        help_text=_("If a school has already changed its model this way, choose its change."),
    )
    what = TextField(label=_("What should change in the model"), max_length=4000)

    def prepare(self) -> None:
        self.offered = may_propose(self.viewer, self.subject.card)
        self.choices = proposal_choices(self.viewer, self.subject.card) if self.offered else None
        if self.choices is None:
            return
        self.fields["part"].choices = self.choices.parts
        if self.choices.changes:
            self.fields["change"].choices = [("", gettext("Say it in words")), *self.choices.changes]
        else:
            del self.fields["change"]
        idea = self.subject.idea
        what = f"{idea.title}\n{idea.how}"
        self.initial = {"part": self.choices.part, "what": what} | self.initial

    def save(self) -> str:
        if self.choices is None:
            raise Http404
        sent = self.cleaned_data
        proposal = SentProposal(sent["part"], sent.get("change", ""), sent["what"])
        propose_idea(self.subject.card, self.choices.adoptions, proposal, self.by)
        return gettext("Proposed. The network sees it on its “Models” page.")


IDEA_FORMS = (ChangeIdeaForm, ProposeIdeaForm)
SHARE_FORMS = (ShareForm, PreviewForm, UnshareForm)
