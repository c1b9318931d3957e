"""What data the network holds for a district, to print and to publish. Who: the network's data lead, when an agreement
is written or renewed, with half an hour; the district's privacy officer, for its website. They leave with the page that
the law asks for, and with the inventory."""

from __future__ import annotations

from io import StringIO
from uuid import UUID

from django.conf import settings
from django.http import HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from trellis.core.community.models import Role
from trellis.core.community.selectors import get_network_or_404
from trellis.core.foundation.csv_export import ExportWriter
from trellis.core.foundation.permissions import page_for
from trellis.core.foundation.requests import Request

from .agreement_page import covered_schools
from .data_elements import NEVER_STORED
from .inventory_file import inventory_rows
from .models import AgreementElement
from .permissions import PAGE_ROLES
from .selectors import visible_agreements
from .stored_data import by_category, inventory
from .views import get_agreement_or_404

NEW_YORK = "NY"


@page_for(*PAGE_ROLES)
@require_safe
def data_information(request: Request, agreement_id: UUID) -> HttpResponse:
    """For New York, the supplemental information of Education Law 2-d; for other states, the schedule of data."""
    agreement = get_agreement_or_404(request.viewer, agreement_id)
    schools = covered_schools(request.viewer, agreement)
    elements = AgreementElement.objects.seen_by(request.viewer).filter(agreement=agreement)
    lines = inventory([school.pk for school in schools], elements.values_list("element", flat=True))
    partner = agreement.partner
    states = {getattr(partner, "state", ""), *(school.state for school in schools)}
    context = {
        "agreement": agreement,
        "schools": schools,
        "categories": list(by_category(line for line in lines if line.stored or line.allowed)),
        "never_stored": NEVER_STORED,
        "is_new_york": NEW_YORK in states,
        "is_encrypted": settings.SECURE,
        "today": timezone.localdate(),
    }
    return render(request, "partnerships/data_information.html", context)


@page_for(Role.NETWORK_STAFF)
@require_safe
def agreements_csv(request: Request, network_id: UUID) -> HttpResponse:
    """The inventory of agreements, with the columns that a New York district keeps of each product."""
    network = get_network_or_404(request.viewer, network_id)
    response = HttpResponse(content_type="text/csv; charset=utf-8")
    name = f"agreements-{network.slug}-{timezone.localdate():%Y-%m-%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    rows = visible_agreements(request.viewer).filter(network=network)
    table = StringIO()
    ExportWriter(table).writerows(inventory_rows(request, rows))
    response.write("\ufeff" + table.getvalue())
    return response
