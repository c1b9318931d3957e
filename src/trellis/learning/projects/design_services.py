"""Designing a project: its team of teachers, its dates, products, benchmarks and scaffolds."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from uuid import UUID

from django.core.files.uploadedfile import UploadedFile
from django.db.models import Max
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person, School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line, parse_whole_number
from trellis.core.foundation.revisions import save_if_current

from .models import Author, Product, Project, Resource, Scaffold, Step
from .sent_files import accept_file

MAX_AUTHORS = 6
DEFAULT_WEIGHT = 10
MAX_DURATION = timedelta(days=400)


def begin_project(school: School, title: str, starts: date, ends: date, by: Person) -> Project:
    """Begin a project with one teacher. Raises ActionError without a name, and for dates that cannot be."""
    title = clean_line(title, 160, _("Enter a name. You can change it later."))
    _check_dates(starts, ends)
    with ledger.act("begin a project", by=by.pk, about=school.pk):
        project = Project.objects.create(school=school, title=title, starts=starts, ends=ends)
        Author.objects.create(project=project, person=by)
    return project


def _check_dates(starts: date, ends: date) -> None:
    if not starts < ends <= starts + MAX_DURATION or not 2000 <= starts.year <= 2100:
        raise ActionError(_("A project must end after it starts, and last no more than a year."))


def change_dates(
    project: Project,
    starts: date,
    ends: date,
    by: UUID,
    seen: int | None = None,
    shown: Mapping[str, object] | None = None,
) -> None:
    """Change the first and last day. Raises EditConflict when somebody changed them since `seen`."""
    _check_dates(starts, ends)
    with ledger.act("move a project", by=by, about=project.pk):
        labels = {"starts": _("First day"), "ends": _("Last day")}
        save_if_current(project, {"starts": starts, "ends": ends}, seen, labels, shown)


def choose_outcomes(
    project: Project,
    keys: Iterable[str],
    outcome_keys: Iterable[str],
    by: UUID,
    seen: int | None = None,
    shown: Mapping[str, object] | None = None,
) -> None:
    """Choose the project's outcomes. Raises EditConflict when somebody chose others since `seen`."""
    chosen = [key for key in outcome_keys if key in set(keys)]
    with ledger.act("choose project outcomes", by=by, about=project.pk):
        save_if_current(project, {"aims": chosen}, seen, {"aims": _("Outcomes")}, shown)


def add_author(project: Project, person: Person, by: UUID) -> None:
    """Add a colleague to the authors. Raises ActionError once there are six."""
    with ledger.act("join a project team", by=by, about=project.pk):
        authors = Author.objects.unscoped("keep one entry of a teacher as author")
        if authors.filter(project=project, deleted_at=None).count() >= MAX_AUTHORS:
            raise ActionError(_("This project already has six teachers. Remove one first."))
        row, is_new = authors.get_or_create(project=project, person=person)
        if not is_new and row.deleted_at:
            authors.filter(pk=row.pk).update(deleted_at=None, modified=timezone.now())


def remove_author(project: Project, person_id: UUID, by: UUID) -> None:
    """Remove an author. The last one stays."""
    with ledger.act("leave a project team", by=by, about=project.pk):
        authors = Author.objects.unscoped("list the authors of a project").filter(
            project=project, deleted_at=None
        )
        if authors.exclude(person=person_id).count() == 0:
            raise ActionError(_("Someone has to stay on the team. Add a colleague first."))
        authors.filter(person=person_id).update(deleted_at=timezone.now(), modified=timezone.now())


@dataclass(frozen=True)
class StepDetails:
    """What teachers write of a benchmark. example: a file of the project. product: what is turned in with it."""

    title: str
    due: date | None
    note: str = ""
    instructions: str = ""
    example: Resource | None = None
    product: Product | None = None


def write_step(
    project: Project, step: Step | None, details: StepDetails, by: UUID, seen: int | None = None
) -> Step:
    """Add a benchmark, or write what changed. Raises ActionError for a day outside the project, EditConflict when
    somebody changed it since `seen`."""
    values = vars(details) | {
        "title": clean_line(details.title, 160, _("Enter what students turn in.")),
        "note": clean_line(details.note, 240, ""),
    }
    if details.due is None or not project.runs_on(details.due):
        raise ActionError(_("A benchmark must be due between the first and last day of the project."))
    with ledger.act("save a benchmark", by=by, about=project.pk):
        if step is None:
            last = (
                Step.objects.unscoped("find the last position in the list")
                .filter(project=project)
                .aggregate(Max("position"))
            )
            position = (last["position__max"] or 0) + 1
            return Step.objects.create(project=project, position=position, **values)
        return save_if_current(step, values, seen, _step_labels())


