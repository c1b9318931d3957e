"""What a school's pages about its model show: its own changes, what is locked, and what a new version would bring."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from trellis.core.community.clock import school_local_time
from trellis.core.community.models import Person, Role, School, Tie
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.prepared_queries import PreparedQuery

from .change_wording import WordedChange, WordedConflict, word_changes, word_conflict
from .labels import PART_KEEPS, PART_USES, part_title
from .models import Adoption, ModelPackage, UnfinishedAdaptation, Upgrade
from .models.adoptions import in_force_at
from .package.diff import Change, covering_path, tree_diff
from .package.tree import written_path
from .package.upgrade import PartComparison, UpgradeComparison
from .package.versions import version_order
from .problem_lines import ProblemLine, problem_lines
from .selectors import (
    adapted_package,
    checked_tables,
    later_versions,
    package_body,
    planned_adoption,
    unfinished_adaptation,
    upgrade_comparison,
)
from .services.upgrades import is_undecided


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


@dataclass(frozen=True)
class UpgradePart:
    """A part of a new version beside the school's, for the page on which the school decides."""

    compared: PartComparison
    title: str
    note: str
    network: tuple[WordedChange, ...]
    school: tuple[WordedChange, ...]
    reasons: tuple[str, ...]
    conflicts: tuple[WordedConflict, ...]
    lost: tuple[WordedConflict, ...]
    choice: str
    undecided: bool
    keeps: str

    @property
    def name(self) -> str:
        return self.compared.part

    @property
    def standing(self) -> str:
        return self.compared.standing


class UpgradePage:
    """What a school decides about a new version."""

    def __init__(
        self, school: School, adoption: Adoption, package: ModelPackage, upgrade: Upgrade | None
    ) -> None:
        self.school, self.adoption, self.package, self.upgrade = school, adoption, package, upgrade
        self.comparison: UpgradeComparison = upgrade_comparison(adoption, package)

    @cached_property
    def parts(self) -> list[UpgradePart]:
        return [self._part(compared) for compared in self.comparison.parts]

    def _part(self, compared: PartComparison) -> UpgradePart:
        tables = {**self.comparison.base, **self.comparison.ours, **self.comparison.theirs}
        chosen = self.upgrade.choices.get(compared.part) if self.upgrade else None
        return UpgradePart(
            compared,
            part_title(compared.part),
            self.package.notes.get(compared.part, ""),
            tuple(word_changes(tables, compared.network)),
            tuple(word_changes(tables, compared.school)),
            tuple(dict.fromkeys(filter(None, (self._reason(change) for change in compared.school)))),
            tuple(word_conflict(tables, conflict) for conflict in compared.conflicts),
            tuple(word_conflict(tables, lost) for lost in compared.lost),
            chosen or compared.suggestion or "",
            is_undecided(compared, self.upgrade),
            str(PART_KEEPS.get(compared.part, "")),
        )

    def _reason(self, change: Change) -> str:
        path = covering_path(written_path(self.comparison.base, change.path), self.adoption.reasons)
        return self.adoption.reasons[path].get("text", "") if path else ""

    def standing(self, *standings: str) -> list[UpgradePart]:
        return [part for part in self.parts if part.standing in standings]

    @property
    def choosable(self) -> list[UpgradePart]:
        """The parts about which the school decides."""
        return self.standing("both", "network", "school")

    @property
    def both(self) -> list[UpgradePart]:
        return self.standing("both")

    @property
    def one_side(self) -> list[UpgradePart]:
        return self.standing("network", "school")

    @property
    def locked(self) -> list[UpgradePart]:
        return self.standing("locked")

    @property
    def same(self) -> list[UpgradePart]:
        return self.standing("same")

    @property
    def scheduled(self) -> bool:
        """Whether the school has set the day from which it works by the version."""
        return bool(self.upgrade and self.upgrade.starts)

    @property
    def first_day(self) -> date:
        """The day that the school has set, or the usual one."""
        return self.upgrade.starts if self.upgrade and self.upgrade.starts else self.usual_start

    @property
    def values(self) -> dict[str, dict[str, str]]:
        """What was decided about the places that both sides changed, by path."""
        return self.upgrade.values if self.upgrade else {}

    @property
    def usual_start(self) -> date:
        """July 1 after today: between two school years."""
        today = school_local_time(self.school, timezone.now()).date()
        return date(today.year + (today >= date(today.year, 7, 1)), 7, 1)

    @cached_property
    def undecided(self) -> list[UpgradePart]:
        return [part for part in self.parts if part.undecided]

    @property
    def counts(self) -> dict[str, int]:
        """How many parts the school takes, keeps and blends."""
        chosen = [part.choice for part in self.choosable]
        return {choice: chosen.count(choice) for choice in ("take", "keep", "blend")}


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
