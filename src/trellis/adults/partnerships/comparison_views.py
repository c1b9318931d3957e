"""Two agreements side by side. Who: the network's partnership lead and the superintendent, each with ten minutes before
they sign a renewal or an amendment; they leave knowing which words are new."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from . import selectors
from .comparison import compare_agreements
from .models import PartnerAgreement
from .permissions import PAGE_ROLES
from .views import get_agreement_or_404


@page_for(*PAGE_ROLES)
@require_safe
def compare_agreement(request: Request, agreement_id: UUID) -> HttpResponse:
    """An agreement beside another of the same parties: `with` names it; else what it amends, or the one before it."""
    agreement = get_agreement_or_404(request.viewer, agreement_id)
    others = list(selectors.agreements_beside(request.viewer, agreement))
    other = _other(agreement, others, request.GET.get("with", ""))
    before, after = sorted((agreement, other), key=lambda row: row.created) if other else (agreement, None)
    context = {
        "agreement": agreement,
        "other": other,
        "others": others,
        "amends": after is not None and after.parent_id == before.pk,
        "before": before,
        "after": after,
        "sections": compare_agreements(request.viewer, before, after) if after else [],
    }
    return render(request, "partnerships/compare.html", context)


def _other(
    agreement: PartnerAgreement, others: list[PartnerAgreement], requested: str
) -> PartnerAgreement | None:
    by_id = {str(row.pk): row for row in others}
    likely = by_id.get(requested) or by_id.get(str(agreement.parent_id))
    earlier = [row for row in others if row.kind == agreement.kind and row.created < agreement.created]
    return likely or next(iter(earlier or others), None)
