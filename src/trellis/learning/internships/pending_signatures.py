"""Agreements that wait for a signature: those that the school approved and whose placement has not started."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from django.db.models import QuerySet

from trellis.core.community.viewer import Viewer

from .models import Agreement, Signature
from .terms import terms_hash


class UnsignedAgreement(NamedTuple):
    """An agreement, and the parts in which nobody has signed it as it is worded now."""

    agreement: Agreement
    missing: tuple[str, ...]


def approved_agreements(viewer: Viewer) -> QuerySet[Agreement]:
    """Agreements that can be signed and whose placement has not started."""
    return Agreement.objects.seen_by(viewer).filter(
        hold__approved_at__isnull=False, hold__let_go_at=None, hold__search__closed_at=None
    )


def unsigned_agreements(
    viewer: Viewer, students: Iterable[UUID], signed_by: tuple[str, ...]
) -> list[UnsignedAgreement]:
    """The agreements of some students that wait for a signature. signed_by: parts of the model. Two queries."""
    agreements = list(
        approved_agreements(viewer)
        .filter(hold__search__student__in=list(students))
        .select_related("hold__search__student", "hold__site")
    )
    rows = Signature.objects.seen_by(viewer).filter(agreement__in=agreements) if agreements else ()
    signed = {(row.agreement_id, row.part, row.wording) for row in rows}
    unsigned = []
    for agreement in agreements:
        wording = terms_hash(agreement)
        missing = tuple(part for part in signed_by if (agreement.pk, part, wording) not in signed)
        if missing:
            unsigned.append(UnsignedAgreement(agreement, missing))
    return unsigned
