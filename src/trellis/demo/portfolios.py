"""Portfolios of the invented Internationals schools: graduation tasks in every state."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from random import Random
from uuid import UUID

from trellis.assessment.evidence.models import Work
from trellis.assessment.portfolios import scorer_requests, scores, scoring, services
from trellis.assessment.portfolios.models import FinalLevel, Scorer, Task, TaskPart, TaskSubmission
from trellis.assessment.portfolios.scorer_candidates import staff_of
from trellis.assessment.portfolios.tasks import rows_for_part
from trellis.core.community.models import Account, Network, Person, Role, School, Term, Tie
from trellis.core.foundation.ids import new_id
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.portfolio import Portfolio
from trellis.design.blueprint.package.portfolio import Task as ModelTask
from trellis.design.blueprint.selectors import outcomes_of, package_for_school

from .rows import utc_moment, write_records

TITLES = {
    "literature-essay": ["Who speaks in “The House on Mango Street”?", "Silence in “Things Fall Apart”"],
    "social-research-paper": ["Why did my city close its night market?", "Who counts as a refugee?"],
    "original-experiment": ["Does shade keep a bus stop cool?", "What does road salt do to seedlings?"],
    "applied-mathematics-task": ["How long should a traffic light be red?", "What does a loan really cost?"],
}
WORDS = (
    "I began with a question from my own street. What I did, what I found and how sure I am is written here."
)
REASONS_CHOSEN = [
    "I wrote it in two languages first, and only then saw what I meant.",
    "It was the hardest one, and the one that I would show my grandmother.",
]
EVALUATORS = [
    ("Marie-Ange Petit", "fr"),
    ("Luis Ortega", "es"),
    ("Huda Saleh", "ar"),
    ("Wei Chen", "zh-hans"),
]
VISITOR_ROLES = ("counselor", "teacher", "student")


@dataclass
class PortfolioSchool:
    """A school whose model has portfolios."""

    school: School
    package: Package
    portfolio: Portfolio
    term: Term
    seniors: list[Person]
    staff: list[Person]

    def model_task(self, key: str) -> ModelTask:
        """The task of the model with this key."""
        return next(model_task for model_task in self.portfolio.tasks if model_task.key == key)

    def scoring_basis(self, model_task: ModelTask, part: str) -> scores.ScoringBasis:
        rows = rows_for_part(self.package, model_task, part)
        return scores.ScoringBasis(model_task, rows, outcomes_of(self.school.pk))


@dataclass
class FinishedTasks:
    """Tasks that are finished, to be written together."""

    tasks: list[Task] = field(default_factory=list)
    submissions: list[TaskSubmission] = field(default_factory=list)
    task_parts: list[TaskPart] = field(default_factory=list)
    scores: list[FinalLevel] = field(default_factory=list)

    def write(self) -> None:
        """Write them all."""
        write_records(self.tasks)
        TaskSubmission.objects.bulk_create(self.submissions, batch_size=2000)
        write_records(self.task_parts)
        write_records(self.scores)


def create_portfolios(network: Network, today: date, random: Random) -> None:
    """What seniors have finished so far at each school; at the first, one of each state, by the services themselves."""
    first = True
    for school in School.objects.system().filter(network=network).order_by("pk"):
        package = package_for_school(school.pk)
        if not package or not package.portfolio:
            continue
        place = _portfolio_school(school, package, package.portfolio, today)
        if place is None:
            continue
        shown_seniors = place.seniors[:6] if first else []
        if len(shown_seniors) == 6 and len(place.staff) > 4:
            _create_every_state(place, shown_seniors, today)
            _create_accounts(place, shown_seniors[0])
            first = False
        else:
            shown_seniors = []
        _create_finished_tasks(place, place.seniors[len(shown_seniors) :], today, random)


def _portfolio_school(
    school: School, package: Package, portfolio: Portfolio, today: date
) -> PortfolioSchool | None:
    terms = Term.objects.system().filter(school=school, starts__lte=today).order_by("starts", "-ends")
    term = terms.last()
    ties = Tie.objects.system().filter(role=Role.STUDENT, to_school=school, person__grade="12")
    seniors = [tie.person for tie in ties.select_related("person").order_by("person__pk")]
    if term is None or not seniors:
        return None
    return PortfolioSchool(school, package, portfolio, term, seniors, staff_of(school.pk))


def _turn_in(place: PortfolioSchool, student: Person, key: str, turn: int = 0) -> Task:
    sent = services.SubmittedTask(TITLES[key][turn % 2], WORDS)
    return services.turn_in(student, place.school, place.term, place.model_task(key), new_id(), sent).task


def _score(
    place: PortfolioSchool,
    task: Task,
    part: str,
    levels: Sequence[int],
    comment: str = "",
    language: str = "",
) -> None:
    """As many scorers as there are levels score a part; each gives one level in every row."""
    task_part = _newest_task_part(task, part)
    basis = place.scoring_basis(place.model_task(task.key), part)
    language = language if scores.get_language_scale(task) else ""  # who speaks English at home has none
    free = [person for person in place.staff if person.pk != task.student_id]
    turn = 2 * place.seniors.index(task.student) + list(TITLES).index(
        task.key
    )  # the same in every demonstration
    start = turn % max(1, len(free) - 3)
    for number, level in enumerate(levels):
        person = free[start + number]
        seat = scorer_requests.ask_scorer(task_part, person, person.pk)
        sent_scores = scoring.SubmittedScores(
            {row.key: level for row in basis.rows}, "" if number else comment, language
        )
        scoring.save_scores(seat, basis, sent_scores, person.pk)


def _newest_task_part(task: Task, part: str) -> TaskPart:
    rows = TaskPart.objects.system().filter(task=task, part=part)
    return rows.order_by("created").last()


def _create_every_state(place: PortfolioSchool, seniors: list[Person], today: date) -> None:
    """The first senior has done most; each of the others shows one state of the scoring page."""
    star, not_scored, half_scored, to_discuss, to_score_again, being_scored_again = seniors
    by = place.staff[0].pk
    essay = _turn_in(place, star, "literature-essay")
    _score(place, essay, "written", (3, 3), "Your reading of the last page stays with me.", "3")
    _score(place, essay, "oral", (3, 3))
    paper = _turn_in(place, star, "social-research-paper")
    _score(place, paper, "written", (1, 1), "A strong question. Whose voices are not in your sources yet?")
    experiment = _turn_in(place, star, "original-experiment")
    _score(place, experiment, "written", (3,))
    scorer_requests.ask_scorer(
        _newest_task_part(experiment, "written"), _adult_not_scoring(place, experiment), by
    )
    _create_external_scorer(_newest_task_part(experiment, "oral"), 0, by)
    _turn_in(place, not_scored, "original-experiment", 1)
    _score(place, _turn_in(place, half_scored, "literature-essay", 1), "written", (2,))
    _score(place, _turn_in(place, to_discuss, "applied-mathematics-task"), "written", (3, 4))
    _score(place, _turn_in(place, to_score_again, "social-research-paper", 1), "written", (1, 3))
    divided = _turn_in(place, being_scored_again, "original-experiment")
    _score(place, divided, "written", (2, 4))
    scorer_requests.ask_scorer(_newest_task_part(divided, "written"), _adult_not_scoring(place, divided), by)
    _create_external_scorer(_newest_task_part(divided, "oral"), 1, by)
    for task in (experiment, divided):
        services.set_defense(task, utc_moment(today + timedelta(days=12), 15), "Library", by)
    works = Work.objects.system().filter(student=star).order_by("-shown_at")[:2]
    for work, why in zip(works, REASONS_CHOSEN, strict=False):
        services.choose_work(star, place.term, work, why)


def _adult_not_scoring(place: PortfolioSchool, task: Task) -> Person:
    """An adult who does not score the task yet: the last of the staff that `_score` never reaches."""
    scorer_ids = Scorer.objects.system().filter(task_part__task=task).values_list("person_id", flat=True)
    return next(person for person in reversed(place.staff) if person.pk not in set(scorer_ids))


def _create_external_scorer(task_part: TaskPart, number: int, by: UUID) -> None:
    """An evaluator by link. The seat alone: a demonstration sends no mail."""
    name, language = EVALUATORS[number]
    mail = f"{name.split()[0].lower()}@evaluators.example"
    Scorer.objects.create(task_part=task_part, position=1, name=name, email=mail, language=language)


def _create_finished_tasks(
    place: PortfolioSchool, seniors: list[Person], today: date, random: Random
) -> None:
    """What the other seniors have finished: final scores of each part, written at once."""
    finished = FinishedTasks()
    graduation = [model_task for model_task in place.portfolio.tasks if model_task.when == "graduation"]
    for student in seniors:
        for model_task in random.sample(graduation, random.choice([0, 1, 1, 2, 2, 3, 4])):
            _add_finished_task(
                place,
                student,
                model_task,
                today - timedelta(days=random.randrange(3, 40)),
                random,
                finished,
            )
    finished.write()


def _add_finished_task(
    place: PortfolioSchool,
    student: Person,
    model_task: ModelTask,
    day: date,
    random: Random,
    finished: FinishedTasks,
) -> None:
    at, title = utc_moment(day), random.choice(TITLES.get(model_task.key, [model_task.title]))
    task = Task(
        student=student,
        school=place.school,
        term=place.term,
        key=model_task.key,
        once=True,
        title=title,
        revision=1,
        turned_in_at=at,
    )
    submission = TaskSubmission(task=task, number=1, title=title, words=WORDS, created=at)
    finished.tasks.append(task)
    finished.submissions.append(submission)
    for part in model_task.parts:
        task_part = TaskPart(
            task=task, submission=submission, part=part, open_at=at, settled_at=at, passed=True
        )
        finished.task_parts.append(task_part)
        finished.scores += [
            FinalLevel(task_part=task_part, row=row.key, level=random.choice([2, 2, 3, 3, 4]), how="agreed")
            for row in rows_for_part(place.package, model_task, part)
        ]


def _create_accounts(place: PortfolioSchool, star: Person) -> None:
    """Three of this school whom a visitor can be: where the cast is, and by the same password."""
    leader_account = Account.objects.filter(username="demo-leader").first()
    if leader_account is None:
        return
    people = {"student": star}
    for role in ("counselor", "teacher"):
        ties = Tie.objects.system().filter(role=f"{role}-of").select_related("person")
        staff_ties = ties.filter(to_school=place.school) | ties.filter(to_group__school=place.school)
        seats = Scorer.objects.system().filter(person__isnull=False, task_part__settled_at=None)
        tie = staff_ties.filter(person__in=seats.values("person")).first() or staff_ties.first()
        if tie:
            people[role] = tie.person
    for role in VISITOR_ROLES:
        if role in people:
            Account.objects.create(
                username=f"demo-{role}-portfolio", person=people[role], password=leader_account.password
            )
