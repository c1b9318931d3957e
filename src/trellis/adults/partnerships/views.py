"""Agreements. Who: the network's partnership lead, once a week with ten minutes, and before each board meeting. She
leaves knowing what ends next, who has not signed, and what each side still owes. A superintendent opens hers to read
and to sign."""

from __future__ import annotations

from uuid import UUID

from django.http import FileResponse, Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from trellis.core.community.models import District, Role
from trellis.core.community.selectors import get_network_or_404
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import ActionForm, PageActions
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request
from trellis.core.foundation.section_messages import read_section_messages

from . import agreement_page, selectors
from .agreement_forms import MANAGE_FORMS, AmendForm, NewAgreementForm
from .duty_forms import DUTY_FORMS, EditDutyForm
from .models import PartnerAgreement
from .party_forms import PARTY_FORMS, SendLinkForm, SignForm
from .permissions import PAGE_ROLES, PARTNER_ROLES, may_manage, party_role_of
from .promise_forms import PROMISE_FORMS, DeliveryForm
from .signed_files import MEDIA_TYPE


@page_for(Role.NETWORK_STAFF)
@never_cache
def agreements(request: Request, network_id: UUID) -> HttpResponse:
    """All agreements of the network, what ends next first, and a form to begin one."""
    network = get_network_or_404(request.viewer, network_id)
    actions = PageActions(request, (NewAgreementForm,), network)
    if actions.done:
        return redirect("partner-agreement", actions.form(NewAgreementForm).agreement.pk)
    rows = selectors.visible_agreements(request.viewer).filter(network=network)
    districts, _charters = selectors.districts_and_charters(request.viewer, network)
    context = {
        "network": network,
        "lines": selectors.agreement_lines(request.viewer, rows),
        "districts": districts,
        "actions": actions,
    }
    return render(request, "partnerships/agreements.html", context, status=actions.status)


@page_for(*PARTNER_ROLES)
@require_safe
def district_agreements(request: Request, district_id: UUID) -> HttpResponse:
    """The agreements of a district, for its superintendent: what ends next first. She reads and signs them."""
    district = get_district_or_404(request.viewer, district_id)
    rows = selectors.visible_agreements(request.viewer).filter(district=district)
    context = {"district": district, "lines": selectors.agreement_lines(request.viewer, rows)}
    return render(request, "partnerships/agreements.html", context)


@page_for(*PAGE_ROLES)
@never_cache
def partner_agreement(request: Request, agreement_id: UUID) -> HttpResponse:
    """One agreement: its terms, who has signed, the schools and data that it covers, and what was promised."""
    agreement = get_agreement_or_404(request.viewer, agreement_id)
    actions = PageActions(request, _forms_for(request.viewer, agreement), agreement)
    link = ""
    if actions.done:
        if may_manage(request.viewer, agreement):
            amendment, link = actions.form(AmendForm).amendment, actions.form(SendLinkForm).link
            if amendment:
                return redirect("partner-agreement", amendment.pk)
        if not link:  # a link is shown on this page, once
            return actions.redirect_to(request.path)
    context = agreement_page.page_context(request.viewer, agreement)
    context |= {"actions": actions, "link": link, "section_messages": read_section_messages(request)}
    return render(request, "partnerships/agreement.html", context, status=actions.status)


def _forms_for(viewer: Viewer, agreement: PartnerAgreement) -> tuple[type[ActionForm], ...]:
    forms: tuple[type[ActionForm], ...] = (SignForm,) if party_role_of(viewer, agreement) else ()
    forms += (DeliveryForm,) if agreement.status == PartnerAgreement.Status.SIGNED else ()
    forms += DUTY_FORMS if agreement.status == PartnerAgreement.Status.ENDED else ()
    if not may_manage(viewer, agreement):
        return forms
    return (*forms, *MANAGE_FORMS, *PARTY_FORMS, *PROMISE_FORMS, EditDutyForm)


@page_for(*PAGE_ROLES)
@require_safe
def agreement_file(request: Request, agreement_id: UUID) -> FileResponse:
    """The signed document, as a download."""
    agreement = get_agreement_or_404(request.viewer, agreement_id)
    if not agreement.file:
        raise Http404
    response = FileResponse(
        agreement.file.open("rb"), as_attachment=True, filename=agreement.file_name, content_type=MEDIA_TYPE
    )
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    response["X-Content-Type-Options"] = "nosniff"
    return response


def get_agreement_or_404(viewer: Viewer, agreement_id: UUID) -> PartnerAgreement:
    """An agreement that the viewer sees."""
    return get_object_or_404(selectors.visible_agreements(viewer), pk=agreement_id)


def get_district_or_404(viewer: Viewer, district_id: UUID) -> District:
    """A district, for its own people and for the network's staff."""
    districts = District.objects.seen_by(viewer).filter(deleted_at=None)
    district = get_object_or_404(districts, pk=district_id)
    of_network = district.network_id in viewer.to("network", Role.NETWORK_STAFF)
    if not of_network and district.pk not in viewer.to("district", *PARTNER_ROLES):
        raise Http404
    return district
