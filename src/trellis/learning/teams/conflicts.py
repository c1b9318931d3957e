"""Where two people change the same proposal: its settings, a student's place, a group's adults, a wish for a pair.

Each page carries the revisions that it showed. What somebody else changed since is not written over: the conflict page
shows both. Adding a proposal, a wish for another pair or a move of another student is by nature free of order.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.foundation.formatting import format_list
from trellis.core.foundation.revisions import Conflict, Difference, differences_between, save_if_current

from . import traits
from .models import Forming, FormingSeat, Place, Wish

WHY = "whether somebody else changed a proposal"


def save_settings(proposal: Forming, settings: Mapping[str, Any], seen: int | None) -> Forming:
    """Write the settings of a proposal where they are others than before. Raises Conflict as `check_settings` does."""
    if same_settings(proposal, settings):
        return proposal
    check_settings(proposal, settings, seen)
    return save_if_current(proposal, settings, proposal.revision, _labels(proposal))


def check_settings(proposal: Forming, settings: Mapping[str, Any], seen: int | None) -> None:
    """Raise Conflict where somebody set other settings than these since the revision `seen`."""
    if seen is None or seen == proposal.revision or same_settings(proposal, settings):
        return
    differences = differences_between(proposal, settings, _labels(proposal))
    raise Conflict([_in_words(difference) for difference in differences], proposal.revision, row=proposal.pk)


def same_settings(proposal: Forming, settings: Mapping[str, Any]) -> bool:
    return all(getattr(proposal, name) == value for name, value in settings.items())


def _labels(proposal: Forming) -> dict[str, str]:
    return {
        "count": _("Number of teams") if proposal.is_whole else _("Number of groups"),
        "strands": _("Strands in each team"),
        "advisories": _("Advisories in each team"),
        "balance": _("Mix evenly by"),
        "rule": _("Home languages"),
    }


def _in_words(difference: Difference) -> Difference:
    if difference.name != "balance":
        return difference
    saved, sent = (
        "\n".join(str(traits.TRAITS[key]) for key in value)
        for value in (difference.saved_value, difference.sent_value)
    )
    return replace(difference, saved=saved, sent=sent)


def check_seat(seat: FormingSeat, seen: int | None, chosen: str) -> None:
    """Raise Conflict where somebody moved or held the student since the revision `seen`. `chosen`: what is sent."""
    if seen is None or seen == seat.revision:
        return
    difference = Difference("place", _name(seat.student_id), _where(seat), chosen, typed=False)
    raise Conflict([difference], seat.revision, row=seat.pk)


def _where(seat: FormingSeat) -> str:
    """Every group of the proposal in which the student is, and whether by hand."""
    everywhere = Q(forming=seat.forming_id) | Q(forming__within__forming=seat.forming_id)
    seats = FormingSeat.objects.unscoped(WHY).filter(everywhere, student=seat.student_id, deleted_at=None)
    lines = []
    for student_seat in seats.order_by("created"):
        title = place_title(student_seat.forming_id, student_seat.number)
        lines.append(f"{title} ({_('locked')})" if student_seat.fixed else title)
    return "\n".join(lines)


def place_title(forming_id: object, number: int) -> str:
    place = Place.objects.unscoped(WHY).filter(forming=forming_id, number=number).first()
    return place.title if place else ""


def adults_changed(
    place: Place, existing: Iterable[Person], adults: Iterable[Person], seen: int | None
) -> list[Difference]:
    """The adults of a group, where somebody chose others than these since the revision `seen`: they have no revision
    of their own but that of their group."""
    saved, sent = set(existing), set(adults)
    if seen is None or place.revision == seen or saved == sent:
        return []
    return [Difference("adult", _("Adults in this group"), _names(saved), _names(sent), typed=False)]


def _names(people: Iterable[Person]) -> str:
    return "\n".join(sorted(person.name for person in people))


def wish_changed(wish: Wish) -> Conflict:
    """A wish that somebody changed before it was taken back."""
    difference = Difference(
        "kind", pair_name(wish), wish.get_kind_display(), _("Cancel request"), typed=False
    )
    return Conflict([difference], wish.revision, row=wish.pk)


def pair_name(wish: Wish) -> str:
    return format_list([_name(wish.one_id), _name(wish.other_id)])


def _name(person_id: object) -> str:
    return Person.objects.unscoped("the name of whom a conflict is about").get(pk=person_id).name
