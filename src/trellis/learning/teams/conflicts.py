"""Where two people change the same draft: its settings, a student's seat, a group's adults, a request for a pair.

Each page carries the revisions that it showed. What somebody else changed since is not overwritten: the conflict page
shows both. Adding a draft, a request for another pair or a move of another student cannot conflict.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.revisions import (
    EditConflict,
    FieldDifference,
    differences_between,
    save_if_current,
)

from . import traits
from .models import DraftGroup, DraftSeat, GroupDraft, GroupDraftSettings, PairRequest

REASON = "compare a draft with what the caller had seen"


def save_settings(draft: GroupDraft, settings: GroupDraftSettings, seen: int | None) -> GroupDraft:
    """Write the settings of a draft where they are others than before. Raises EditConflict as `check_settings`
    does."""
    if has_same_settings(draft, settings):
        return draft
    check_settings(draft, settings, seen)
    return save_if_current(draft, settings, draft.revision, _setting_labels(draft))


def check_settings(draft: GroupDraft, settings: GroupDraftSettings, seen: int | None) -> None:
    """Raise EditConflict where somebody set other settings than these since the revision `seen`."""
    if seen is None or seen == draft.revision or has_same_settings(draft, settings):
        return
    differences = differences_between(draft, settings, _setting_labels(draft))
    raise EditConflict(
        [_with_trait_names(difference) for difference in differences], draft.revision, row=draft.pk
    )


def has_same_settings(draft: GroupDraft, settings: GroupDraftSettings) -> bool:
    return all(getattr(draft, name) == value for name, value in settings.items())


def _setting_labels(draft: GroupDraft) -> dict[str, str]:
    return {
        "count": _("Number of teams") if draft.is_whole else _("Number of groups"),
        "strands": _("Strands in each team"),
        "advisories": _("Advisories in each team"),
        "balance": _("Mix evenly by"),
        "rule": _("Home languages"),
    }


def _with_trait_names(difference: FieldDifference) -> FieldDifference:
    if difference.name != "balance":
        return difference
    saved, sent = (
        "\n".join(str(traits.TRAITS[key]) for key in value) if isinstance(value, list) else ""
        for value in (difference.saved_value, difference.sent_value)
    )
    return replace(difference, saved=saved, sent=sent)


def check_seat(seat: DraftSeat, seen: int | None, chosen: str) -> None:
    """Raise EditConflict where somebody moved or locked the student since `seen`. `chosen`: what is sent now."""
    if seen is None or seen == seat.revision:
        return
    difference = FieldDifference(
        "group", _person_name(seat.student_id), _describe_seats(seat), chosen, typed=False
    )
    raise EditConflict([difference], seat.revision, row=seat.pk)


def _describe_seats(seat: DraftSeat) -> str:
    """Every group of the draft in which the student is, and whether they are locked there."""
    everywhere = Q(draft=seat.draft_id) | Q(draft__within__draft=seat.draft_id)
    seats = DraftSeat.objects.unscoped(REASON).filter(everywhere, student=seat.student_id, deleted_at=None)
    lines = []
    for student_seat in seats.order_by("created"):
        title = group_title(student_seat.draft_id, student_seat.number)
        lines.append(f"{title} ({_('locked')})" if student_seat.fixed else title)
    return "\n".join(lines)


def group_title(draft_id: object, number: int) -> str:
    draft_group = DraftGroup.objects.unscoped(REASON).filter(draft=draft_id, number=number).first()
    return draft_group.title if draft_group else ""


def adult_differences(
    draft_group: DraftGroup, existing: Iterable[Person], adults: Iterable[Person], seen: int | None
) -> list[FieldDifference]:
    """The adults of a group, where somebody chose others than these since the revision `seen`: they have no revision
    of their own but that of their group."""
    saved, sent = set(existing), set(adults)
    if seen is None or draft_group.revision == seen or saved == sent:
        return []
    return [
        FieldDifference(
            "adult", _("Adults in this group"), _sorted_names(saved), _sorted_names(sent), typed=False
        )
    ]


def _sorted_names(people: Iterable[Person]) -> str:
    return "\n".join(sorted(person.name for person in people))


def pair_request_conflict(pair_request: PairRequest) -> EditConflict:
    """Return the conflict for a request that somebody changed before it was removed."""
    difference = FieldDifference(
        "kind", pair_name(pair_request), pair_request.get_kind_display(), _("Cancel request"), typed=False
    )
    return EditConflict([difference], pair_request.revision, row=pair_request.pk)


def pair_name(pair_request: PairRequest) -> str:
    return format_list([_person_name(pair_request.first_id), _person_name(pair_request.second_id)])


def _person_name(person_id: object) -> str:
    return Person.objects.unscoped("name the student that a conflict is about").get(pk=person_id).name
