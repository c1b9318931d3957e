"""What a counselor decides about partners: whom to ask, now that a family has said yes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from trellis.core.community.decisions import Decision
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.formatting import format_day

from .models import Consent, Need, Referral
from .permissions import counseled_students

SHOWN = 6


def consents_without_referral(viewer: Viewer, today: date) -> Iterator[Decision]:
    """Families that agreed to a partner whom nobody has asked since, while the student has an open need."""
    referrals = Referral.objects.unscoped("find out whether a partner was asked after a family's yes").filter(
        partner=OuterRef("partner"),
        need__student=OuterRef("student"),
        sent_at__gte=OuterRef("asked_at"),
        deleted_at=None,
    )
    needs = Need.objects.open().seen_by(viewer).filter(student=OuterRef("student"))
    consents = Consent.objects.seen_by(viewer).filter(
        counseled_students(viewer),
        Exists(needs),
        ~Exists(referrals),
        given_at__isnull=False,
        refused_at=None,
        withdrawn_at=None,
        ends__gte=today,
    )
    for consent in consents.select_related("student", "partner").order_by("given_at")[:SHOWN]:
        params = {"student": consent.student.name, "partner": consent.partner.name}
        yield Decision(
            _("%(student)s: the family agreed to %(partner)s") % params,
            _("Nobody has asked the partner yet. The consent ends %(day)s.")
            % {"day": format_day(consent.ends)},
            reverse("student-supports", args=[consent.student_id]),
            _("Ask partner"),
        )
