"""What a scorer sends from the page on which turned-in work is scored."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import RowField, TextField
from trellis.learning.languages.selectors import language_summary
from trellis.learning.projects import design_services
from trellis.learning.projects.models import Product, StepDone

from . import rubric_scoring, scoring_services
from .scoring_queue import TurnedInWork
from .scoring_services import ScoringEntry
from .work_forms import LevelsForm

TOO_LONG = gettext_lazy("A comment can have up to 1200 characters. Shorten it.")


class ScoringForm(LevelsForm):
    """Levels, English and a comment for work that was turned in. The fields hold the scorer's draft, or else
    what is saved.

    newest: the newest version that the page shows.
    """

    subject: TurnedInWork

    newest = forms.UUIDField(required=False, widget=forms.HiddenInput)
    comment = TextField(
        label=gettext_lazy("Comment for the student"),
        max_length=1200,
        rows=4,
        required=False,
        error_messages={"max_length": TOO_LONG},
    )

    def prepare(self) -> None:
        draft = self.subject.draft
        self.initial |= {
            "newest": self.subject.pieces[0].pk if self.subject.pieces else None,
            "comment": draft.comment if draft else "",
        }

    def clean(self) -> dict[str, object]:
        typed = {name: self.cleaned_data.get(name) for name in ("newest", "comment")}
        return super().clean() | typed

    @property
    def entry(self) -> ScoringEntry:
        """What was sent."""
        sent = self.cleaned_data
        return ScoringEntry(
            sent["levels"], sent["english"], sent["comment"] or "", sent["shown"], sent["english_shown"]
        )

    @cached_property
    def own_levels(self) -> dict[UUID, int]:
        """The levels that are chosen: in the draft, else those that are saved."""
        draft = self.subject.draft
        if draft:
            return {UUID(key): level for key, level in draft.levels.items()}
        return self.saved_levels

    @cached_property
    def saved_levels(self) -> dict[UUID, int]:
        """The levels that are saved as the scorer's scores, by criterion."""
        product = self.subject.product
        return rubric_scoring.own_row_levels(self.viewer, self.subject.student, product) if product else {}

    def _shown_text(self, field: str, saved: int | None) -> str:
        """What is saved as a score; a draft is not."""
        if field.startswith("row-"):
            saved = self.saved_levels.get(UUID(field.removeprefix("row-")))
        return super()._shown_text(field, saved)

    def _chosen_text(self, field: str, saved: int | None) -> str:
        """What the draft holds of a domain of language, else what is saved."""
        draft = self.subject.draft
        if draft and field.startswith("language-"):
            return draft.english.get(field.removeprefix("language-"), "")
        return super()._chosen_text(field, saved)


class DraftForm(ScoringForm):
    """Saves what there is so far. The page's script sends it as one goes; without script it is a button."""

    do = "draft"
    submit = gettext_lazy("Save draft")

    def save(self) -> str:
        self.saved = scoring_services.save_draft(self.subject, self.entry, self.viewer.person, self.seen)
        return _("Draft saved. The student sees it when you return the work.")


class ReturnForm(ScoringForm):
    """Returns the work to the student with what was chosen and written."""

    do = "return"
    submit = gettext_lazy("Return and next")

    def save(self) -> str:
        work = self.subject
        scale = language_summary(self.viewer, work.student).scale_key
        newest = self.cleaned_data["newest"]
        scoring_services.return_work(work, self.entry, newest, scale, self.viewer.person)
        return _("Returned to %(student)s.") % {"student": work.student.first_name}


class ReopenForm(ActionForm[StepDone]):
    """Undoes a return."""

    do = "reopen"
    submit = gettext_lazy("Undo return")
    subject: TurnedInWork

    def save(self) -> str:
        scoring_services.reopen_work(self.subject.done, self.viewer.person)
        return _("Reopened. The comment is back in your draft, and the levels stay saved.")


def _project_products(form: ActionForm) -> QuerySet[Product]:
    products = Product.objects.seen_by(form.viewer).filter(project=form.subject.step.project_id)
    return products.order_by("position", "created")


class RubricChoiceForm(ActionForm[Product]):
    """Says what a step is scored as, where its design does not: a product, and the outcomes that it shows."""

    do = "score-as"
    submit = gettext_lazy("Use this rubric")
    subject: TurnedInWork

    product = RowField(
        label=gettext_lazy("This work is"),
        rows=lambda form: _project_products(form),
        required=False,
    )
    outcome = forms.MultipleChoiceField(
        label=gettext_lazy("Outcomes that it shows"), required=False, widget=forms.CheckboxSelectMultiple
    )

    def prepare(self) -> None:
        step = self.subject.step
        product = self.fields["product"]
        if isinstance(product, RowField):
            product.empty_label = _("New product: %(title)s") % {"title": step.title}
        self.fields["outcome"].choices = [(key, row.title) for key, row in self.subject.outcomes.items()]
        aims = [key for key in step.project.aims if key in self.subject.outcomes]
        self.initial |= {"product": step.product_id, "outcome": aims}

    def save(self) -> str:
        if self.subject.rubrics:  # a colleague has said it since the page was opened
            raise ActionError(_("The rubric has changed since you opened this page. Open the page again."))
        step, product = self.subject.step, self.cleaned_data["product"]
        keys = self.cleaned_data["outcome"]
        design_services.score_step_as(step, product, keys, self.by)
        return _("Saved. Every student’s work on this step is now scored on this rubric.")
