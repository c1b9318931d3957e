"""Forms of one work by the rows of its rubrics, with the student's English beside it."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple, Protocol
from uuid import UUID

from django.core.exceptions import ValidationError
from django.db import transaction
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.formatting import format_list
from trellis.design.frameworks.models import Criterion, Level, Rubric
from trellis.learning.languages.selectors import language_summary, multilingual_students, own_levels_in_work
from trellis.learning.languages.services import WORK_DOMAINS, save_language_in_work, work_level_field
from trellis.learning.projects.models import Product

from . import rubric_scoring
from .models import Score


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
