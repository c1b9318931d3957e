"""What a student has shown: laid out for whoever writes of their term, and crossed over into credit."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

from trellis.core.community.models import Person, Term
from trellis.core.community.viewer import Viewer
from trellis.core.translations.sources import WrittenText
from trellis.design.blueprint.package.credit import Crosswalk, compute_crosswalk
from trellis.design.blueprint.package.records import Credit
from trellis.design.frameworks.models import Outcome
from trellis.learning.internships.models import InternshipDay
from trellis.learning.plans.models import Goal
from trellis.learning.projects.models import Step, StepDone, StepSubmission

from .models import Narrative, Score, Work

WORKS_SHOWN = 60


@dataclass
class TermEvidence:
    """The evidence of one term: goals, days at a site, work with its scores."""

    goals: list[Goal] = field(default_factory=list)
    days: list[InternshipDay] = field(default_factory=list)
    works: list[tuple[Work, list[Score]]] = field(default_factory=list)

    @property
    def hours(self) -> int:
        return sum(day.minutes for day in self.days if day.confirmed_at) // 60


def term_evidence(viewer: Viewer, student: Person, term: Term) -> TermEvidence:
    """Return the goals, internship days and scored works of a term, the newest first."""
    goals = Goal.objects.seen_by(viewer).filter(plan__student=student, plan__term=term)
    days = InternshipDay.objects.seen_by(viewer).filter(
        placement__student=student, date__range=(term.starts, term.ends)
    )
    works = list(
        Work.objects.seen_by(viewer)
        .filter(student=student, shown_at__date__range=(term.starts, term.ends))
        .order_by("-shown_at")
    )
    scores_by_work: dict[UUID, list[Score]] = {work.pk: [] for work in works}
    scores = Score.objects.seen_by(viewer).filter(work__in=works).select_related("outcome", "scorer")
    for score in scores.order_by("outcome__position"):
        scores_by_work[score.work_id].append(score)
    return TermEvidence(
        list(goals.select_related("outcome").order_by("position", "created")),
        list(days.order_by("-date")),
        [(work, scores_by_work[work.pk]) for work in works],
    )


@dataclass(frozen=True)
class ScoredWork:
    """A piece of work with its scores. `step`: on which it was turned in, where it belongs to a project."""

    work: Work
    scores: list[Score]
    step: Step | None


def scored_works(viewer: Viewer, student: Person, outcome: Outcome | None = None) -> list[ScoredWork]:
    """Return a student's scored work, the newest first; of one outcome, where one is given."""
    scores = Score.objects.seen_by(viewer).filter(work__student=student)
    scores = scores.filter(outcome__key=outcome.key) if outcome else scores
    scores_by_work: dict[UUID, list[Score]] = {}
    for score in scores.select_related("outcome", "scorer").order_by("outcome__position", "created"):
        scores_by_work.setdefault(score.work_id, []).append(score)
    works = list(
        Work.objects.seen_by(viewer)
        .filter(pk__in=scores_by_work)
        .select_related("product", "product__project")
        .order_by("-shown_at")[:WORKS_SHOWN]
    )
    done = StepDone.objects.seen_by(viewer).filter(
        member__student=student, step__product__in=[work.product_id for work in works if work.product_id]
    )
    steps = {row.step.product_id: row.step for row in done.select_related("step").order_by("at")}
    return [ScoredWork(work, scores_by_work[work.pk], steps.get(work.product_id)) for work in works]


def narrative_of(viewer: Viewer, student: Person, term: Term) -> Narrative | None:
    narratives = Narrative.objects.seen_by(viewer).filter(student=student, term=term)
    return narratives.select_related("author").first()


def narratives_of(viewer: Viewer, student: Person) -> list[Narrative]:
    """Every narrative that the viewer may read, the newest term first."""
    narratives = Narrative.objects.seen_by(viewer).filter(student=student).select_related("term", "author")
    return list(narratives.order_by("-term__starts"))


@dataclass(frozen=True)
class StudentCredit:
    """The crosswalk of a student's levels, and the score that each level comes from, by outcome key."""

    crosswalk: Crosswalk
    latest_scores: dict[str, Score]


def credit_of(viewer: Viewer, student: Person, rules: Credit) -> StudentCredit:
    """Credit from the most recent score in each outcome that the crosswalk counts.

    A level past the crosswalk's last band counts as the last one.
    """
    scores = Score.objects.seen_by(viewer).filter(work__student=student, outcome__key__in=rules.outcomes)
    latest: dict[str, Score] = {}
    for score in scores.select_related("outcome", "work").order_by("-scored_at", "-created"):
        latest.setdefault(score.outcome.key, score)
    top = max(band.high for band in rules.bands)
    return StudentCredit(
        compute_crosswalk(rules, {key: min(score.level, top) for key, score in latest.items()}), latest
    )


def narrative_texts(viewer: Viewer, student: Person) -> Iterator[WrittenText]:
    """Yield the narratives that the student and the family were given, as texts to translate."""
    for narrative in narratives_of(viewer, student):
        if narrative.given_at:
            yield WrittenText(
                narrative.words,
                by=narrative.author.name if narrative.author else "",
                about=narrative.term.title,
            )


def is_scored(piece: StepSubmission) -> bool:
    """Whether somebody scored the work that a piece was turned in as, since it was turned in."""
    scores = Score.objects.unscoped("check whether the work was scored").filter(
        work__student__projects=piece.member_id,
        work__product__steps=piece.step_id,
        scored_at__gte=piece.created,
    )
    return scores.exists()
