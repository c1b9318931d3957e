"""What the pages of a network's models show: versions and the schools on them, drafts, problems, proposals."""

from __future__ import annotations

from collections import Counter, defaultdict
from dataclasses import dataclass
from functools import cached_property
from uuid import UUID

from trellis.core.community.models import Network
from trellis.core.community.viewer import Viewer

from .adaptation_selectors import SchoolsChanging
from .change_wording import WordedChange, word_changes
from .labels import PART_USES, part_title
from .models import Adoption, ChangeProposal, ModelPackage, PackageDraft
from .package import Package, Problem
from .package.diff import tree_diff
from .package.files import RawTables
from .package.schema import PARTS, REQUIRED_PARTS, PackageMetadata
from .package.versions import version_order
from .problem_lines import ProblemLine, problem_lines
from .selectors import draft_problems, package_body


def tables_of(package: Package) -> RawTables:
    """The tables of all files of a package, as TOML would have them."""
    metadata = package.model_dump(mode="json", include=set(PackageMetadata.model_fields))
    return {
        "package": metadata,
        **{name: part for name, part in package.tree.items() if isinstance(part, dict)},
    }


@dataclass(frozen=True)
class VersionRow:
    """A version of a model, and how many of the network's schools work by it now, or have planned to."""

    package: ModelPackage
    schools: int
    planned: int
    latest: bool


@dataclass(frozen=True)
class ModelRow:
    """A model with its versions, the latest first."""

    name: str
    versions: tuple[VersionRow, ...]

    @property
    def latest(self) -> ModelPackage:
        return self.versions[0].package


class NetworkModels:
    """The models of a network: those that its schools work by, those that it has published, and its drafts."""

    def __init__(self, viewer: Viewer, network: Network) -> None:
        self.viewer, self.network = viewer, network

    @cached_property
    def _schools(self) -> Counter[UUID]:
        adoptions = Adoption.objects.seen_by(self.viewer).current().filter(school__network=self.network)
        return Counter(adoptions.values_list("package_id", flat=True))

    @cached_property
    def _planned(self) -> Counter[UUID]:
        adoptions = Adoption.objects.seen_by(self.viewer).planned().filter(school__network=self.network)
        return Counter(adoptions.values_list("package_id", flat=True))

    @cached_property
    def versions(self) -> dict[UUID, ModelPackage]:
        """Versions by id, the latest of each first: of models that the network's schools have or that it wrote."""
        rows = ModelPackage.objects.filter(deleted_at=None)
        slugs = set(rows.filter(pk__in=self._schools).values_list("slug", flat=True))
        slugs |= set(rows.filter(network=self.network).values_list("slug", flat=True))
        offered = [
            version
            for version in rows.filter(slug__in=slugs).defer("body")
            if version.network_id in (None, self.network.pk)
        ]
        return {
            version.pk: version
            for version in sorted(
                offered, key=lambda each: (each.slug, version_order(each.version)), reverse=True
            )
        }

    @cached_property
    def rows(self) -> list[ModelRow]:
        by_slug: dict[str, list[ModelPackage]] = defaultdict(list)
        for version in self.versions.values():
            by_slug[version.slug].append(version)
        rows = [
            ModelRow(
                versions[0].name,
                tuple(
                    VersionRow(version, self._schools[version.pk], self._planned[version.pk], at == 0)
                    for at, version in enumerate(versions)
                ),
            )
            for versions in by_slug.values()
        ]
        return sorted(rows, key=lambda row: row.name)

    @cached_property
    def _drafts(self) -> list[PackageDraft]:
        drafts = PackageDraft.objects.seen_by(self.viewer).filter(network=self.network, published=None)
        return list(drafts.select_related("base").order_by("-modified"))

    @property
    def drafts(self) -> list[PackageDraft]:
        return [draft for draft in self._drafts if draft.discarded_at is None]

    @property
    def discarded(self) -> list[PackageDraft]:
        return [draft for draft in self._drafts if draft.discarded_at is not None]

    @cached_property
    def proposals(self) -> list[ChangeProposal]:
        """Changes that are proposed and not answered yet, the oldest first."""
        rows = ChangeProposal.objects.seen_by(self.viewer).filter(network=self.network, status="open")
        return list(rows.select_related("school", "package").order_by("created"))


@dataclass(frozen=True)
class DraftPart:
    """A part of a draft: what it is called and where it is used, what changed, and what is to be fixed in it."""

    name: str
    title: str
    uses: str
    hold: str
    changes: tuple[WordedChange, ...]
    problems: tuple[Problem, ...]
    note: str
    schools: int
    """How many schools have changed this part for themselves."""


class DraftOverview:
    """A draft for its page."""

    def __init__(self, viewer: Viewer, draft: PackageDraft) -> None:
        self.draft = draft
        self.schools = SchoolsChanging(viewer, draft)
        self.package, self.problems = draft_problems(draft.body)

    @cached_property
    def parts(self) -> list[DraftPart]:
        return [self._part(name) for name in PARTS if name in self.draft.body or name in self._base]

    @cached_property
    def _base(self) -> dict:
        return package_body(self.draft.base).tree if self.draft.base else {}

    def _part(self, name: str) -> DraftPart:
        before, after = (
            {name: tables[name]} if name in tables else {} for tables in (self._base, self.draft.body)
        )
        changes = tuple(tree_diff(before, after)) if self.draft.base else ()
        return DraftPart(
            name,
            part_title(name),
            str(PART_USES.get(name, "")),
            str(self.draft.body.get(name, {}).get("hold", "")),
            tuple(word_changes({**self._base, **self.draft.body}, changes)),
            tuple(problem for problem in self.problems if problem.file == f"{name}.toml"),
            self.draft.notes.get(name, ""),
            self.schools.of_part(name),
        )

    @cached_property
    def problem_lines(self) -> list[ProblemLine]:
        return problem_lines(self.draft.body, self.problems)

    @property
    def removable(self) -> frozenset[str]:
        return frozenset(PARTS) - REQUIRED_PARTS

    @property
    def can_add_parts(self) -> bool:
        return any(part not in self.draft.body for part in PARTS)

    @property
    def changed(self) -> int:
        """How many parts differ from the version that the draft began as."""
        return sum(bool(part.changes) for part in self.parts)


def problems_at(draft: PackageDraft, path: tuple[str, ...]) -> list[ProblemLine]:
    """What is to be fixed in the part of a page."""
    problems = [each for each in draft_problems(draft.body)[1] if each.file == f"{path[0]}.toml"]
    return problem_lines(draft.body, problems)
