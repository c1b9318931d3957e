"""Reading projects: those of a school, one with its design, its team, its board, and what was turned in."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

from django.shortcuts import get_object_or_404
from django.utils.translation import gettext as _

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Group, Person, Role, Tie
from trellis.core.community.viewer import Viewer, active_at
from trellis.core.translations.sources import WrittenText
from trellis.design.blueprint.package.days import ProjectStep as Section
from trellis.design.blueprint.wording import Wording
from trellis.design.frameworks.models import Rubric

from . import standards
from .models import (
    Author,
    Feedback,
    Member,
    NeedToKnow,
    Part,
    Product,
    Project,
    Resource,
    Scaffold,
    Standard,
    Step,
    StepDone,
    StepSubmission,
    TextVersion,
    TuningComment,
)
from .text_versions import MIRRORED_COLUMNS

WRITING_STRETCH = timedelta(minutes=10)


def project_or_404(viewer: Viewer, project_id: UUID) -> Project:
    """A project of a school that the viewer belongs to."""
    return get_object_or_404(Project.objects.seen_by(viewer).select_related("school"), pk=project_id)


def projects_of(viewer: Viewer) -> list[tuple[Project, bool]]:
    """Projects of the schools where the viewer works, the newest first, and whether they are the viewer's own; of
    a student, those they work in."""
    projects = Project.objects.seen_by(viewer).select_related("school").order_by("-starts", "title")
    if viewer.staff_schools:
        mine = set(
            Author.objects.seen_by(viewer).filter(person=viewer.person_id).values_list("project", flat=True)
        )
        rows = projects.filter(school__in=viewer.staff_schools)[:200]
        return sorted(((project, project.pk in mine) for project in rows), key=lambda each: not each[1])
    project_ids = Member.objects.seen_by(viewer).filter(student=viewer.person_id).values("project")
    return [(project, True) for project in projects.filter(pk__in=project_ids)]


@dataclass(frozen=True)
class DesignSection:
    """One part of a design as it is written in: its section of the model, the current text, and texts set aside."""

    section: Section
    text: str
    revision: int
    aside: list[TextVersion]
    most: int

    @property
    def html_id(self) -> str:
        return part_id(self.section.key)


def part_id(key: str) -> str:
    """The id of a part's section on the design page."""
    return f"part-{key}"


def design_sections(viewer: Viewer, project: Project, sections: tuple[Section, ...]) -> list[DesignSection]:
    """The design, section by section of the school's model."""
    parts = {part.key: part for part in Part.objects.seen_by(viewer).filter(project=project)}
    unsettled = TextVersion.objects.seen_by(viewer).filter(
        part__project=project, became=TextVersion.Became.ASIDE, settled_at=None
    )
    aside: dict[UUID, list[TextVersion]] = {}
    for writing in unsettled.select_related("by", "part").order_by("created"):
        aside.setdefault(writing.part_id, []).append(writing)
    design = []
    for section in (*sections, *_retired_sections(parts, sections)):
        part = parts.get(section.key)
        column, most = MIRRORED_COLUMNS.get(section.key, ("", 6000))
        text = part.text if part else getattr(project, column) if column else ""
        design.append(
            DesignSection(
                section, text, part.revision if part else 0, aside.get(part.pk, []) if part else [], most
            )
        )
    return design


def _retired_sections(parts: dict[str, Part], sections: tuple[Section, ...]) -> list[Section]:
    """Sections that the model asks for no longer, where something was written: no word goes with a model."""
    model_keys = {section.key for section in sections} | set(MIRRORED_COLUMNS)
    ask = _("Your model no longer asks for this. What was written here is still saved.")
    return [
        Section(key=key, title=key.replace("-", " ").capitalize(), ask=ask)
        for key, part in sorted(parts.items())
        if key not in model_keys and part.text
    ]


def writings_of(viewer: Viewer, project: Project) -> list[TextVersion]:
    """What was written into the design, the newest first. A page saves while its writer types: of what one of them
    wrote into one part in a stretch, the last."""
    writings = TextVersion.objects.seen_by(viewer).filter(part__project=project).select_related("by", "part")
    history: list[TextVersion] = []
    for writing in writings.order_by("-created")[:200]:
        if not history or not _in_one_stretch(writing, history[-1]):
            history.append(writing)
    return history


def _in_one_stretch(earlier: TextVersion, later: TextVersion) -> bool:
    same = (earlier.part_id, earlier.by_id, earlier.became) == (later.part_id, later.by_id, later.became)
    return (
        same
        and later.became != TextVersion.Became.ASIDE
        and later.created - earlier.created < WRITING_STRETCH
    )


def authors_of(viewer: Viewer, project: Project) -> list[Person]:
    """The team of teachers, in the order in which they came."""
    rows = Author.objects.seen_by(viewer).filter(project=project).select_related("person")
    return [row.person for row in rows.order_by("created")]


def colleagues(viewer: Viewer, project: Project) -> list[Person]:
    """Adults who teach or advise at the school and do not design this project yet, by name."""
    ties = Tie.objects.unscoped("find who teaches at the school, before asking with seen_by").filter(
        active_at(viewer.now), to_group__school=project.school_id, role__in=(Role.TEACHER, Role.ADVISOR)
    )
    author_ids = [author.pk for author in authors_of(viewer, project)]
    people = Person.objects.seen_by(viewer).filter(pk__in=ties.values("person")).exclude(pk__in=author_ids)
    return add_distinctions(sorted(people, key=lambda person: person.name))


