"""Promises in the shared commitment of this year: what each party promised, one item a party."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from trellis.adults.organizations.models import CommitmentPromise, Party
from trellis.adults.organizations.years import current_year
from trellis.core.community.models import School

from ..handover_facts import GATHERING, Fact, text, words


def promises(school: School, today: date) -> Iterator[Fact]:
    """What was promised once people could sign; a draft binds nobody."""
    year = current_year(school).number
    rows = CommitmentPromise.objects.unscoped(GATHERING).filter(
        commitment__school=school,
        commitment__school_year=year,
        commitment__asked_at__isnull=False,
        commitment__deleted_at=None,
        deleted_at=None,
    )
    by_party: dict[str, list[str]] = {}
    for party, promise in rows.order_by("created").values_list("party", "words"):
        by_party.setdefault(party, []).append(promise)
    for party in Party:
        if party in by_party:
            yield Fact(
                "promises",
                f"{school.pk}:{year}:{party.value}",
                words("party", party=party.value),
                tuple(text(promise) for promise in by_party[party]),
                page=("shared-commitment", str(school.pk)),
            )
