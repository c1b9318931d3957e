"""What an advisor sends from the suggested placements: a spot to reserve for a student."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from trellis.core.community.models import School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import RowField

from . import site_requests
from .models import PlacementSearch, Site


@dataclass(frozen=True)
class ProposalsPage:
    """A school whose students look for sites, and today there."""

    school: School
    today: date


def _sites(form: ActionForm) -> QuerySet[Site]:
    return Site.objects.seen_by(form.viewer).filter(network=form.subject.school.network_id)


class ReserveForm(ActionForm[PlacementSearch]):
    """Reserve a spot at a site for a student who looks for one."""

    row_name = "search"
    subject: ProposalsPage

    site = RowField(rows=_sites)

    def rows(self) -> QuerySet[PlacementSearch]:
        searches = PlacementSearch.objects.open().seen_by(self.viewer)
        return searches.filter(self.viewer.in_care("student")).select_related("student")

    def save(self) -> str:
        search, site = self.row_or_404, self.cleaned_data["site"]
        # the page lists only students without a reserved spot
        site_requests.request_site(search, site, self.subject.today, self.by, "")
        params = {"site": site.name, "name": search.student.first_name}
        return _("A spot at %(site)s is reserved for %(name)s for two weeks.") % params
