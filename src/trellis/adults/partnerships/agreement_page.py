"""What the page of one agreement shows."""

from __future__ import annotations

from django.utils import timezone

from trellis.core.community.models import School
from trellis.core.community.viewer import Viewer

from .duties import duty_lines
from .history import history_of
from .models import AgreementElement, AgreementParty, AgreementSchool, PartnerAgreement
from .permissions import may_manage, party_role_of
from .promises import promise_lines
from .selectors import agreements_beside
from .stored_data import by_category, inventory
from .terms import terms_hash


def page_context(viewer: Viewer, agreement: PartnerAgreement) -> dict[str, object]:
    """The parts of an agreement, as the viewer may see and change them."""
    today = timezone.localdate()
    schools = covered_schools(viewer, agreement)
    parties = list(
        AgreementParty.objects.seen_by(viewer).filter(agreement=agreement).order_by("created", "pk")
    )
    manages, own_role = may_manage(viewer, agreement), party_role_of(viewer, agreement)
    unsigned = [party for party in parties if not party.signed_on]
    waits = agreement.status == PartnerAgreement.Status.SENT
    elements = AgreementElement.objects.seen_by(viewer).filter(agreement=agreement)
    keys = [school.pk for school in schools]
    lines = inventory(keys, elements.values_list("element", flat=True)) if agreement.covers_data else []
    return {
        "agreement": agreement,
        "manages": manages,
        "may_write": manages and agreement.is_open,
        "schools": schools,
        "parties": parties,
        "signs_now": waits and any(party.role == own_role for party in unsigned),
        "terms_hash": terms_hash(agreement),
        "categories": list(by_category(lines)),
        "unagreed": [line.element.label for line in lines if line.needs_attention],
        "duties": duty_lines(viewer, agreement, today),
        "promises": promise_lines(viewer, [agreement], today),
        "amendments": PartnerAgreement.objects.seen_by(viewer).filter(parent=agreement, deleted_at=None),
        "may_compare": agreements_beside(viewer, agreement).exists(),
        "history": history_of(agreement),
        "is_over": bool(agreement.ends and agreement.ends < today),
    }


def covered_schools(viewer: Viewer, agreement: PartnerAgreement) -> list[School]:
    """The schools that an agreement covers, by name."""
    rows = AgreementSchool.objects.seen_by(viewer).filter(agreement=agreement, deleted_at=None)
    return [row.school for row in rows.select_related("school").order_by("school__name")]
