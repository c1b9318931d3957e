"""What the page of one visit shows its coach: what was agreed and what moved, the notes, and what is agreed now."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cached_property

from django.utils.text import capfirst
from django.utils.translation import gettext as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.design.blueprint.models import Adoption
from trellis.design.blueprint.package.learning import Level
from trellis.design.blueprint.package.records import Review, ReviewRow
from trellis.design.blueprint.school_selectors import Adaptation, adaptations_of, authors_of
from trellis.design.blueprint.wording import Wording, wording_of

from . import notes, selectors, summaries
from .commitments import commitments_before, owner_choices, visible_commitments
from .contract_hours import ContractHours, contract_hours
from .models import CoachHandover, CoachVisit, VisitCommitment, VisitSummary
from .note_versions import StandingText
from .school_changes import SchoolChanges, school_changes
from .work_in_progress import WorkInProgress, work_in_progress


@dataclass(frozen=True)
class FocusRow:
    """A row of the school's review rubric that the visit looks at.

    texts: the notes that stand. before: the last level in words with its visit, or None.
    """

    key: str
    title: str
    question: str
    look_for: tuple[str, ...]
    texts: list[StandingText]
    before: tuple[str, CoachVisit] | None

    @property
    def text(self) -> StandingText | None:
        return self.texts[-1] if self.texts else None

    @property
    def section(self) -> str:
        """The id of its part of the page."""
        return f"row-{self.key}"

    @property
    def all_keys(self) -> str:
        """The versions that a choice between the texts replaces."""
        return ",".join(key for text in self.texts for key in text.keys)

    @property
    def is_divided(self) -> bool:
        """Whether two devices wrote different texts."""
        return len(self.texts) > 1


@dataclass(frozen=True)
class InProgress:
    """What the school works on: its changes of the model, and its open cycles."""

    adaptations: list[Adaptation]
    work: WorkInProgress


class VisitPage:
    """One visit, for the coach who works with the school."""

    def __init__(self, viewer: Viewer, visit: CoachVisit) -> None:
        self.viewer, self.visit, self.school = viewer, visit, visit.school

    @cached_property
    def words(self) -> Wording:
        return wording_of(self.school.pk)

    @cached_property
    def today(self) -> date:
        return school_local_time(self.school, self.viewer.now).date()

    @property
    def review(self) -> Review | None:
        """The rubric by which the school looks at itself, in the reader's language."""
        return self.words.package.review if self.words.package else None

    @property
    def version(self) -> str:
        return self.words.package.version if self.words.package else ""

    @property
    def levels(self) -> tuple[Level, ...]:
        return self.review.levels if self.review else ()

    @cached_property
    def rubric_rows(self) -> dict[str, ReviewRow]:
        return {row.key: row for row in self.review.rows} if self.review else {}

    @cached_property
    def focus(self) -> list[FocusRow]:
        """The chosen rows, then rows with notes that are chosen no more."""
        texts = notes.notes_of(self.viewer, self.visit)
        titles = notes.titles_of_notes(self.viewer, self.visit)
        last = notes.last_levels(self.viewer, self.visit)
        keys = [key for key in self.visit.focus if key in self.rubric_rows]
        rows = []
        for key in dict.fromkeys([*keys, *texts]):
            row = self.rubric_rows.get(key)
            level, visit = last.get(key, (None, None))
            before = (self.level_title(level), visit) if level and visit else None
            rows.append(
                FocusRow(
                    key,
                    row.title if row else titles.get(key, key),
                    row.question if row else "",
                    tuple(row.look_for) if row else (),
                    texts.get(key, []),
                    before,
                )
            )
        return rows

    def level_title(self, position: int | None) -> str:
        """A level in words: "Level 2: Growing"."""
        quality = next((level.quality for level in self.levels if level.position == position), "")
        if position is None:
            return ""
        return _("Level %(n)s: %(name)s") % {"n": position, "name": quality} if quality else str(position)

    @cached_property
    def private_texts(self) -> list[StandingText]:
        return notes.private_notes_of(self.viewer, self.visit)

    @property
    def private_keys(self) -> str:
        return ",".join(key for text in self.private_texts for key in text.keys)

    @cached_property
    def before(self) -> CoachVisit | None:
        return selectors.visit_before(self.viewer, self.visit)

    @cached_property
    def earlier_commitments(self) -> list[VisitCommitment]:
        return commitments_before(self.viewer, self.visit)

    @cached_property
    def own_commitments(self) -> list[VisitCommitment]:
        """What was agreed at this visit, removed ones too: they can be brought back."""
        return list(visible_commitments(self.viewer).filter(visit=self.visit))

    @cached_property
    def commitments(self) -> list[VisitCommitment]:
        return [each for each in self.own_commitments if each.removed_at is None]

    @cached_property
    def owners(self) -> list[tuple[str, str]]:
        return owner_choices(self.school.pk)

    @cached_property
    def changes(self) -> SchoolChanges:
        return school_changes(self.viewer, self.school, self.before.figures if self.before else {})

    @cached_property
    def in_progress(self) -> InProgress:
        adoption = Adoption.objects.seen_by(self.viewer).current().filter(school=self.school)
        current = adoption.select_related("package").first()
        names = authors_of(self.viewer, [current]) if current else {}
        return InProgress(
            adaptations_of(current, names) if current and current.changes else [],
            work_in_progress(self.viewer, self.school),
        )

    @cached_property
    def hours(self) -> ContractHours:
        return contract_hours(self.viewer, [self.school.pk], self.visit.day)[self.school.pk]

    @cached_property
    def number_in_year(self) -> tuple[int, int]:
        return selectors.number_in_year(self.viewer, self.visit)

    @cached_property
    def next(self) -> CoachVisit | None:
        return selectors.visit_after(self.viewer, self.visit)

    @property
    def proposed_day(self) -> date:
        return selectors.propose_day(self.visit.day, self.today)

    @cached_property
    def leaders(self) -> list[Person]:
        return summaries.leaders_of(self.school.pk)

    @cached_property
    def summary(self) -> VisitSummary | None:
        return summaries.last_summary(self.viewer, self.visit)

    @cached_property
    def handover(self) -> CoachHandover | None:
        from .handovers import handover_of

        handover = handover_of(self.viewer, self.school.pk)
        return handover if handover and handover.to_coach_id == self.viewer.person_id else None

    def summary_body(self, words: str) -> summaries.Body:
        """What would be shared now."""
        focus = [
            (str(capfirst(row.title)), self.level_title(row.text.level if row.text else None))
            for row in self.focus
        ]
        return summaries.make_body(words, focus, self.commitments)
