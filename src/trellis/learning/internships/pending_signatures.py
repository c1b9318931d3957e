"""Agreements that wait for a signature: those that the school approved and whose placement has not started."""

from __future__ import annotations

from collections.abc import Iterable
from typing import NamedTuple
from uuid import UUID

from trellis.core.community.viewer import Viewer
from trellis.core.foundation.prepared_queries import PreparedQuery

from .models import Agreement, Signature
from .terms import terms_hash

_AGREEMENTS = PreparedQuery(
    Agreement, lambda agreements: agreements.select_related("hold__search__student", "hold__site")
)


class UnsignedAgreement(NamedTuple):
    """An agreement, and the parts in which nobody has signed it as it is worded now."""

    agreement: Agreement
    missing: tuple[str, ...]


def unsigned_agreements(
    viewer: Viewer, students: Iterable[UUID], signed_by: tuple[str, ...]
) -> list[UnsignedAgreement]:
    """The agreements of some students that wait for a signature. signed_by: parts of the model. Two queries."""
    agreements = _AGREEMENTS.seen_by(
        viewer,
        hold__approved_at__isnull=False,
        hold__let_go_at=None,
        hold__search__closed_at=None,
        hold__search__student__in=list(students),
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
