"""An agreement as somebody with a link reads it: its words and what it covers, and no student."""

from __future__ import annotations

from .data_elements import ELEMENTS
from .models import AgreementElement, AgreementParty, AgreementPromise, AgreementSchool, PartnerAgreement
from .terms import terms_hash

REASON = "show an agreement to whoever holds a link to sign it; it names no student"


def linked_terms(agreement: PartnerAgreement) -> dict[str, object]:
    """What the page of a link shows. The caller has checked the link."""
    schools = AgreementSchool.objects.unscoped(REASON).filter(agreement=agreement).select_related("school")
    elements = AgreementElement.objects.unscoped(REASON).filter(agreement=agreement)
    return {
        "agreement": agreement,
        "schools": [row.school for row in schools.order_by("school__name")],
        "elements": [
            ELEMENTS[key].label for key in elements.values_list("element", flat=True) if key in ELEMENTS
        ],
        "parties": list(
            AgreementParty.objects.unscoped(REASON).filter(agreement=agreement).order_by("created")
        ),
        "promise_rows": list(
            AgreementPromise.objects.unscoped(REASON).filter(agreement=agreement).order_by("by", "created")
        ),
        "terms_hash": terms_hash(agreement),
    }
