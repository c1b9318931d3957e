"""What people send from the pages of scores: one work by its rubrics, one outcome of a group, and the rule."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from typing import NamedTuple, Protocol
from uuid import UUID

from django import forms
from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from trellis.core.community.models import Group, Person
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.input_parsing import parse_whole_number
from trellis.core.foundation.requests import Request
from trellis.design.frameworks.models import Criterion, Level, Rubric
from trellis.learning.languages.selectors import language_summary, multilingual_students, own_levels_in_work
from trellis.learning.languages.services import WORK_DOMAINS, save_language_in_work, work_level_field
from trellis.learning.projects.models import Product

from . import gradebook, levels_table, rubric_scoring
from .models import AveragingPolicy, Score

# One work, row by row of its rubrics


@dataclass(frozen=True)
class StudentWork:
    """One student's work on one product, and the rubrics that it is scored with."""

    student: Person
    product: Product
    rubrics: list[Rubric]


class RowField(NamedTuple):
    """A row of a rubric with its levels, the level that its field holds, and the one that it was shown with."""

    row: Criterion
    levels: list[Level]
    level: str
    shown: str


class DomainField(NamedTuple):
    """A domain of language, the level that its field holds, and the one that it was shown with."""

    key: str
    label: str
    level: str
    shown: str


class LanguageFields(NamedTuple):
    """The scale on which a student's English is scored, its levels by position, and a field for each domain."""

    title: str
    levels: list[tuple[int, str]]
    domains: list[DomainField]


class ScorableWork(Protocol):
    """A student's work that is scored. `product`: None for work that gets comments only."""

    @property
    def student(self) -> Person: ...
    @property
    def product(self) -> Product | None: ...
    @property
    def rubrics(self) -> list[Rubric]: ...


class LevelsForm(ActionForm[Score]):
    """A level for each row of the rubrics (`row-<criterion>`), and for English (`language-<domain>`), scored apart.

    `shown-` and the name of a field says what the page showed in it.
    """

    @property
    def work(self) -> ScorableWork:
        """What is scored: `subject`, which each page narrows."""
        return self.subject

    def clean(self) -> dict[str, object]:
        levels, shown, seen = self._row_levels("row-"), None, None
        if any(name.startswith("shown-") for name in self.data):
            shown = self._row_levels("shown-row-")
            seen = {key: self.data.get(f"shown-{work_level_field(key)}", "") for key in WORK_DOMAINS}
        english = {key: self.data.get(work_level_field(key), "") for key in WORK_DOMAINS}
        return {"levels": levels, "shown": shown, "english": english, "english_shown": seen}

    def rubric_rows(self) -> list[tuple[Rubric, list[RowField]]]:
        """Each rubric with its rows."""
        return [
            (rubric, [self._row_field(row) for row in rubric.criteria.all()]) for rubric in self.work.rubrics
        ]

    def _row_field(self, row: Criterion) -> RowField:
        values = self._field_values(f"row-{row.pk}", self.own_levels.get(row.pk))
        return RowField(row, list(row.levels.all()), *values)

    def language(self) -> LanguageFields | None:
        """The scale and one's own levels, for a student who is learning English; None for the others."""
        student, product = self.work.student, self.work.product
        if product is None or not multilingual_students(self.viewer, [student]):
            return None
        scale = language_summary(self.viewer, student).scale
        own_levels = own_levels_in_work(self.viewer, student, product)
        domains = [
            DomainField(key, key.label, *self._field_values(work_level_field(key), own_levels.get(key)))
            for key in WORK_DOMAINS
        ]
        return LanguageFields(scale.title, list(enumerate(scale.levels, 1)), domains)

    @cached_property
    def own_levels(self) -> dict[UUID, int]:
        """The levels that the viewer gave, by criterion."""
        product = self.work.product
        return rubric_scoring.own_row_levels(self.viewer, self.work.student, product) if product else {}

    def _field_values(self, field: str, saved: int | None) -> tuple[str, str]:
        """What a field holds, and what it was shown with: after an error what was sent."""
        shown = self.data.get(f"shown-{field}", self._shown_text(field, saved))
        return self.data.get(field, self._chosen_text(field, saved)), shown

    def _chosen_text(self, field: str, saved: int | None) -> str:
        """The level that a field holds before anybody chooses."""
        return "" if saved is None else str(saved)

    def _shown_text(self, field: str, saved: int | None) -> str:
        """The saved level that the page shows in a field."""
        return "" if saved is None else str(saved)

    def _row_levels(self, prefix: str) -> dict[UUID, int]:
        """By criterion the level: fields named by the prefix and its id. The service checks them."""
        try:
            return {
                UUID(name.removeprefix(prefix)): int(value[:4])
                for name, value in self.data.items()
                if name.startswith(prefix) and value
            }
        except ValueError:
            raise ValidationError(
                _("The rubric has changed since you opened this page. Open the page again.")
            ) from None


class WorkLevelsForm(LevelsForm):
    """The levels of one work, saved as scores at once."""

    subject: StudentWork

    def save(self) -> str:
        """Save content and language apart: the one says nothing of the other. All or nothing."""
        sent, work, by = self.cleaned_data, self.subject, self.viewer.person
        with transaction.atomic():
            scale = language_summary(self.viewer, work.student).scale_key
            scored = save_language_in_work(
                work.student, work.product, scale, sent["english"], by, sent["english_shown"]
            )
            if not sent["levels"] and scored:
                return _("Saved.")
            scores = rubric_scoring.save_row_levels(
                work.student, work.product, work.rubrics, sent["levels"], by, sent["shown"]
            )
        levels_text = format_list(f"{title} {level}" for title, level in rubric_scoring.titled_levels(scores))
        return _("Saved. Levels: %(levels)s.") % {"levels": levels_text} if scores else _("Saved.")


# The gradebook


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
    """The cells of one outcome of a group. assigned: those of students who make the product. since: for the sums."""

    book: gradebook.OutcomeGradebook
    assigned: set[gradebook.Cell]
    since: datetime


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
