"""A draft as a page shows it: who is where and why, how each trait is spread, and what could not be met."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.engines import grouping
from trellis.engines.grouping.bounds import lower_bound
from trellis.engines.grouping.columns import encode_problem

from . import draft_rows, explanations, grouping_question, permissions, spreads, traits
from .models import DraftGroup, DraftGroupAdult, DraftSeat, GroupDraft


@dataclass
class StudentRow:
    """One student in a group, and why, in sentences."""

    seat: DraftSeat
    reasons: list[str] = field(default_factory=list)
    home_languages: list[str] = field(default_factory=list)


@dataclass
class GroupPresentation:
    """One group: who is in it, the adults chosen for it, and a gentle word about its size, or ""."""

    draft_group: DraftGroup
    rows: list[StudentRow]
    adults: list[Person]
    note: str = ""
    adults_note: str = ""

    @property
    def size(self) -> int:
        return len(self.rows)


@dataclass
class DraftPresentation:
    """All of it. `quality` says how good it is, `unmet` what could not be met and why, `tables` how traits spread,
    `unknown` which traits are not known of everybody."""

    groups: list[GroupPresentation]
    tables: list[spreads.TraitTable]
    unmet: list[str]
    quality: str
    notes: list[str]
    unknown: list[str] = field(default_factory=list)

    @property
    def rows_by_group(self) -> list[tuple[str, list[str]]]:
        """Each group's title and its cells, those of all tables side by side."""
        titles = self.tables[0].columns if self.tables else ()
        rows = [cells for table in self.tables for _level, cells in table.rows]
        return [(title, [cells[n] for cells in rows]) for n, title in enumerate(titles)]


def present_draft(viewer: Viewer, draft: GroupDraft) -> DraftPresentation:
    """Present a draft as it is now, with moves by hand, as far as the viewer may see it.

    Sensitive traits are counted only for those who lead or counsel, and so is how balanced they are.
    """
    seats = seats_of(viewer, draft)
    draft_groups = {draft_group.number: draft_group for draft_group in draft_groups_of(viewer, draft)}
    seats = [seat for seat in seats if seat.number in draft_groups]
    shown = _present_groups(viewer, draft_groups, seats, draft.kind)
    if not seats:
        return DraftPresentation(shown, [], [], "", [])
    question = grouping_question.build_question(draft, [seat.student for seat in seats])
    if not permissions.may_form_at(viewer, draft.school_id):
        # before and after one move by hand, a count or a cost would tell a teacher what that student is
        question = replace(
            question,
            balance=tuple(trait for trait in question.balance if trait in traits.TRAITS_SHOWN_BY_NAME),
        )
    now = question.form(_specs_as_seated(seats))
    names = {str(seat.student_id): seat.student.name for seat in seats}
    fixed_keys = {str(seat.student_id) for seat in seats if seat.fixed}
    titles = {
        grouping_question.group_key(number): draft_group.title for number, draft_group in draft_groups.items()
    }
    explanations_by_student = grouping.explain_all(now)
    for shown_group in shown:
        for row in shown_group.rows:
            explanation = explanations_by_student[str(row.seat.student_id)]
            row.reasons = explanations.student_sentences(explanation, fixed_keys, names)
    return DraftPresentation(
        groups=shown,
        tables=spreads.trait_tables(now, titles),
        unmet=explanations.unmet_sentences(now, fixed_keys, names, titles),
        quality=explanations.quality_sentence(now.cost, _cost_bound(now, seats)),
        notes=[shown_group.note for shown_group in shown if shown_group.note],
        unknown=unknown_traits(draft, question),
    )


def unknown_traits(draft: GroupDraft, question: grouping_question.GroupingQuestion) -> list[str]:
    """Traits that were to be mixed, and are not known of everybody."""
    return [
        str(title)
        for trait, title in traits.TRAITS.items()
        if trait in draft.balance and not all(trait in student.traits for student in question.students)
    ]


