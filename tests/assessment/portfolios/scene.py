"""Amina's experiment at a school whose model has portfolios, and the ways in which these tests act on it."""

from __future__ import annotations

from django.test import Client

from trellis.assessment.evidence.models import Score, Work
from trellis.assessment.portfolios import scorer_requests, scores, scoring, services
from trellis.assessment.portfolios.models import Scorer, Task, TaskPart, TaskSubmission
from trellis.assessment.portfolios.tasks import find_model_task, rows_for_part
from trellis.core.community.models import Person
from trellis.core.foundation.ids import new_id
from trellis.design.blueprint.package import Package
from trellis.design.blueprint.selectors import outcomes_of
from trellis.design.frameworks.models import Framework, Outcome
from trellis.learning.languages.models import Proficiency
from world import MODEL, Side, make_world

TEXT = "the test looks"
PACKAGE = Package.model_validate(MODEL)
ROWS = ("vision", "learning", "influence")


def fresh() -> Side:
    """Nothing is handed in yet; Amina is in grade 12 and speaks French at home."""
    side = make_world().home
    for model in (Work, Proficiency, Task):  # what hangs on them goes along
        model.objects.unscoped(TEXT).all().delete()
    Person.objects.unscoped(TEXT).filter(pk=side.amina.pk).update(grade="12", home_languages=["fr"])
    side.people["amina"] = Person.objects.unscoped(TEXT).get(pk=side.amina.pk)
    framework = Framework.objects.get(key=side.network.slug)
    for key in ("personal-qualities", "empirical-reasoning", "social-reasoning"):
        Outcome.objects.create(framework=framework, key=key, title=key, statement=".")
    return side


def sent(
    title: str = "Lead in six homes", words: str = "I tested six homes.", **more
) -> services.SubmittedTask:
    return services.SubmittedTask(title, words, **more)


def hand_in(side: Side, key: object = None, task: str = "experiment", **more) -> TaskSubmission:
    whole = sent(**more)
    model_task = find_model_task(PACKAGE, task)
    return services.turn_in(side.amina, side.school, side.rows["Term"], model_task, key or new_id(), whole)


def task_part(side: Side, part: str = "written") -> TaskPart:
    task_parts = (
        TaskPart.objects.unscoped(TEXT).filter(task__student=side.amina, part=part).order_by("created")
    )
    return task_parts.select_related("task__student", "submission").last()


def ask(side: Side, who: str, part: str = "written") -> Scorer:
    return scorer_requests.ask_scorer(task_part(side, part), side.people[who], side.ines.pk)


def baker(side: Side, part: str = "written", **more) -> tuple[Scorer, str]:
    """The baker is asked from outside; the scorer and the way to their page."""
    who = scorer_requests.ExternalScorer(
        **{"name": "The baker", "email": "baker@street.example", "language": "fr", **more}
    )
    seat, link = scorer_requests.ask_external_scorer(
        task_part(side, part), who, side.ines.pk, lambda token: f"/portfolio-reading/{token}/"
    )
    return seat, link


def ground(side: Side, part: str = "written") -> scores.ScoringBasis:
    model_task = find_model_task(PACKAGE, "experiment")
    return scores.ScoringBasis(
        model_task, rows_for_part(PACKAGE, model_task, part), outcomes_of(side.school.pk)
    )


def read(side: Side, seat: Scorer, *levels: int, comment: str = "", language: str = "") -> TaskPart:
    sent_scores = scoring.SubmittedScores(dict(zip(ROWS, levels, strict=False)), comment, language)
    return scoring.save_scores(seat, ground(side, seat.task_part.part), sent_scores, seat.person_id)


def two_read(side: Side, first: tuple[int, ...], second: tuple[int, ...]) -> tuple[Scorer, Scorer]:
    """Handed in, asked and read by Tomas and Daniel."""
    if not Task.objects.unscoped(TEXT).exists():
        hand_in(side)
    tomas, daniel = ask(side, "tomas"), ask(side, "daniel")
    read(side, tomas, *first)
    read(side, daniel, *second)
    return tomas, daniel


def as_(side: Side, who: str) -> Client:
    client = Client()
    client.force_login(side.people[who].account)
    return client


def evidence(side: Side) -> dict[str, int]:
    rows = Score.objects.unscoped(TEXT).filter(work__student=side.amina)
    return dict(rows.values_list("outcome__key", "level"))
