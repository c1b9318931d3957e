"""From students and a draft to the question that the engine answers."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from django.db.models import F, Q
from django.utils import timezone

from trellis.core.community.models import Person, Role, Tie
from trellis.core.community.viewer import active_at
from trellis.engines import grouping

from . import traits
from .models import DraftSeat, GroupDraft, PairRequest

ENGINE_RULES = {
    GroupDraft.Rule.NONE: grouping.LanguageRule.NONE,
    GroupDraft.Rule.PARTNER: grouping.LanguageRule.PARTNER,
    GroupDraft.Rule.ENGLISH: grouping.LanguageRule.ENGLISH_SHARED,
}
REASON = "build groups from all students who belong in them"


@dataclass(frozen=True)
class GroupingQuestion:
    """The question whatever the groups are: students by key, what is balanced, requests, and the language rule."""

    students: tuple[grouping.Student, ...]
    balance: tuple[str, ...]
    together: tuple[tuple[str, str], ...]
    apart: tuple[tuple[str, str], ...]
    rule: grouping.LanguageRule
    seed: str

    def form(
        self, specs: Iterable[grouping.GroupSpec], previous: Mapping[str, str] | None = None
    ) -> grouping.Grouping:
        """The engine's answer for these groups. previous: the key of each student's group before."""
        return grouping.form_groups(
            self.students,
            specs,
            balance=self.balance,
            together=self.together,
            apart=self.apart,
            rule=self.rule,
            seed=self.seed,
            previous=previous,
        )


def group_key(number: int) -> str:
    """The engine's key of a group."""
    return f"{number:04}"


def students_for(draft: GroupDraft) -> list[Person]:
    """Everybody whom a draft has to seat: the students of its source, or of the school; within a team that is
    proposed, those who would be in the team."""
    source = Q(to_group=draft.source_id) if draft.source_id else Q(to_school=draft.school_id)
    ties = Tie.objects.unscoped(REASON).filter(active_at(timezone.now()), source, role=Role.STUDENT)
    people = Person.objects.unscoped(REASON).filter(pk__in=ties.values("person"), deleted_at=None)
    if draft.within_id and not draft.source_id:
        seats = DraftSeat.objects.unscoped(REASON).filter(
            draft__groups=draft.within_id, number=F("draft__groups__number"), deleted_at=None
        )
        people = people.filter(pk__in=seats.values("student"))
    return list(people.order_by("pk"))


def build_question(draft: GroupDraft, people: Iterable[Person]) -> GroupingQuestion:
    """The question about these people. What no one of them has is not balanced; under the rule of partners home
    languages are not spread, since that would tear partners apart.

    Of the teams of a whole school only partners and being together are asked: whom one is apart from, and what
    language a group shares, is felt in strands and advisories.
    """
    people = list(people)
    levels = traits.trait_levels(people)
    students = tuple(
        grouping.Student(str(student.pk), levels[student.pk], tuple(student.home_languages))
        for student in people
    )
    left_out = {"language"} if draft.rule == GroupDraft.Rule.PARTNER else set()
    balance = tuple(
        trait
        for trait in traits.TRAITS
        if trait in draft.balance
        and trait not in left_out
        and any(trait in student.traits for student in students)
    )
    pair_requests = _requested_pairs(draft, {student.pk for student in people})
    return GroupingQuestion(
        students,
        balance,
        tuple(pair_requests[PairRequest.Kind.TOGETHER]),
        () if draft.is_whole else tuple(pair_requests[PairRequest.Kind.APART]),
        grouping.LanguageRule.NONE
        if draft.is_whole and draft.rule == GroupDraft.Rule.ENGLISH
        else ENGINE_RULES[GroupDraft.Rule(draft.rule)],
        str(draft.pk),
    )


def pairs_apart(draft: GroupDraft, people: Iterable[Person]) -> tuple[tuple[str, str], ...]:
    """Who should be apart, of a whole school too."""
    return tuple(_requested_pairs(draft, {student.pk for student in people})[PairRequest.Kind.APART])


def _requested_pairs(draft: GroupDraft, people: set[UUID]) -> Mapping[str, list[tuple[str, str]]]:
    pairs_by_kind: dict[str, list[tuple[str, str]]] = {kind: [] for kind in PairRequest.Kind.values}
    rows = PairRequest.objects.unscoped(REASON).filter(school=draft.school_id, deleted_at=None)
    if draft.adopted_at:  # what was requested later says nothing of groups that stood by then
        rows = rows.filter(modified__lte=draft.adopted_at)
    for first, second, kind in rows.values_list("first_id", "second_id", "kind"):
        if {first, second} <= people:
            pairs_by_kind[kind].append((str(first), str(second)))
    return pairs_by_kind
