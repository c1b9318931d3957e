"""Amina's classmates in her project: work that waits to be scored, and work that came back with feedback."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from trellis.learning.projects.models import Feedback, Member, Project, Step, StepDone, StepSubmission

from .rows import utc_moment
from .students import SchoolBuilder

CLASSMATES = 10
QUESTIONS = [
    "Who waits longest in the lunch line? Does it matter where you sit? What do the cooks say?",
    "How long does the number 6 bus keep people waiting? Is it worse when it rains? Who is late for work?",
    "How long do people wait at the post office? Why is one window always closed? Who leaves?",
    "How long does my grandmother wait at the pharmacy? What would make it faster? Who decides that?",
    "How long do we wait for the school computers to start? What could we do in that time?",
    "Who waits for a court on Saturdays, and who always gets one? Are there rules? Who knows them?",
    "How long do callers wait on the school phone? Which language do they need? Who calls back?",
    "How long do families wait for a food bag? What do children do while they wait?",
    "How long is the line at the license office? Why do people come back a second time?",
    "How long do patients wait at the vet? Which animals go first? Is that fair?",
]
TIMES = [
    "I timed 40 students in the lunch line. The longest wait was 14 minutes and the shortest was 2. On pizza day the "
    "line is twice as long.",
    "I timed 40 people at the bus stop. Half of them waited more than 11 minutes. When it rained, the bus was late "
    "every time.",
    "40 people at the post office: 19 minutes in the middle of the day, 6 minutes at 9 AM. Two people left.",
    "Mi abuela y 39 personas más: la espera más larga fue de 52 minutos. I wrote down when each name was called.",
    "I timed 40 computers. The old ones need 7 minutes to start and the new ones need 1 minute.",
    "40 players on two Saturdays. The teams that know the keeper waited 5 minutes, and the others waited 35.",
    "40 calls in one week. Calls in English waited 2 minutes and calls in Creole waited 9 minutes.",
    "I timed 40 families. Most waited 25 minutes. I need help to put the times in a table.",
]
CHARTS = [
    "My mentor said that my bars need a zero at the bottom, so I drew the chart again. Now the gap looks smaller.",
    "I made one dot for each person instead of an average. You can see the two long waits right away.",
    "My mentor asked what happens on Fridays. I do not have Fridays yet. I wrote that under the chart.",
    "I used two colors for rain and no rain. My mentor could read it without my help.",
]
FEEDBACK = [
    "Strong questions. Which one can you answer with numbers?",
    "Good start. Ask one person who works there what they would ask.",
    "I can follow this. Which of your numbers would someone else get again?",
    "Clear work. Next, show how far apart the waits are.",
]


def create_classmates_work(
    builder: SchoolBuilder, project: Project, students: list[UUID], teacher: UUID
) -> None:
    """Classmates in the project: they turned in two steps, some of them a third; about half was returned."""
    members = Member.objects.bulk_create(
        Member(project=project, student_id=student) for student in students[:CLASSMATES]
    )
    questions, times, charts, *_later = Step.objects.system().filter(project=project).order_by("position")
    for number, (member, words) in enumerate(zip(members, QUESTIONS, strict=False)):
        turned_in = utc_moment(questions.due, 19, number)
        return_work(turn_in(questions, member, words, turned_in), number, teacher)
    for number, (member, words) in enumerate(zip(members, TIMES, strict=False)):
        if number < len(TIMES) // 2:
            piece = turn_in(times, member, words, utc_moment(times.due, 18, number))
            return_work(piece, number, teacher)
        else:
            turn_in(times, member, words, utc_moment(builder.today - timedelta(days=number - 2), 18, number))
    for number, (member, words) in enumerate(zip(members, CHARTS, strict=False)):
        turn_in(charts, member, words, utc_moment(builder.today - timedelta(days=1), 20, 7 * number))


def turn_in(step: Step, member: Member, words: str, at: datetime) -> StepSubmission:
    """A student turned in a step; nobody has returned it yet."""
    StepDone.objects.create(step=step, member=member, at=at)
    return StepSubmission.objects.create(step=step, member=member, words=words, created=at)


def return_work(piece: StepSubmission, number: int, teacher: UUID) -> None:
    """The teacher returned it two days later, with feedback."""
    at = piece.created + timedelta(days=2)
    done = StepDone.objects.system().filter(step=piece.step_id, member=piece.member_id)
    done.update(returned_at=at, returned_by=teacher)
    words = FEEDBACK[number % len(FEEDBACK)]
    Feedback.objects.create(piece=piece, by_id=teacher, words=words, created=at)
