"""What people send from the gradebook: the levels of one outcome, which products show it, and the rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.community.models import Group
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import parse_whole_number
from trellis.core.foundation.requests import Request
from trellis.learning.projects import design_services
from trellis.learning.projects.models import Product

from . import gradebook, levels_table
from .models import AveragingPolicy, Score


class AveragingRuleForm(ActionForm[AveragingPolicy]):
    """How a school combines scores. subject: a group of the school."""

    subject: Group
    submit = gettext_lazy("Use this rule")

    rule = forms.ChoiceField(
        choices=AveragingPolicy.Rule.choices,
        widget=forms.HiddenInput,
        error_messages={
            "required": gettext_lazy("Choose a rule from the list."),
            "invalid_choice": gettext_lazy("Choose a rule from the list."),
        },
    )

    def save(self) -> str:
        rule = self.cleaned_data["rule"]
        gradebook.choose_averaging_rule(self.subject.school, rule, self.viewer.person, self.seen)
        return _("This rule is now in use. No scores have changed.")


@dataclass(frozen=True)
class OutcomeCells:
    """The cells of one outcome of a group. assigned: those of students who make the product. since: for the sums.

    without_outcome: products of the viewer's own projects that say nothing of the outcome.
    """

    book: gradebook.OutcomeGradebook
    assigned: set[gradebook.Cell]
    since: datetime
    without_outcome: list[Product]


class OutcomeLevelsForm(ActionForm[Score]):
    """The levels of one outcome: each cell's field is named `student product was`.

    would: what removing scores would change, for the user to confirm with the field `sure`.
    """

    subject: OutcomeCells
    would: list[gradebook.SummaryChange]

    def clean(self) -> dict[str, object]:
        changes = self._changes()
        self.would = []
        if "sure" not in self.data and any(level is None for _was, level in changes.values()):
            try:
                self.would = gradebook.preview_changes(
                    self.viewer, changes, self.subject.book, self.subject.since
                )
            except ActionError as error:
                raise ValidationError(error.message) from None
        return {"changes": changes}

    def save(self) -> str:
        book = self.subject.book
        count = gradebook.save_levels(
            self.cleaned_data["changes"], book.products, book.outcome, book.top, self.viewer.person
        )
        return ngettext("%(n)d level saved.", "%(n)d levels saved.", count) % {"n": count}

    def typed_levels(self) -> dict[gradebook.Cell, str]:
        """What was typed, by cell."""
        return {cell: text for cell, _before, text in self._cells()}

    def sent_fields(self) -> list[tuple[str, str]]:
        """All fields that were sent, to be sent again once the user confirms."""
        return [(name, value) for name, value in self.data.items() if name != "csrfmiddlewaretoken"]

    def _changes(self) -> dict[gradebook.Cell, tuple[int | None, int | None]]:
        """Cells whose level is another than the one that the page showed."""
        levels = {cell: (_parse_level(before), _parse_level(text)) for cell, before, text in self._cells()}
        return {cell: (was, level) for cell, (was, level) in levels.items() if was != level}

    def _cells(self) -> Iterator[tuple[gradebook.Cell, str, str]]:
        """Each cell that was sent, with the level that the page showed and the text typed into it."""
        cells_by_key = levels_table.cells_by_field_name(self.subject.assigned)
        for name, text in self.data.items():
            key, _space, before = name.rpartition(" ")
            if key in cells_by_key:
                yield cells_by_key[key], before, text


class OutcomeWeightsForm(ActionForm[Product]):
    """Says which products of one's projects show the outcome, where their design does not."""

    do = "weigh"
    submit = gettext_lazy("Add to the gradebook")
    subject: OutcomeCells

    product = forms.MultipleChoiceField(
        label=gettext_lazy("Which of these products show this outcome?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": gettext_lazy("Choose at least one product.")},
    )

    def prepare(self) -> None:
        self.fields["product"].choices = [
            (str(product.pk), f"{product.title} · {product.project.title}")
            for product in self.subject.without_outcome
        ]

    def save(self) -> str:
        chosen = self.cleaned_data["product"]
        products = [product for product in self.subject.without_outcome if str(product.pk) in chosen]
        design_services.add_outcome(products, self.subject.book.outcome.key, self.by)
        return _("Saved. You can score these products now.")


class OutcomeLevelsActions(PageActions):
    """The page of an outcome's levels: what would remove scores is not saved before the user confirms."""

    def _run(self, request: Request, form: ActionForm) -> None:
        if isinstance(form, OutcomeLevelsForm) and form.is_valid() and form.would:
            self.forms[form.do] = form
        else:
            super()._run(request, form)


def _parse_level(text: str) -> int | None:
    if text.strip() in ("", "-"):
        return None
    level = parse_whole_number(text)
    if level is None:
        raise ValidationError(_("Enter the level as a number."))
    return level
