"""Ordinary grades for schools that must give them: proposed from the same sums, and given by a person.

Scoring says what level a work is at; grading says what goes on the report. Neither changes the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Group, Person, School, Term
from trellis.core.community.selectors import students_in
from trellis.core.community.viewer import Viewer
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.revisions import EditConflict, FieldDifference, create_or_save_if_current
from trellis.design.frameworks.models import Outcome
from trellis.engines import summary

from . import gradebook
from .models import AveragingPolicy, Grade

DEFAULT_BANDS = ((0.875, "A"), (0.625, "B"), (0.375, "C"), (0.0, "D"))
"""The usual letters, by the share of the scale that they begin at; on four levels
3.5, 2.5 and 1.5."""


def letter_bands_of(school: UUID, top: int) -> list[tuple[float, str]]:
    """From which level a letter is proposed, the highest first: the school's own, else the usual ones."""
    bands = AveragingPolicy.objects.filter(school=school).values_list("bands", flat=True).first()
    if bands:
        return [(float(least), str(letter)) for least, letter in bands]
    return [(max(1.0, round(share * top, 1)), letter) for share, letter in DEFAULT_BANDS]


def choose_letter_bands(school: School, text: str, top: int, by: Person, seen: int | None = None) -> None:
    """The school's letters, as typed: "A 3.5, B 2.5, C 1". Raises ActionError in words. No grade that was given
    changes."""
    bands = []
    for piece in filter(None, (part.strip() for part in text.replace(";", ",").split(","))):
        letter, _space, least = piece.rpartition(" ")
        try:
            bands.append((float(least), letter.strip()))
        except ValueError:
            raise ActionError(
                _("“%(text)s” is not a letter grade and a level. Enter it like this: B 2.5.")
                % {"text": piece[:40]},
                field="bands",
            ) from None
    if any(not letter or len(letter) > 8 for _least, letter in bands):
        raise ActionError(_("A letter grade can have 1 to 8 characters."), field="bands")
    try:
        summary.as_letter(1.0, bands)
    except summary.InvalidInputError as error:
        raise ActionError(str(error), field="bands") from None
    if bands[0][0] > top:
        raise ActionError(
            _("“%(letter)s” starts above the highest level, %(top)d, so nobody could earn it.")
            % {"letter": bands[0][1], "top": top},
            field="bands",
        )
    with ledger.act("choose letter grade bands", by=by.pk, about=school.pk, bands=bands):
        values = {"bands": [list(band) for band in bands], "chosen_by": by}
        labels = {"bands": _("Letter grades, and the lowest level for each")}
        create_or_save_if_current(AveragingPolicy, {"school": school}, values, seen, labels)


@dataclass(frozen=True)
class GradeLine:
    """One student of a course: what the sums propose, what they rest on, and the grade that was posted, if any."""

    student: Person
    value: float | None
    percent: float | None
    letter: str
    outcomes: int
    works: int
    grade: Grade | None
    typed: str | None = None

    @property
    def letter_shown(self) -> str:
        """What the field shows: the typed letter after an error, else the one that was posted."""
        return self.typed if self.typed is not None else self.posted_letter

    @property
    def posted_letter(self) -> str:
        return self.grade.letter if self.grade else ""


def grade_lines(
    viewer: Viewer, group: Group, term: Term, outcomes: Sequence[Outcome], top: int, since: datetime
) -> list[GradeLine]:
    """Every student of a course: the mean of their outcomes' sums, as a percent and as a letter."""
    students = students_in(viewer, group)
    rule = gradebook.averaging_rule_of(group.school_id)
    sums = gradebook.summarize_scores(viewer, students, outcomes, rule, top, since)
    bands = letter_bands_of(group.school_id, top)
    grades = Grade.objects.seen_by(viewer).filter(group=group, term=term, deleted_at=None)
    grade_by_student = {grade.student_id: grade for grade in grades.select_related("by")}
    student_lines = []
    for student in students:
        summaries = [sums[student.pk, outcome.pk] for outcome in outcomes if (student.pk, outcome.pk) in sums]
        value = (
            sum(outcome_summary.value for outcome_summary in summaries) / len(summaries)
            if summaries
            else None
        )
        student_lines.append(
            GradeLine(
                student,
                value,
                summary.as_percent(value, top) if value else None,
                summary.as_letter(value, bands) if value else "",
                len(summaries),
                sum(outcome_summary.count for outcome_summary in summaries),
                grade_by_student.get(student.pk),
            )
        )
    return student_lines


def post_grades(
    group: Group,
    term: Term,
    lines: Iterable[GradeLine],
    sent: Mapping[UUID, str],
    rule: str,
    by: Person,
    shown: Mapping[UUID, str] | None = None,
) -> int:
    """Give the grades that were typed; gives how many changed. An empty one leaves what stands. All or none.

    shown: by student, the grade that the page showed ("" for none). A cell that was not changed is left alone, and one
    that somebody else changed meanwhile is a EditConflict with both grades.
    """
    line_by_student = {line.student.pk: line for line in lines}
    shown = shown or {}
    count = 0
    with ledger.act("post grades", by=by.pk, about=group.pk, term=str(term.pk)):
        changed = _changed_grades(group, term, line_by_student, sent, shown)
        for student, letter in changed.items():
            line = line_by_student[student]
            if len(letter) > 8:
                raise ActionError(_("A grade can have 1 to 8 characters."))
            basis: dict[str, object] = {
                "letter": line.letter,
                "value": line.value,
                "rule": rule,
                "works": line.works,
            }
            create_or_save_if_current(
                Grade,
                {"student": line.student, "group": group, "term": term},
                {"letter": letter, "basis": basis, "by": by, "given_at": timezone.now(), "deleted_at": None},
                None,
                {},
            )
            count += 1
    return count


def _changed_grades(
    group: Group,
    term: Term,
    line_by_student: Mapping[UUID, GradeLine],
    sent: Mapping[UUID, str],
    shown: Mapping[UUID, str],
) -> dict[UUID, str]:
    """The grades that were really typed. Raises EditConflict where somebody else gave another one meanwhile."""
    grades = Grade.objects.unscoped("compare with what is saved now").filter(
        group=group, term=term, deleted_at=None
    )
    stands = dict(grades.filter(student__in=line_by_student).values_list("student_id", "letter"))
    changed, differences = {}, []
    for student, text in sent.items():
        letter, now = " ".join(text.split()), stands.get(student, "")
        if student not in line_by_student or letter in ("", now) or letter == shown.get(student):
            continue
        if student in shown and now != shown[student]:
            name = line_by_student[student].student.name
            differences.append(FieldDifference(f"grade-{student}", name, now, letter, now, letter))
        changed[student] = letter
    if differences:
        raise EditConflict(differences)
    return changed
