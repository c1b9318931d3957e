"""A form with one level for each row of a rubric, as `evidence/rubric_form.html` shows it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.models import Record

from .panel_evidence import RubricRow


class RubricLevelsForm(ActionForm[Record]):
    """Levels in the fields `level-<row key>`. `cleaned_data["levels"]` has them by row.

    What is no number is left out: the service then asks for it.
    """

    def rubric_rows(self) -> Iterable[RubricRow]:
        """The rows of the rubric."""
        raise NotImplementedError

    def saved_levels(self) -> Mapping[str, int]:
        """The levels that are saved, by row."""
        return {}

    @property
    def levels(self) -> Mapping[str, int]:
        """What the form shows as chosen: what was sent, else what is saved."""
        return self.posted_levels() if self.is_bound else self.saved_levels()

    def posted_levels(self) -> dict[str, int]:
        """By row, the level that was sent."""
        texts = {row.key: self.data.get(f"level-{row.key}", "") for row in self.rubric_rows()}
        return {key: int(text) for key, text in texts.items() if text.isdecimal() and len(text) < 4}

    def clean(self) -> dict[str, object]:
        return self.cleaned_data | {"levels": self.posted_levels()}