def seats_of(viewer: Viewer, draft: GroupDraft) -> list[DraftSeat]:
    """The seats of a draft, by the name that students go by."""
    seats = DraftSeat.objects.seen_by(viewer).filter(draft=draft).select_related("student")
    return sorted(seats, key=lambda seat: (seat.student.first_name, seat.student.family_name, seat.pk))


def draft_groups_of(viewer: Viewer, draft: GroupDraft) -> list[DraftGroup]:
    return list(DraftGroup.objects.seen_by(viewer).filter(draft=draft).order_by("number"))


def _specs_as_seated(seats: Iterable[DraftSeat]) -> list[grouping.GroupSpec]:
    """Groups in which everybody is locked where they are: the engine only explains, and moves nobody."""
    inside: dict[int, list[str]] = {}
    for seat in seats:
        inside.setdefault(seat.number, []).append(str(seat.student_id))
    return [
        grouping.GroupSpec(grouping_question.group_key(n), len(who), len(who), tuple(who))
        for n, who in inside.items()
    ]


def _cost_bound(now: grouping.Grouping, seats: list[DraftSeat]) -> int:
    """What groups of these sizes cost at least, while only those are locked whom somebody put there by hand."""
    fixed_by_number: dict[int, list[str]] = {}
    for seat in seats:
        fixed_by_number.setdefault(seat.number, []).extend([str(seat.student_id)] if seat.fixed else [])
    sizes = draft_rows.group_sizes(seats)
    specs = [
        grouping.GroupSpec(grouping_question.group_key(n), sizes[n], sizes[n], tuple(who))
        for n, who in sorted(fixed_by_number.items())
    ]
    question = replace(now.question, specs=tuple(specs))
    return lower_bound(question, encode_problem(question))


def _present_groups(
    viewer: Viewer, draft_groups: Mapping[int, DraftGroup], seats: list[DraftSeat], kind: str
) -> list[GroupPresentation]:
    adults: dict[object, list[Person]] = {}
    rows = DraftGroupAdult.objects.seen_by(viewer).filter(draft_group__in=list(draft_groups.values()))
    for group_adult in rows.select_related("person"):
        adults.setdefault(group_adult.draft_group_id, []).append(group_adult.person)
    shown_groups = []
    for number, draft_group in draft_groups.items():
        student_rows = [
            StudentRow(seat, home_languages=seat.student.home_languages)
            for seat in seats
            if seat.number == number
        ]
        group_adults = adults.get(draft_group.pk, [])
        note = size_note(draft_group.title, kind, len(student_rows))
        adult_count_note = adults_note(kind, len(group_adults))
        shown_groups.append(
            GroupPresentation(draft_group, student_rows, group_adults, note, adult_count_note)
        )
    return shown_groups


def adults_note(kind: str, adults: int) -> str:
    """A gentle word about how many teachers a team would have; "" while nobody is chosen, and for 4 to 6."""
    if kind != GroupDraft.Kind.TEAM or not adults or 4 <= adults <= 6:
        return ""
    text = ngettext(
        "%(n)d adult chosen. Most teams have 4 to 6 teachers.",
        "%(n)d adults chosen. Most teams have 4 to 6 teachers.",
        adults,
    )
    return text % {"n": adults}


def size_note(title: str, kind: str, size: int) -> str:
    """A gentle word about a size that is out of the ordinary for its kind; "" for one that is not."""
    params = {"title": title, "n": size}
    if kind == GroupDraft.Kind.TEAM and not 75 <= size <= 100:
        text = ngettext(
            "%(title)s has %(n)d student. Teams where everyone knows each other have 75 to 100.",
            "%(title)s has %(n)d students. Teams where everyone knows each other have 75 to 100.",
            size,
        )
        return text % params
    if kind == GroupDraft.Kind.STRAND and not 20 <= size <= 25:
        text = ngettext(
            "%(title)s has %(n)d student. Most strands have 20 to 25.",
            "%(title)s has %(n)d students. Most strands have 20 to 25.",
            size,
        )
        return text % params
    if kind == GroupDraft.Kind.ADVISORY and size > 18:
        return (
            _("%(title)s has %(n)d students. With 15, or 18 at most, an advisor can know each student well.")
            % params
        )
    return ""
