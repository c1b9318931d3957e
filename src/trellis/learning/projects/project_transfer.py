"""A project leaves its school as one whole, and one comes in: the body, and what of it is written where."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from typing import TypeVar
from uuid import UUID

from django.db.models import QuerySet
from django.utils import timezone, translation

from trellis.core.community.models import Person, School
from trellis.core.foundation import ledger
from trellis.core.foundation.models import Record
from trellis.design.blueprint.selectors import outcomes_of, package_for_school

from . import body, design_services, standards, text_versions
from .models import Part, Product, Project, Resource, Scaffold, Standard, Step

REASON = "read a project whole, to copy or compare it"
MIRRORED_KEYS = ("title", "driving-question", "audience")
ProjectRow = TypeVar("ProjectRow", bound=Record)
LinkedRow = TypeVar("LinkedRow", Product, Resource)
Entry = TypeVar("Entry", body.TargetOutcome, body.Standard)


def project_body(project: Project) -> body.ProjectBody:
    """The project as it is in the database now, with its model’s words as the model has them."""
    with translation.override(None):
        return _build_body(project)


def _build_body(project: Project) -> body.ProjectBody:
    current = Project.objects.unscoped(REASON).get(pk=project.pk)
    outcomes = outcomes_of(current.school_id)
    return body.ProjectBody(
        title=current.title,
        driving_question=current.driving_question,
        audience=current.audience,
        days=max(1, (current.ends - current.starts).days),
        parts=tuple(_parts(current)),
        outcomes=tuple(
            body.TargetOutcome(key=key, title=outcomes[key].title[:160])
            for key in current.aims
            if key in outcomes
        ),
        standards=_standards(current),
        products=_products(current),
        benchmarks=_benchmarks(current),
        scaffolds=tuple(
            body.Scaffold(key=row_key(scaffold), title=scaffold.title, about=scaffold.about)
            for scaffold in _rows(Scaffold, current, "created")
        ),
        files=_files(current),
    )


def _standards(project: Project) -> tuple[body.Standard, ...]:
    return tuple(
        body.Standard(
            key=standard.key, code=standard.code, title=standard.title, framework=standard.framework
        )
        for standard in standards.with_corrections(_rows(Standard, project, "framework"))
    )


def _products(project: Project) -> tuple[body.Product, ...]:
    return tuple(
        body.Product(
            key=row_key(product),
            title=product.title,
            about=product.about,
            team=product.team,
            weights=product.weights,
            rubrics=tuple(product.rubrics),
        )
        for product in _rows(Product, project, "position")
    )


def _benchmarks(project: Project) -> tuple[body.Benchmark, ...]:
    """The project's steps, each on its day counted from the project's first."""
    return tuple(
        body.Benchmark(
            key=row_key(step),
            title=step.title,
            note=step.note,
            instructions=step.instructions,
            product=_linked_key(step.product),
            example=_linked_key(step.example),
            day=max(0, (step.due - project.starts).days),
        )
        for step in _rows(Step, project, "position").select_related("product", "example")
    )


def _files(project: Project) -> tuple[body.File, ...]:
    return tuple(
        body.File(
            key=row_key(resource),
            title=resource.title,
            name=resource.name,
            media_type=resource.media_type,
            digest=resource.digest,
        )
        for resource in _rows(Resource, project, "created")
    )


def row_key(row: Product | Step | Scaffold | Resource) -> str:
    """By what a row is known outside its school: it keeps the key it came with, and else its own id."""
    return row.key or row.pk.hex


def _linked_key(row: Product | Resource | None) -> str:
    """The key of a row that another row names; "" where there is none, or none any more."""
    return row_key(row) if row and row.deleted_at is None else ""


def _rows(model: type[ProjectRow], project: Project, order: str) -> QuerySet[ProjectRow]:
    return (
        model.objects.unscoped(REASON)
        .filter(project=project, deleted_at=None)
        .order_by(order, "created", "pk")
    )


def _parts(project: Project) -> Iterable[body.Part]:
    """The written sections, in the order of the school's model; those that it does not ask for come last."""
    package = package_for_school(project.school_id)
    titles = {step.key: step.title for step in package.project.steps} if package and package.project else {}
    written = dict(
        Part.objects.unscoped(REASON).filter(project=project, deleted_at=None).values_list("key", "text")
    )
    order = [*titles, *sorted(set(written) - set(titles))]
    for key in order:
        if key not in MIRRORED_KEYS and written.get(key):
            title = titles.get(key) or key.replace("-", " ").capitalize()
            yield body.Part(key=key, title=title, text=written[key])


def create_project(
    whole: body.ProjectBody, school: School, starts: date, by: Person, files: Mapping[str, str]
) -> Project:
    """A new project from a body, with one teacher, beginning on a day. `files`: by digest, what the disk calls it."""
    with ledger.act("copy a project", by=by.pk, about=school.pk):
        project = design_services.begin_project(
            school, whole.title, starts, starts + timedelta(days=whole.days), by
        )
        write_fields(project, body_fields(whole), by.pk, files)
    return Project.objects.unscoped(REASON).get(pk=project.pk)