def steps_of(viewer: Viewer, project: Project) -> list[Step]:
    """The benchmarks by the day they are due."""
    return list(Step.objects.seen_by(viewer).filter(project=project).order_by("due", "position"))


def products_of(viewer: Viewer, project: Project) -> list[Product]:
    return list(Product.objects.seen_by(viewer).filter(project=project).order_by("position", "created"))


def standards_of(viewer: Viewer, project: Project) -> list[Standard]:
    """What it is designed towards in others' frameworks, in their order. Each has its `stem`, see
    `standards.find_outcomes`."""
    project_standards = Standard.objects.seen_by(viewer).filter(project=project)
    rows = standards.with_corrections(
        project_standards.order_by("framework", "outcome__position", "code", "created")
    )
    stems = standards.stems_of(row.outcome_id for row in rows if row.outcome_id)
    for row in rows:
        row.stem = stems.get(row.outcome_id, "")
    return rows


def scaffolds_of(viewer: Viewer, project: Project) -> list[Scaffold]:
    return list(Scaffold.objects.seen_by(viewer).filter(project=project).order_by("created"))


def resources_of(viewer: Viewer, project: Project) -> list[Resource]:
    """Files beside the design, in the order in which they came."""
    return list(Resource.objects.seen_by(viewer).filter(project=project).order_by("created"))


def tunings_of(viewer: Viewer, project: Project) -> list[TuningComment]:
    """Colleagues' comments on the design, at sessions and between them, the oldest first."""
    tunings = TuningComment.objects.seen_by(viewer).filter(project=project).select_related("by")
    return list(tunings.order_by("created"))


def board_of(viewer: Viewer, project: Project) -> list[NeedToKnow]:
    """The need-to-knows, open ones first, in the order in which they were asked."""
    questions = NeedToKnow.objects.seen_by(viewer).filter(project=project).select_related("by", "closed_by")
    return sorted(questions.order_by("created"), key=lambda question: question.closed_at is not None)


def groups_to_add(viewer: Viewer, project: Project) -> list[Group]:
    """Groups of the school whose students could work in it, as far as the viewer sees them."""
    groups = Group.objects.seen_by(viewer).filter(school=project.school_id)
    return list(groups.exclude(kind=Group.Kind.WORK).order_by("kind", "title"))


def members_of(viewer: Viewer, project: Project) -> dict[int, list[Member]]:
    """The students in it, by team; of a student only those whom they see, which is themselves."""
    members = Member.objects.seen_by(viewer).filter(project=project).select_related("student")
    teams: dict[int, list[Member]] = {}
    for member in members.order_by("team", "student__given_name", "pk"):
        teams.setdefault(member.team, []).append(member)
    return teams


def steps_turned_in(viewer: Viewer, project: Project) -> set[tuple[UUID, UUID]]:
    """Which member turned in which step, as (step, member)."""
    rows = StepDone.objects.seen_by(viewer).filter(step__project=project)
    return set(rows.values_list("step_id", "member_id"))


def pieces_of(viewer: Viewer, step: Step) -> list[StepSubmission]:
    """What was turned in for a step and the viewer may see, the newest first."""
    pieces = (
        StepSubmission.objects.seen_by(viewer).filter(step=step).select_related("member", "member__student")
    )
    return list(pieces.order_by("-created"))


def rubric_rows(project: Project, words: Wording) -> list[tuple[str, str]]:
    """Rows of the model's rubrics that score an outcome of the project: `rubric/row`, and its title."""
    rubrics = words.package.rubrics.rubrics if words.package else ()
    return [
        (f"{rubric.key}/{row.key}"[:80], f"{rubric.title}: {row.title}")
        for rubric in rubrics
        for row in rubric.criteria
        if row.outcome in project.aims
    ]


def rubrics_for(framework: UUID, product: Product) -> list[Rubric]:
    """The rubrics that a product is scored with: those that its design names, else all that score its outcomes."""
    rubrics = Rubric.objects.filter(framework=framework, deleted_at=None).prefetch_related(
        "criteria__levels", "criteria__outcome"
    )
    chosen = [rubric for rubric in rubrics.order_by("created", "key") if rubric.key in product.rubrics]
    return chosen or [
        rubric
        for rubric in rubrics.order_by("created", "key")
        if any(row.outcome.key in product.weights for row in rubric.criteria.all())
    ]


def feedback_on(viewer: Viewer, pieces: list[StepSubmission]) -> dict[UUID, list[Feedback]]:
    """The feedback on each piece, by its id."""
    feedback_by_piece: dict[UUID, list[Feedback]] = {}
    feedback = Feedback.objects.seen_by(viewer).filter(piece__in=[piece.pk for piece in pieces])
    for comment in feedback.select_related("by").order_by("created"):
        feedback_by_piece.setdefault(comment.piece_id, []).append(comment)
    return feedback_by_piece


def feedback_on_step(viewer: Viewer, student: Person, step: Step) -> list[Feedback]:
    """Comments on a student's work on a step, also on versions that were replaced, the oldest first."""
    rows = Feedback.objects.seen_by(viewer).filter(piece__step=step, piece__member__student=student)
    return list(rows.select_related("by", "piece").order_by("created"))


def feedback_texts(viewer: Viewer, student: Person) -> Iterator[WrittenText]:
    """The newest feedback on a student's work."""
    rows = Feedback.objects.seen_by(viewer).filter(piece__member__student=student)
    for comment in rows.select_related("by", "piece__step").order_by("-created")[:20]:
        yield WrittenText(
            comment.words, comment.language, comment.by.name if comment.by else "", comment.piece.step.title
        )
