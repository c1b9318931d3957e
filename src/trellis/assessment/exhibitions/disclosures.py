"""Who from outside the school was asked onto a panel, and so was shown the student's packet."""

from __future__ import annotations

from collections.abc import Iterator

from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from trellis.core.community.disclosures import Disclosure
from trellis.core.community.models import Person
from trellis.core.foundation.prepared_queries import PreparedQuery

from .models import Panelist

_PANELISTS = PreparedQuery(Panelist, lambda seats: seats.select_related("person"))
OUTSIDE_PARTS = (Panelist.Part.OUTSIDE, Panelist.Part.INTERPRETER)


def disclosures_to_panelists(student: Person) -> Iterator[Disclosure]:
    """Each outside adult and interpreter on a panel, and whoever else has no record here."""
    reason = "list what was shared outside the school, for the family"
    for seat in _PANELISTS.unscoped(reason, exhibition__student=student):
        if seat.part in OUTSIDE_PARTS or seat.person is None:
            yield Disclosure(timezone.localdate(seat.created), seat.display_name, _("exhibitions"))
