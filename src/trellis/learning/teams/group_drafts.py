"""Drafts of groups: begin, propose, move by hand, name and discard."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import timedelta
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from trellis.core.community.models import Group, Person, School
from trellis.core.foundation import ledger
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.input_parsing import clean_line
from trellis.core.foundation.revisions import EditConflict, save_if_current
from trellis.engines import grouping

from . import conflicts, draft_rows, grouping_question, traits
from .models import DraftGroup, DraftGroupAdult, DraftSeat, GroupDraft, GroupDraftSettings

MAX_GROUPS = 100
PROPOSING_TIMEOUT = timedelta(minutes=3)
"""After so long, a whole school that was being proposed when the machine stopped may be proposed again."""


def begin_draft(
    school: School,
    kind: str,
    title: str,
    source: Group | None,
    count: int,
    rule: str,
    balance: Iterable[str],
    by: UUID,
    may: Iterable[str] = tuple(traits.TRAITS),
    seen: int | None = None,
) -> GroupDraft:
    """Begin to form `count` groups and propose who is in which. The same again, while it is open, is the same one.

    Raises EditConflict where one of that name is open with other settings that were not seen (`seen` ABSENT).
    """
    if kind not in GroupDraft.Kind.values:
        raise ActionError(_("Choose what to build: teams, strands, advisories or work groups."))
    if kind == GroupDraft.Kind.WORK and source is None:
        raise ActionError(_("Choose the group whose students go into the work groups."))
    title = clean_line(title, 120, _("Enter a name so you can find it later."))
    balance = list(balance)
    new_settings = clean_settings(count, rule, balance)
    with ledger.act("build groups", by=by, about=source.pk if source else school.pk, kind=kind):
        drafts = GroupDraft.objects.open().unscoped("find the same open draft")
        drafts = drafts.filter(within=None, strands=0, advisories=0)
        same = drafts.filter(school=school, kind=kind, title=title, source=source).first()
        draft = same or GroupDraft.objects.create(
            school=school, kind=kind, title=title, source=source, made_by_id=by, **new_settings
        )
        return propose_groups(draft, count, rule, balance, by, may, seen if same else None)


def clean_settings(count: int, rule: str, balance: Iterable[str]) -> GroupDraftSettings:
    """How many groups, the rule and what is mixed, as they are kept. Raises ActionError for what cannot be."""
    if not 1 <= count <= MAX_GROUPS:
        raise ActionError(_("Enter the number of groups, from 1 to %(most)d.") % {"most": MAX_GROUPS})
    if rule not in GroupDraft.Rule.values:
        raise ActionError(_("Choose a home language rule from the list."))
    chosen = set(balance)
    if not chosen <= set(traits.TRAITS):
        raise ActionError(_("Choose what to mix by from the list."))
    return {"count": count, "rule": rule, "balance": [trait for trait in traits.TRAITS if trait in chosen]}


def propose_groups(
    draft: GroupDraft,
    count: int,
    rule: str,
    balance: Iterable[str],
    by: UUID,
    may: Iterable[str] = tuple(traits.TRAITS),
    seen: int | None = None,
) -> GroupDraft:
    """Seat everybody anew. Locked students stay; students who left lose their seat.

    With the same settings, others stay where they are unless a change gains more than it moves. `may` is what whoever
    proposes may mix by. Raises ActionError for settings that cannot be, when it is mixed by more, and when it is
    adopted; EditConflict when somebody else changed the settings since `seen`.
    """
    balance = list(balance)
    new_settings = clean_settings(count, rule, balance)
    with ledger.act("propose groups", by=by, about=draft.pk):
        current = lock_open_draft(draft)
        if not {*current.balance, *balance} <= set(may):
            raise ActionError(
                _(
                    "Only school leaders and counselors can build a new draft here, because these groups "
                    "also mix students by background."
                )
            )
        same = conflicts.has_same_settings(current, new_settings)
        current = conflicts.save_settings(current, new_settings, seen)
        people = grouping_question.students_for(current)
        seats = {seat.student_id: seat for seat in draft_rows.seats_of(current)}
        specs = _build_group_specs(people, seats, count)
        keys = {str(who): grouping_question.group_key(seat.number) for who, seat in seats.items()}
        before = keys if same else None
        seating = grouping_question.build_question(current, people).form(specs, previous=before)
        draft_rows.write_seats(
            current, people, {person.pk: int(seating.of(str(person.pk))) for person in people}
        )
        draft_rows.write_groups(current)
        return current


def lock_open_draft(draft: GroupDraft) -> GroupDraft:
    """The draft as it is now, locked for a change; what is within a whole school changes as long as that is open.

    Raises ActionError when its groups are adopted, when it is discarded, and while it is being proposed.
    """
    current = GroupDraft.objects.unscoped("lock the draft").select_for_update().get(pk=draft.pk)
    if current.within_id:
        drafts = GroupDraft.objects.unscoped("lock its school's draft")
        lock_open_draft(drafts.get(groups=current.within_id))
    if current.adopted_at:
        raise ActionError(_("These groups are already adopted. To change them, build new groups."))
    if current.deleted_at:
        raise ActionError(_("This draft was discarded. Start a new one."))
    if current.proposing_since and current.proposing_since > timezone.now() - PROPOSING_TIMEOUT:
        raise ActionError(_("A draft is being built right now. Try again in a minute."))
    return current


def _build_group_specs(
    people: list[Person], seats: dict[UUID, DraftSeat], count: int
) -> list[grouping.GroupSpec]:
    """The engine's group for each of the draft, with whoever is locked in it. Raises ActionError where they do not
    fit."""
    if len(people) < count:
        raise ActionError(
            _("There are only %(n)d students for %(count)d groups. Choose fewer groups.")
            % {"n": len(people), "count": count}
        )
    fixed: dict[int, list[str]] = {number: [] for number in range(1, count + 1)}
    for person in people:
        seat = seats.get(person.pk)
        if seat and seat.fixed and seat.number in fixed:
            fixed[seat.number].append(str(person.pk))
    fixed_count = sum(map(len, fixed.values()))
    if len(people) - fixed_count < sum(not locked_students for locked_students in fixed.values()):
        raise ActionError(_("You locked so many students in place that one group is empty. Unlock a few."))
    return [
        grouping.GroupSpec(grouping_question.group_key(number), 1, len(people), tuple(locked_students))
        for number, locked_students in fixed.items()
    ]


def move_student(seat: DraftSeat, number: int, by: UUID, seen: int | None = None) -> None:
    """Move a student to a group, or lock them there: a new draft keeps them in it.

    Raises EditConflict when somebody else put them somewhere since `seen`.
    """
    with ledger.act("move a student in a draft", by=by, about=seat.draft_id):
        current = lock_open_draft(GroupDraft(pk=seat.draft_id))
        if not 1 <= number <= current.count:
            raise ActionError(_("Choose one of the groups."))
        seats = DraftSeat.objects.unscoped("lock the seat while it is moved").filter(
            pk=seat.pk, deleted_at=None
        )
        now = seats.exclude(number=number, fixed=True).first()
        if now is None:
            return
        conflicts.check_seat(now, seen, conflicts.group_title(current.pk, number))
        seats.update(number=number, fixed=True, revision=F("revision") + 1, modified=timezone.now())
        if current.within_id:  # the page of the whole school shows it under the team
            team = DraftSeat.objects.unscoped("find the seat in the team").filter(student=seat.student_id)
            team.filter(draft__groups=current.within_id).update(revision=F("revision") + 1)


def free(draft: GroupDraft, seats: Iterable[DraftSeat], by: UUID, seen: int | None = None) -> int:
    """Unlock students and return how many were locked. They stay in their groups until groups are proposed again.

    seen: the revision at which a page showed the one seat. Raises EditConflict when somebody else put them somewhere
    since.
    """
    with ledger.act("unlock students in a draft", by=by, about=draft.pk):
        current = lock_open_draft(draft)
        fixed_seats = DraftSeat.objects.unscoped("write the seats of a draft").filter(
            draft=current, fixed=True
        )
        fixed_seats = fixed_seats.filter(pk__in=[seat.pk for seat in unchanged(seats, seen, fixed_seats)])
        return fixed_seats.update(fixed=False, revision=F("revision") + 1, modified=timezone.now())


def unchanged(
    seats: Iterable[DraftSeat], seen: int | None, fixed_seats: QuerySet[DraftSeat]
) -> list[DraftSeat]:
    """The seats that nobody changed since they were read. Raises EditConflict for one that was changed since `seen`,
    of a student who is in one of `fixed_seats`."""
    read = {seat.pk: seat.revision for seat in seats}
    now = list(DraftSeat.objects.unscoped("compare with the seats now").filter(pk__in=read))
    for seat in now if seen is not None else ():
        if fixed_seats.filter(student=seat.student_id).exists():
            conflicts.check_seat(seat, seen, _("Unlock"))
    return [seat for seat in now if seat.revision == read[seat.pk]]


def name_group(
    draft_group: DraftGroup, title: str, adults: Iterable[Person], by: UUID, seen: int | None = None
) -> None:
    """Say what a group is called and who is with it. Raises EditConflict when either was changed since `seen`."""
    title, adults = clean_line(title, 160, _("Enter a name for the group.")), list(adults)
    with ledger.act("name a group", by=by, about=draft_group.pk):
        lock_open_draft(GroupDraft(pk=draft_group.draft_id))
        draft_groups = DraftGroup.objects.unscoped("lock a group of a draft")
        group_adults = DraftGroupAdult.objects.unscoped("change a group's adults").filter(
            draft_group=draft_group
        )
        adult_ids = group_adults.values("person")
        chosen = Person.objects.unscoped("change a group's adults").filter(pk__in=adult_ids)
        others = conflicts.adult_differences(draft_groups.get(pk=draft_group.pk), chosen, adults, seen)
        try:
            save_if_current(draft_group, {"title": title}, seen, {"title": _("Name")})
        except EditConflict as conflict:
            raise EditConflict([*conflict.differences, *others], conflict.revision) from None
        if others:
            raise EditConflict(others, draft_groups.get(pk=draft_group.pk).revision)
        for inner_group in draft_groups.filter(
            draft__within=draft_group.pk, title__startswith=draft_group.title + draft_rows.SEPARATOR
        ):
            inner_group.title = (title[:100] + inner_group.title[len(draft_group.title) :])[:160]
            inner_group.revision += 1
            inner_group.save()
        group_adults.exclude(person__in=adults).delete()
        existing_ids = set(group_adults.values_list("person_id", flat=True))
        added = [
            DraftGroupAdult(draft_group=draft_group, person=adult)
            for adult in adults
            if adult.pk not in existing_ids
        ]
        DraftGroupAdult.objects.bulk_create(added)


def discard_draft(draft: GroupDraft, by: UUID) -> None:
    """Discard a draft. Raises ActionError if its groups are adopted. Doing it again changes nothing."""
    with ledger.act("discard a draft", by=by, about=draft.pk):
        current = GroupDraft.objects.unscoped("lock the draft").select_for_update().get(pk=draft.pk)
        if current.adopted_at:
            raise ActionError(_("These groups are already adopted. To change them, build new groups."))
        if not current.deleted_at:
            current.deleted_at = timezone.now()
            current.save()
            inner = GroupDraft.objects.unscoped("change what is inside too").filter(within__draft=current)
            inner.update(deleted_at=current.deleted_at, modified=current.deleted_at)
