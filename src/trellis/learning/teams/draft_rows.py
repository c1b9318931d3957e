"""The rows of a draft: who sits where, and its groups by number."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Person

from .models import DraftGroup, DraftSeat, GroupDraft

SEPARATOR = " · "
"""Between the name of a team and that of a strand or advisory within it."""
GROUP_NAMES = {
    GroupDraft.Kind.TEAM: lambda: _("Team %(n)d"),
    GroupDraft.Kind.STRAND: lambda: _("Strand %(n)d"),
    GroupDraft.Kind.ADVISORY: lambda: _("Advisory %(n)d"),
    GroupDraft.Kind.WORK: lambda: _("Group %(n)d"),
}


def seats_of(draft: GroupDraft) -> list[DraftSeat]:
    return list(DraftSeat.objects.unscoped("read a draft's seats").filter(draft=draft, deleted_at=None))


def group_sizes(seats: Iterable[DraftSeat]) -> Counter[int]:
    """How many sit in each group."""
    return Counter(seat.number for seat in seats)


def write_seats(draft: GroupDraft, people: list[Person], at: dict[UUID, int]) -> None:
    """Save the seats. A student who was locked in a group that no longer exists is unlocked."""
    seats = DraftSeat.objects.unscoped("read a draft's seats, old ones too").filter(draft=draft)
    now, seats_by_student = timezone.now(), {seat.student_id: seat for seat in seats}
    DraftSeat.objects.bulk_create(
        DraftSeat(draft=draft, student=student, number=at[student.pk])
        for student in people
        if student.pk not in seats_by_student
    )
    changed = []
    for who, seat in seats_by_student.items():
        number = at.get(who)
        new = {
            "number": number or seat.number,
            "fixed": seat.fixed and not seat.deleted_at and number == seat.number,
            "deleted_at": None if number else seat.deleted_at or now,
        }
        if any(getattr(seat, name) != value for name, value in new.items()):
            for name, value in {**new, "modified": now, "revision": seat.revision + 1}.items():
                setattr(seat, name, value)
            changed.append(seat)
    written = ["number", "fixed", "deleted_at", "modified", "revision"]
    DraftSeat.objects.bulk_update(changed, written, batch_size=200)


def write_groups(draft: GroupDraft, team: str = "") -> list[DraftGroup]:
    """A group for each number, named in the words of whoever forms them; those above go. Gives them by number.

    What is within a team bears the team's name too.
    """
    draft_groups = DraftGroup.objects.unscoped("find a group of a draft").filter(draft=draft)
    draft_groups.filter(number__gt=draft.count).delete()
    existing_numbers = set(draft_groups.values_list("number", flat=True))
    name = GROUP_NAMES[GroupDraft.Kind(draft.kind)]()
    if team:
        name = f"{team[:100].replace('%', '%%')}{SEPARATOR}{name}"
    DraftGroup.objects.bulk_create(
        DraftGroup(draft=draft, number=number, title=name % {"n": number})
        for number in range(1, draft.count + 1)
        if number not in existing_numbers
    )
    return list(draft_groups.order_by("number"))