def _step_labels() -> dict[str, str]:
    return {
        "title": _("What students turn in"),
        "note": _("A note"),
        "instructions": _("Instructions"),
        "example": _("Example"),
        "product": _("Score it as"),
        "due": _("Due date"),
    }


def score_step_as(step: Step, product: Product | None, outcomes: Iterable[str], by: UUID) -> None:
    """Say what is turned in with a benchmark, so that it is scored on rubrics: a product, or a new one of the same
    title. Outcomes without a weight get one, all the same. Raises ActionError where the product would show none."""
    with ledger.act("save a benchmark", by=by, about=step.project_id):
        if product is None:
            product = write_product(step.project, None, step.title, "", False, {}, by)
        weights = product.weights | {key: product.weights.get(key, DEFAULT_WEIGHT) for key in outcomes}
        if not weights:
            raise ActionError(_("Choose at least one outcome."), field="outcome")
        save_if_current(product, {"weights": weights}, product.revision, _product_labels())
        save_if_current(step, {"product": product}, None, {})


def write_product(
    project: Project,
    product: Product | None,
    title: str,
    about: str,
    team: bool,
    weights: Mapping[str, str],
    by: UUID,
    rubrics: Iterable[str] = (),
    seen: int | None = None,
) -> Product:
    """Add a product, or write what changed. weights: by outcome key, as typed; "" for none. rubrics: their keys.

    Raises EditConflict when somebody changed the product since `seen`.
    """
    title, about = clean_line(title, 160, _("Enter what students make.")), clean_line(about, 600, "")
    heavy = {key: _parse_weight(text) for key, text in weights.items() if text.strip()}
    with ledger.act("save a product", by=by, about=project.pk):
        values = {"title": title, "about": about, "team": team, "weights": heavy}
        values["rubrics"] = sorted(set(rubrics))
        if product is None:
            position = (
                Product.objects.unscoped("find the last position in the list").filter(project=project).count()
            )
            return Product.objects.create(project=project, position=position, **values)
        return save_if_current(product, values, seen, _product_labels())


def add_outcome(products: Iterable[Product], outcome: str, by: UUID) -> None:
    """Say that products show an outcome, each with the same weight as long as nobody gives it another."""
    for product in products:
        with ledger.act("save a product", by=by, about=product.project_id):
            weights = {outcome: DEFAULT_WEIGHT} | product.weights
            save_if_current(product, {"weights": weights}, product.revision, _product_labels())


def _product_labels() -> dict[str, str]:
    return {
        "title": _("What students make"),
        "about": _("Description"),
        "team": _("Made by the whole team"),
        "weights": _("Weight for each outcome, 1 to 100"),
        "rubrics": _("Score with"),
    }


def _parse_weight(text: str) -> int:
    weight = parse_whole_number(text)
    if weight is None or not 1 <= weight <= 100:
        raise ActionError(
            _("Enter a weight from 1 to 100. Leave it blank if the product does not show that outcome.")
        )
    return weight


def write_scaffold(project: Project, title: str, about: str, by: UUID) -> Scaffold:
    """Add a support."""
    title, about = clean_line(title, 160, _("Enter a name for the support.")), clean_line(about, 600, "")
    with ledger.act("save a scaffold", by=by, about=project.pk):
        return Scaffold.objects.create(project=project, title=title, about=about)


def add_resource(project: Project, sent: UploadedFile | None, title: str, by: UUID) -> Resource:
    """Put a file beside the design. Raises ActionError for a file that is not taken, in words."""
    if sent is None:
        raise ActionError(_("Choose a file."))
    title, file = clean_line(title, 160, ""), accept_file(sent)
    with ledger.act("add a project file", by=by, about=project.pk):
        resource = Resource(
            project=project,
            title=title or file.name,
            name=file.name,
            media_type=file.media_type,
            digest=file.digest,
        )
        resource.file.save(file.stored, file.content, save=False)
        resource.save()
    return resource


def remove_row(row: Step | Product | Scaffold | Resource, by: UUID) -> None:
    """Remove a benchmark, product, scaffold or file; work that was turned in for it stays."""
    with ledger.act("remove a row", by=by, about=row.pk, what=row._meta.model_name):
        rows = type(row).objects.unscoped("mark the row deleted").filter(pk=row.pk)
        rows.update(deleted_at=timezone.now(), modified=timezone.now())
