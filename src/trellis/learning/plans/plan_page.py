"""What the page of one plan shows, each part read once: goals, sections, signers and what changed since they signed."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from django.conf import settings

from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.translations.models import Translation
from trellis.core.translations.translation_services import TextForReader, text_for_reader, translations_of
from trellis.design.blueprint.selectors import outcomes_of
from trellis.design.frameworks.models import Outcome

from . import permissions, selectors
from .changes import PlanChange, describe_changes
from .models import Goal, Plan, PlanSignature, PlanVersion, VersionBody
from .plan_template import PlanTemplate
from .signing import Signer
from .versions import version_body, wording_digest

LINK_PARTS = ("guardian", "mentor")
"""Who can be sent a link to sign."""


@dataclass(frozen=True)
class SignerRow:
    """Somebody who signs: their newest signature, and whether it is under what the plan says now."""

    signer: Signer
    role: str
    signature: PlanSignature | None
    version: PlanVersion | None
    is_current: bool

    @property
    def may_get_link(self) -> bool:
        """Whether they can be sent a link to sign: the family and the mentor."""
        return self.signer.part in LINK_PARTS and self.signer.person is not None


@dataclass(frozen=True)
class ShownGoal:
    """A goal as the reader reads it."""

    number: int
    goal: Goal
    title: TextForReader
    evidence: TextForReader


@dataclass(frozen=True)
class ShownSection:
    """A section that has text, as the reader reads it."""

    key: str
    title: str
    text: TextForReader


class PlanPage:
    """The plan that a page shows, and what its forms offer to choose from."""

    def __init__(self, viewer: Viewer, student: Person, template: PlanTemplate, plan: Plan) -> None:
        self.viewer, self.student, self.template, self.plan = viewer, student, template, plan

    @cached_property
    def goals(self) -> list[Goal]:
        return selectors.goals_of(self.viewer, self.plan)

    @cached_property
    def outcomes(self) -> dict[str, Outcome]:
        return outcomes_of(self.template.school.pk)

    @cached_property
    def roster_signers(self) -> list[Signer]:
        return selectors.expected_signers(self.viewer, self.student, self.template.signers)

    @property
    def expected_names(self) -> Mapping[str, str]:
        """By role, the name of who is likely to attend."""
        return selectors.expected_attendees(self.roster_signers, self.template.who)

    @property
    def names(self) -> dict[str, str]:
        """By role at the table, the name that was saved with the plan, or of who is expected."""
        return {part: self.plan.names.get(part, name) for part, name in self.expected_names.items()}

    @cached_property
    def signers(self) -> list[Signer]:
        """Who signs: whom the roster knows, and those whose names were typed at the meeting."""
        known_parts = {signer.part for signer in self.roster_signers}
        typed = [
            Signer(part, name)
            for part, name in self.plan.names.items()
            if part in self.template.who and part not in known_parts
        ]
        return [*self.roster_signers, *typed]

    @property
    def own_signer(self) -> Signer | None:
        """The viewer, where they are one of those who sign."""
        viewer_id = self.viewer.person_id
        return next(
            (signer for signer in self.signers if signer.person and signer.person.pk == viewer_id), None
        )

    @cached_property
    def role_titles(self) -> dict[str, str]:
        """What the model calls each role."""
        package = self.template.words.package
        return {role.key: role.title for role in package.roles.roles} if package else {}

    @cached_property
    def section_titles(self) -> dict[str, str]:
        return {section.key: section.title for section in self.template.sections}

    @cached_property
    def body(self) -> VersionBody:
        """What the plan says now."""
        return version_body(self.plan, self.goals, self.section_titles)

    @cached_property
    def wording(self) -> str:
        return wording_digest(self.body)

    @cached_property
    def all_versions(self) -> list[PlanVersion]:
        """Every version of the student's plans, the newest first."""
        return selectors.versions_of(self.viewer, self.student)

    @cached_property
    def versions(self) -> list[PlanVersion]:
        """The versions of this plan, the newest first."""
        return [version for version in self.all_versions if version.plan_id == self.plan.pk]

    @cached_property
    def current_version(self) -> PlanVersion | None:
        """The version that says what the plan says now."""
        return next((version for version in self.versions if version.wording == self.wording), None)

    @cached_property
    def _signatures(self) -> list[tuple[PlanVersion, PlanSignature]]:
        by_version = selectors.signatures_by_version(self.viewer, self.student)
        return [
            (version, signature)
            for version in self._newest_first
            for signature in by_version.get(version.pk, [])
        ]

    @property
    def _newest_first(self) -> list[PlanVersion]:
        current = [self.current_version] if self.current_version else []
        return current + [version for version in self.versions if version not in current]

    @cached_property
    def signer_rows(self) -> list[SignerRow]:
        """Everybody who signs or has signed this plan, with their newest signature."""
        rows = [self._row_of(signer) for signer in self.signers]
        listed = {row.signature.pk for row in rows if row.signature}
        names = {(row.signer.part, row.signer.name) for row in rows}
        for version, signature in self._signatures:
            key = (signature.part, signature.name)
            person = signature.person_id
            is_listed = any(signer.person and signer.person.pk == person for signer in self.signers)
            if signature.pk not in listed and key not in names and not is_listed:
                names.add(key)
                signer = Signer(signature.part, signature.name, signature.person)
                rows.append(
                    SignerRow(
                        signer,
                        self.role_titles.get(signer.part, signer.part),
                        signature,
                        version,
                        version == self.current_version,
                    )
                )
        return rows

    def _row_of(self, signer: Signer) -> SignerRow:
        for version, signature in self._signatures:
            is_theirs = (
                signature.person_id == signer.person.pk
                if signer.person and signature.person_id
                else (signature.part, signature.name) == (signer.part, signer.name)
            )
            if is_theirs:
                return SignerRow(
                    signer,
                    self.role_titles.get(signer.part, signer.part),
                    signature,
                    version,
                    version == self.current_version,
                )
        return SignerRow(signer, self.role_titles.get(signer.part, signer.part), None, None, is_current=False)

    @property
    def own_row(self) -> SignerRow | None:
        signer = self.own_signer
        return next((row for row in self.signer_rows if signer and row.signer == signer), None)

    @property
    def may_sign_now(self) -> bool:
        """Whether the viewer signs, and has not signed what the plan says now."""
        return bool(self.goals and self.own_row and not self.own_row.is_current)

    @property
    def signed_count(self) -> int:
        return sum(row.is_current for row in self.signer_rows)

    @cached_property
    def changes(self) -> list[PlanChange]:
        """What changed since the viewer signed; for somebody who has not signed, since the newest version."""
        before = self.compared_version
        if before is None or before == self.current_version:
            return []
        return describe_changes(before.body, self.body, self.section_titles)

    @property
    def compared_version(self) -> PlanVersion | None:
        """The version that the viewer signed last, or the newest."""
        row = self.own_row
        if row and row.version:
            return row.version
        return self.versions[0] if self.versions else None

    @cached_property
    def _translations(self) -> dict[str, Translation]:
        texts = [*self.plan.notes.values()]
        for goal in self.goals:
            texts += [goal.title, goal.evidence_wanted]
        return translations_of(self.student.network_id, texts)

    def _for_reader(self, text: str) -> TextForReader:
        language = self.plan.language or settings.LANGUAGE_CODE
        return text_for_reader(self.student.network_id, text, language, translations=self._translations)

    def shown_goals(self) -> Iterator[ShownGoal]:
        for number, goal in enumerate(self.goals, start=1):
            yield ShownGoal(
                number, goal, self._for_reader(goal.title), self._for_reader(goal.evidence_wanted)
            )

    def shown_sections(self) -> Iterator[ShownSection]:
        for section in self.template.sections:
            if text := self.plan.notes.get(section.key, ""):
                yield ShownSection(section.key, section.title, self._for_reader(text))

    @property
    def may_write(self) -> bool:
        return permissions.may_write(self.viewer, self.student)

    def reread(self) -> PlanPage:
        """The same page with the plan as it is saved now."""
        plan = Plan.objects.seen_by(self.viewer).select_related("term").get(pk=self.plan.pk)
        return PlanPage(self.viewer, self.student, self.template, plan)
