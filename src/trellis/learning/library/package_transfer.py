"""Exporting a project as a package, and importing one: the steps between the zip and the database."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from django.core.files.storage import default_storage

from trellis.core.community.models import Person, School
from trellis.core.foundation import ledger
from trellis.learning.projects.models import Project, Resource
from trellis.learning.projects.project_transfer import create_project, project_body

from .forks import files_of, fork_of_project
from .models import Attribution, Edition, Entry, Fork, Licence
from .project_package import ProjectPackage, pack_project
from .services import authors_of

REASON = "read a project whole, to package it"


def package_of_edition(edition: Edition, entry: Entry) -> bytes:
    """An edition of the library as a package."""
    about = {
        "licence": entry.licence,
        "language": entry.language,
        "grades": [entry.grade_low, entry.grade_high],
        "authors": edition.authors,
        "entry": str(entry.pk),
        "edition": edition.number,
    }
    return pack_project(edition.read_body(), about, _read_files(files_of(edition)))


def package_of_project(project: Project) -> bytes:
    """A school's own project as a package, as it is now, whether it is in the library or not."""
    rows = Resource.objects.unscoped(REASON).filter(project=project, deleted_at=None)
    about: dict[str, object] = {"authors": authors_of(project)}
    fork = fork_of_project(project)
    if fork:
        about |= {"from": fork.attribution.get("title", ""), "licence": fork.attribution.get("licence", "")}
    return pack_project(project_body(project), about, _read_files(dict(rows.values_list("digest", "file"))))


def _read_files(files: dict[str, str]) -> dict[str, bytes]:
    contents = {}
    for digest, name in files.items():
        with default_storage.open(name) as file:
            contents[digest] = file.read()
    return contents


def import_package(package: ProjectPackage, school: School, starts: date, by: Person) -> Project:
    """Make a project of one's own school from a package. Its authors stay named; an edition that this library has
    is followed."""
    with ledger.act("import a project", by=by.pk, about=school.pk):
        stored = {
            digest: default_storage.save(f"resources/{starts:%Y/%m}/{file.stored}", file.content)
            for digest, file in package.files.items()
        }
        project = create_project(package.body, school, starts, by, stored)
        entry, edition = _find_followed_edition(package.about, school)
        Fork.objects.create(
            project=project,
            entry=entry,
            taken=edition,
            attribution=_package_attribution(package, edition),
            by=by,
        )
    return project


def _package_attribution(package: ProjectPackage, edition: int) -> Attribution:
    """Where the package says it comes from, without what cannot be saved."""
    about, authors = package.about, package.about.get("authors", [])
    licence = about.get("licence", "")
    return {
        "title": package.body.title,
        "authors": [
            {"name": str(author.get("name", ""))[:160], "school": str(author.get("school", ""))[:160]}
            for author in (authors if isinstance(authors, list) else [])[:40]
            if isinstance(author, dict)
        ],
        "licence": str(licence) if licence in Licence.values else "",
        "edition": edition,
    }


def _find_followed_edition(about: dict[str, object], school: School) -> tuple[Entry | None, int]:
    typed_number = about.get("edition", 0)
    try:
        key = UUID(str(about.get("entry", "")))
        number = int(typed_number if isinstance(typed_number, int | float) else str(typed_number))
    except (ValueError, OverflowError):
        return None, 1
    editions = Edition.objects.unscoped(REASON).filter(
        entry=key, number=number, entry__network=school.network_id, entry__withdrawn_at=None
    )
    edition = editions.select_related("entry").first()
    return (edition.entry, number) if edition else (None, 1)