def body_fields(whole: body.ProjectBody) -> dict[str, body.FieldValue]:
    """Return a body as flat fields. A field that may be merged word by word begins with `part:`."""
    values_by_field: dict[str, body.FieldValue] = {
        "part:title": whole.title,
        "part:driving-question": whole.driving_question,
        "part:audience": whole.audience,
        **{f"part:{part.key}": part.text for part in whole.parts},
        "days": whole.days,
        "outcomes": whole.outcomes,
        "standards": whole.standards,
    }
    rows_by_kind: dict[str, tuple[body.BodyRow, ...]] = {
        "product": whole.products,
        "file": whole.files,
        "benchmark": whole.benchmarks,
        "scaffold": whole.scaffolds,
    }
    for kind, rows in rows_by_kind.items():
        values_by_field |= {f"{kind}:{row.key}": row for row in rows}
    return values_by_field


def write_fields(
    project: Project, changes: Mapping[str, body.FieldValue | None], by: UUID, files: Mapping[str, str]
) -> None:
    """Write fields of a body into a project; None removes the field. Raises ActionError, and then writes none."""
    with ledger.act("copy a part of a project", by=by, about=project.pk):
        current = Project.objects.unscoped(REASON).get(pk=project.pk)
        days = changes.get("days")
        if isinstance(days, int):
            design_services.change_dates(current, current.starts, current.starts + timedelta(days=days), by)
            current = Project.objects.unscoped(REASON).get(pk=project.pk)
        for field, value in changes.items():
            kind, _colon, key = field.partition(":")
            if kind == "part":
                _write_part(current, key, value if isinstance(value, str) else "", by)
            elif kind == "outcomes":
                chosen = [outcome.key for outcome in _entries(value, body.TargetOutcome)]
                design_services.choose_outcomes(current, chosen, outcomes_of(current.school_id), by)
            elif kind == "standards":
                standards.replace_standards(current, _entries(value, body.Standard), by)
            elif kind in ROW_MODELS:
                row = value if isinstance(value, body.BodyRow) else None
                _write_row(current, ROW_MODELS[kind], key, row, files)


def _entries(value: body.FieldValue | None, entry_type: type[Entry]) -> list[Entry]:
    """The entries of a field that holds several; none where the field is removed."""
    return [entry for entry in value if isinstance(entry, entry_type)] if isinstance(value, tuple) else []


def _write_part(project: Project, key: str, text: str, by: UUID) -> None:
    part = Part.objects.unscoped(REASON).filter(project=project, key=key).first()
    text_versions.write_part(project, key, text, part.revision if part else 0, by)


RowModel = type[Product] | type[Step] | type[Scaffold] | type[Resource]
ROW_MODELS: dict[str, RowModel] = {
    "product": Product,
    "benchmark": Step,
    "scaffold": Scaffold,
    "file": Resource,
}


def _write_row(
    project: Project, model: RowModel, key: str, value: body.BodyRow | None, files: Mapping[str, str]
) -> None:
    existing = [row for row in _rows(model, project, "created") if row_key(row) == key]
    if value is None:
        removed = model.objects.unscoped(REASON).filter(pk__in=[row.pk for row in existing])
        removed.update(deleted_at=timezone.now(), modified=timezone.now())
        return
    row = existing[0] if existing else model(project=project, key=key)
    for name, column_value in _row_columns(project, value, files).items():
        setattr(row, name, column_value)
    if not existing and isinstance(row, Product | Step):
        row.position = 1 + max(
            model.objects.unscoped(REASON).filter(project=project).values_list("position", flat=True),
            default=0,
        )
    row.save()


def _row_columns(project: Project, value: body.BodyRow, files: Mapping[str, str]) -> dict[str, object]:
    columns = value.model_dump(mode="json", exclude={"key", "day"})
    if isinstance(value, body.Benchmark):
        columns["product"] = _row_by_key(Product, project, value.product)
        columns["example"] = _row_by_key(Resource, project, value.example)
        columns["due"] = min(_next_weekday(project.starts + timedelta(days=value.day)), project.ends)
    if isinstance(value, body.File):
        columns["file"] = files[value.digest]
    return columns


def _row_by_key(model: type[LinkedRow], project: Project, key: str) -> LinkedRow | None:
    """A row of the project that another one names by its key; None where it did not come along."""
    return next((row for row in _rows(model, project, "created") if row_key(row) == key), None)


def _next_weekday(day: date) -> date:
    """The day, or the Monday after it where it falls on a weekend."""
    return day + timedelta(days=(7 - day.weekday()) if day.weekday() > 4 else 0)
