"""A certificate to print, for whom it was issued, and the page on which anybody checks a number."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.shortcuts import get_object_or_404, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.us_places import STATES
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from ..models import LearningCertificate, LearningEvent
from ..permissions import LEARNER_ROLES
from .certificates import initials, is_attendance_only
from .hour_categories import CATEGORIES
from .license_hours import license_rules


@page_for(*LEARNER_ROLES)
@require_safe
@never_cache
def certificate(request: Request, certificate_id: UUID) -> HttpResponse:
    """One's own certificate. A teacher opens it once a state or a district asks, with a minute; they leave with it on
    paper, or with the address at which anybody can check it."""
    rows = LearningCertificate.objects.seen_by(request.viewer).filter(deleted_at=None)
    row = get_object_or_404(rows, pk=certificate_id)
    context = {
        **_facts(row),
        "check_url": request.build_absolute_uri(reverse("check-certificate", args=[row.number])),
    }
    return render(request, "professional_learning/attendance_certificate.html", context)


@page_for(public=True)
@require_safe
@never_cache
def check_certificate(request: Request, number: str) -> HttpResponse:
    """Whether a certificate is genuine. An office that received one on paper opens it, with half a minute; it leaves
    knowing title, dates and hours, and of the person the initials only."""
    reason = "check the number of a certificate that somebody shows"
    rows = LearningCertificate.objects.unscoped(reason).filter(number=number.strip().upper()[:24])
    row = rows.first()
    context: dict[str, object] = {
        "number": number.strip().upper()[:24],
        "withdrawn": bool(row and row.deleted_at),
    }
    if row and not row.deleted_at:
        context |= {**_facts(row), "initials": initials(row.name)}
    return render(request, "professional_learning/check_certificate.html", context)


def _facts(row: LearningCertificate) -> dict[str, object]:
    rule = license_rules().get(row.sponsor_state)
    return {
        "certificate": row,
        "categories": [(CATEGORIES.get(key, key), minutes) for key, minutes in row.credits.items()],
        "attendance_only": is_attendance_only(row),
        "unit": rule.short if rule else "",
        "shows_assessment": bool(rule and rule.needs_assessment),
        "format": LearningEvent.Format(row.format).label,
        "state_name": STATES.get(row.sponsor_state, row.sponsor_state),
    }
