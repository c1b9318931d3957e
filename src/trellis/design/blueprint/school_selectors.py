"""What a school's pages about its model show: its own changes, what is locked, and what a new version would bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from django.db.models import Q

from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.prepared_queries import PreparedQuery

from .change_wording import WordedChange, word_changes
from .labels import PART_USES, part_title
from .models import Adoption, ModelPackage, UnfinishedAdaptation, Upgrade
from .models.adoptions import in_force_at
from .package.diff import covering_path, tree_diff
from .package.tree import written_path
from .package.versions import version_order
from .problem_lines import ProblemLine, problem_lines
from .selectors import (
    adapted_package,
    checked_tables,
    later_versions,
    package_body,
    planned_adoption,
    unfinished_adaptation,
)


@dataclass(frozen=True)
class Adaptation:
    """One change of a school: in words, with its reason, who gave it and when. `path`: as the adoption has it."""

    path: str
    change: WordedChange
    reason: str
    by: str
    on: str


@dataclass(frozen=True)
class SchoolPart:
    """A part of a school's model. `lock`: "locked", "partly" or "open", as the school may change it."""

    name: str
    title: str
    uses: str
    lock: str
    adaptations: tuple[Adaptation, ...]


def adaptations_of(adoption: Adoption, names: Mapping[str, str]) -> list[Adaptation]:
    """What a school changed, in words. `names`: of those who gave the reasons, by id."""
    base, adapted = package_body(adoption.package).tree, adapted_package(adoption).tree
    rows = []
    for change in tree_diff(base, adapted):
        path = covering_path(written_path(base, change.path), adoption.changes) or ".".join(change.path)
        given = adoption.reasons.get(path, {})
        worded = word_changes({**base, **adapted}, [change])[0]
        by = names.get(given.get("by", ""), "")
        rows.append(Adaptation(path, worded, given.get("text", ""), by, given.get("on", "")))
    return rows


def authors_of(viewer: Viewer, adoptions: list[Adoption]) -> dict[str, str]:
    """The names of those who gave the reasons of adoptions, by id, as far as the viewer may see them."""
    ids = {reason.get("by") for adoption in adoptions for reason in adoption.reasons.values()} - {None, ""}
    return {str(person.pk): person.name for person in Person.objects.seen_by(viewer).filter(pk__in=ids)}


class SchoolModel:
    """A school's model, for its leaders."""

    def __init__(self, viewer: Viewer, school: School, adoption: Adoption) -> None:
        self.viewer, self.school, self.adoption = viewer, school, adoption

    @cached_property
    def parts(self) -> list[SchoolPart]:
        package = adapted_package(self.adoption)
        by_part: dict[str, list[Adaptation]] = {}
        for adaptation in adaptations_of(self.adoption, authors_of(self.viewer, [self.adoption])):
            by_part.setdefault(adaptation.change.path.partition(".")[0], []).append(adaptation)
        return [
            SchoolPart(
                name,
                part_title(name),
                str(PART_USES.get(name, "")),
                "locked" if _is_locked(part) else "open" if part.get("hold") == "local" else "partly",
                tuple(by_part.get(name, ())),
            )
            for name, part in package.tree.items()
        ]

    @cached_property
    def unfinished(self) -> UnfinishedAdaptation | None:
        return unfinished_adaptation(self.viewer, self.adoption)

    @cached_property
    def problems(self) -> list[ProblemLine]:
        """What keeps the unfinished change from being in force."""
        if self.unfinished is None:
            return []
        tables = self.unfinished.body
        return problem_lines(tables, checked_tables(package_body(self.adoption.package), tables)[1])

    @cached_property
    def newer(self) -> list[ModelPackage]:
        """Later versions, the latest first."""
        return later_versions(self.adoption, self.school.network)

    @cached_property
    def planned(self) -> Adoption | None:
        return planned_adoption(self.school.pk)

    @cached_property
    def network_contacts(self) -> list[Person]:
        return people_to_ask(self.school)


def _is_locked(part: object) -> bool:
    """Whether nothing in a part is the school's to change."""
    if isinstance(part, Mapping):
        if part.get("hold") == "local":
            return False
        return all(_is_locked(inner) for inner in part.values())
    return all(_is_locked(entry) for entry in part) if isinstance(part, list) else True


def people_to_ask(school: School) -> list[Person]:
    """Who works for the school's network: whom to ask about what it has locked."""
    ties = Tie.objects.unscoped("tell a school's leader whom of the network to ask").filter(
        role=Role.NETWORK_STAFF, to_network=school.network_id
    )
    return [tie.person for tie in ties.select_related("person").order_by("starts")[:3]]


def school_adoption(viewer: Viewer, school_id: UUID) -> Adoption | None:
    """By what a school works now, where the viewer may see it."""
    adoptions = Adoption.objects.seen_by(viewer).current().filter(school=school_id)
    return adoptions.select_related("package").first()


def undecided_version(viewer: Viewer, school: School) -> ModelPackage | None:
    """The latest version of a school's model, where its leaders have neither adopted nor declined it."""
    if school.pk not in viewer.to("school", Role.LEADER):
        return None
    adoption = _ADOPTED.unscoped(
        "find the version of a school's model", in_force_at(viewer.now), school=school.pk
    )
    if not adoption:
        return None
    slug, version = adoption[0]
    offered = Q(slug=slug, deleted_at__isnull=True) & (Q(network=None) | Q(network=school.network_id))
    later = [
        row for row in _VERSIONS.unscoped("find later versions of a model", offered) if is_later(row, version)
    ]
    if not later:
        return None
    latest = max(later, key=lambda row: version_order(row.version))
    decided = Upgrade.objects.seen_by(viewer).filter(school=school, package=latest)
    return None if decided.filter(Q(starts__isnull=False) | Q(declined_at__isnull=False)).exists() else latest


def is_later(package: ModelPackage, version: str) -> bool:
    """Whether a package is of a later version."""
    return version_order(package.version) > version_order(version)


_ADOPTED = PreparedQuery(
    Adoption,
    lambda rows: rows.order_by("starts").values_list("package__slug", "package__version")[:1],
)
_VERSIONS = PreparedQuery(ModelPackage, lambda rows: rows.only("version", "slug", "network"))
