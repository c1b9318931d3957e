"""What people send about a placement under way: other days and hours, its end."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField
from trellis.design.blueprint.package import Package

from . import active_placements, checks, labor_rules, selectors
from .models import InternshipTerms, Placement, Site
from .terms import TERM_FIELDS
from .terms_forms import TermsForm


@dataclass(frozen=True)
class SchedulePage:
    """What a change of days and hours is about."""

    placement: Placement
    school: School
    package: Package
    today: date
    unsettled: list[checks.CheckStatus]

    @property
    def site(self) -> Site:
        return self.placement.internship_site

    @property
    def terms(self) -> InternshipTerms:
        return self.placement

    def labor_warnings(self, terms: InternshipTerms) -> list[labor_rules.LaborWarning]:
        """The labor rules that the terms may break. Changed terms are not those of a signed agreement."""
        signed = isinstance(terms, Placement) and selectors.has_signed_terms(terms, TERM_FIELDS)
        return labor_rules.labor_warnings(self.placement.student_id, self.school, self.package, terms, signed)

    def worries(self, terms: InternshipTerms) -> list[object]:
        """All that somebody has to check first: the site's checks and the labor rules."""
        return [*self.unsettled, *self.labor_warnings(terms)]


class ScheduleForm(TermsForm[SchedulePage]):
    """Other days and hours."""

    def save(self) -> str:
        page, placement, terms = self.subject, self.subject.placement, self.terms()
        self.draft = Placement(
            student=placement.student, site=placement.site, mentor=placement.mentor, **terms
        )
        self.draft.sourced_id = placement.pk
        looked = self.cleaned_data["looked"]
        active_placements.change_terms(placement, terms, page.worries, looked, self.by, self.seen)
        return _("Saved. This is the schedule from now on.")


@dataclass(frozen=True)
class PlacementDay:
    """A placement, and today at its school."""

    placement: Placement
    today: date


class EndForm(ActionForm[Placement]):
    """The last day of a placement."""

    submit = gettext_lazy("End placement")
    subject: PlacementDay

    last = DayField(
        label=gettext_lazy("Last day"),
        error_messages={"required": gettext_lazy("Enter the last day as a date like 1/29/2027.")},
    )

    def prepare(self) -> None:
        today = self.subject.today
        self.initial["last"] = today
        self.fields["last"].widget.attrs |= {
            "min": self.subject.placement.starts.isoformat(),
            "max": today.isoformat(),
        }

    def save(self) -> str:
        page = self.subject
        active_placements.end_placement(page.placement, self.cleaned_data["last"], page.today, self.by)
        return _("The placement has ended. Its days and hours are still saved.")
