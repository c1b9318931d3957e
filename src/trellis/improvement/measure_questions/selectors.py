"""What is measured about one student, and what was asked about it."""

from __future__ import annotations

from collections import defaultdict
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.db.models import Q
from django.shortcuts import get_object_or_404
from django.utils import timezone

from trellis.core.community.models import Network, Person, Role, School
from trellis.core.community.selectors import school_of
from trellis.core.community.viewer import LEADING_ROLES, Viewer
from trellis.core.foundation.measures import Measure
from trellis.core.foundation.prepared_queries import PreparedQuery
from trellis.improvement.opportunity.model_measures import measures_of
from trellis.improvement.opportunity.models import Snapshot, StudentStanding

from .models import MeasureQuestion
from .permissions import answerable
from .results import result_in_words

NEWS_PERIOD = timedelta(days=14)
_ANSWERED = PreparedQuery(MeasureQuestion, lambda rows: rows.order_by("-answered_at")[:3])


@dataclass(frozen=True)
class StudentMeasure:
    """One measure with what the student has of it, and what was asked about it."""

    measure: Measure
    value: float
    questions: list[MeasureQuestion]

    @property
    def result(self) -> str:
        return result_in_words(self.measure, self.value)


@dataclass(frozen=True)
class StudentMeasuresPage:
    """asks: whether the viewer asks questions here: the student, or their family. updated: when the figures were
    computed, or None before that."""

    student: Person
    school: School | None
    asks: bool
    measures: list[StudentMeasure]
    snapshot: Snapshot | None

    @property
    def of_student(self) -> list[StudentMeasure]:
        return [each for each in self.measures if not each.measure.of_school]

    @property
    def of_school(self) -> list[StudentMeasure]:
        """The same for every student of the school."""
        return [each for each in self.measures if each.measure.of_school]

    @property
    def by_key(self) -> dict[str, StudentMeasure]:
        return {each.measure.key: each for each in self.measures}


def student_measures_or_404(viewer: Viewer, student_id: UUID) -> StudentMeasuresPage:
    """What is measured about a student, for them and their family, and for the school's leaders and counselors."""
    readers = (
        viewer.as_family("pk") | viewer.through(Role.LEADER, "pk") | viewer.through(Role.COUNSELOR, "pk")
    )
    student = get_object_or_404(Person.objects.seen_by(viewer).filter(readers), pk=student_id)
    asks = Person.objects.seen_by(viewer).filter(viewer.as_family("pk"), pk=student_id).exists()
    school = school_of(student.pk)
    standing = StudentStanding.objects.seen_by(viewer).filter(student=student, school=school).first()
    if school is None or standing is None:
        return StudentMeasuresPage(student, school, asks, [], None)
    network = get_object_or_404(Network.objects.seen_by(viewer), pk=school.network_id)
    questions: dict[str, list[MeasureQuestion]] = defaultdict(list)
    student_questions = (
        MeasureQuestion.objects.seen_by(viewer).filter(student=student).select_related("answered_by")
    )
    for question in student_questions.order_by("-created"):
        questions[question.measure].append(question)
    measures = [
        StudentMeasure(measure, standing.figures[measure.key], questions[measure.key])
        for measure in measures_of(network, school.pk)
        if measure.key in standing.figures
    ]
    snapshots = Snapshot.objects.seen_by(viewer).filter(network=school.network_id, year=standing.year)
    return StudentMeasuresPage(student, school, asks, measures, snapshots.order_by("-taken_at").first())


def reads_measures(viewer: Viewer, student_id: UUID) -> bool:
    """Whether a link to what is measured about a student, whose page the viewer sees, leads somewhere."""
    return student_id in viewer.to("person", Role.GUARDIAN) | {viewer.person_id} or bool(
        viewer.to("school", *LEADING_ROLES)
    )


def question_or_404(viewer: Viewer, question_id: UUID) -> MeasureQuestion:
    """A question, for who answers it, who asked it, and the student's family."""
    questions = MeasureQuestion.objects.seen_by(viewer).select_related(
        "student", "by", "answered_by", "school"
    )
    return get_object_or_404(questions, pk=question_id)


def may_answer(viewer: Viewer, question: MeasureQuestion) -> bool:
    """Whether the viewer is the student's advisor or counselor, or leads their school."""
    return MeasureQuestion.objects.seen_by(viewer).filter(answerable(viewer), pk=question.pk).exists()


def newly_answered(viewer: Viewer) -> list[MeasureQuestion]:
    """What the viewer asked about themselves or a child, and was answered in the last two weeks."""
    if not viewer.roles & {Role.STUDENT, Role.GUARDIAN}:
        return []
    since = timezone.now() - NEWS_PERIOD
    return _ANSWERED.seen_by(viewer, Q(by=viewer.person_id), answered_at__gt=since)
