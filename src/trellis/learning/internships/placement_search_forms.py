"""What people send in a placement search: an interest, a stage that is done, a site for the list or to reserve."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Person
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import LineField, NumberField
from trellis.design.blueprint.package.internships_and_exhibitions import Internship

from . import agreements, placement_searches
from .models import PlacementSearch, Site

SHOWN_NEEDS = "shown-need"
SHOWN_HOLD, LISTED = "held", "wanted"  # posted names: pages that were opened before an update send them


@dataclass(frozen=True)
class SearchPage:
    """What the forms are about: the student's open search, if there is one. as_student: nobody else may go on."""

    student: Person
    model: Internship
    today: date
    search: PlacementSearch | None
    as_student: bool

    @property
    def open_search(self) -> PlacementSearch:
        """The search, for a form that needs one: without it the page is not found."""
        if self.search is None:
            raise Http404
        return self.search


MINUTES_ERROR = gettext_lazy(
    "Enter the longest trip in minutes, from 5 to 240. Leave it blank for any length."
)


class BeginForm(ActionForm[PlacementSearch]):
    """The interest that a search starts with, and its details."""

    do = "begin"
    subject: SearchPage

    interest = LineField(
        label=gettext_lazy("What are you curious about, in your own words?"),
        max_length=240,
        error_messages={"required": gettext_lazy("What are you curious about? A few words are enough.")},
    )
    field = LineField(
        label=gettext_lazy("Field, such as health, boats or radio"), max_length=80, required=False
    )
    most_minutes = NumberField(
        label=gettext_lazy("Longest trip from school, in minutes"),
        min_value=placement_searches.MIN_MINUTES,
        max_value=placement_searches.MAX_MINUTES,
        required=False,
        error_messages=dict.fromkeys(("invalid", "min_value", "max_value"), MINUTES_ERROR),
    )

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        """What the search says so far."""
        return getattr(self.subject.search, field_name, None)

    def save(self) -> str:
        page, sent = self.subject, self.cleaned_data
        placement_searches.begin_search(
            page.student,
            sent["interest"],
            sent["field"],
            page.model,
            self.by,
            sent["most_minutes"],
            self.seen,
        )
        return _("Saved. An internship starts with an interest.")


class NeedsField(forms.MultipleChoiceField):
    """The needs of a stage that were checked off. One that the stage no longer has is left to the service."""

    widget = forms.CheckboxSelectMultiple

    def valid_value(self, value: object) -> bool:
        return True


class StageForm(ActionForm[PlacementSearch]):
    """What a stage needs, and whether the student goes on. It carries what was checked off when it was shown."""

    subject: SearchPage

    stage = forms.CharField(required=False, widget=forms.HiddenInput)
    go = forms.CharField(required=False, widget=forms.HiddenInput)
    need = NeedsField(required=False)

    def prepare(self) -> None:
        search = self.subject.open_search
        stage = placement_searches.stage_of(search, self.subject.model)
        ticked = search.ticked.get(stage.key, [])
        needs = [need for need in stage.needs if need in ticked]
        self.fields["need"].choices = [(need, need) for need in stage.needs]
        self.fields[SHOWN_NEEDS] = NeedsField(required=False, widget=forms.MultipleHiddenInput)
        self.initial |= {"stage": stage.key, "need": needs, SHOWN_NEEDS: ["", *needs]}

    @property
    def shown_needs(self) -> forms.BoundField:
        """The hidden fields of what was checked off when the page was shown."""
        return self[SHOWN_NEEDS]

    def for_viewer(self, may_edit: bool) -> StageForm:
        """This form as the page shows it: without what was typed, if the search has moved on to another stage."""
        form = self
        if self.is_bound and self.data.get("stage") != self.initial["stage"]:
            form = type(self)(request=self.request, subject=self.subject)
        if not may_edit:
            form.fields["need"].widget.attrs["disabled"] = True
        return form

    def save(self) -> str:
        page, search, sent = self.subject, self.subject.open_search, self.cleaned_data
        placement_searches.check_stage(search, sent["stage"])
        placement_searches.update_stage(
            search,
            sent["need"],
            sent["go"],
            page.as_student,
            page.model,
            self.by,
            agreements.missing_signatures(search, page.model),
            sent[SHOWN_NEEDS] if SHOWN_NEEDS in self.data else None,
        )
        return _("Saved.")


class MoveForm(StageForm):
    """The stage of a search without a placement."""

    do = "move"


class PlacementStageForm(StageForm):
    """The stage of a search that led to a placement, on the placement's page."""


class SiteRowForm(ActionForm[Site]):
    """A form about one of the sites on the page. Posted as `held` is the hold that the page showed."""

    row_name = "site"
    subject: SearchPage

    def rows(self) -> QuerySet[Site]:
        return Site.objects.seen_by(self.viewer).filter(network=self.subject.student.network_id)


class HoldForm(SiteRowForm):
    do = "hold"

    def save(self) -> str:
        page = self.subject
        hold = placement_searches.reserve_spot(
            page.open_search, self.row_or_404, page.today, self.by, self.data.get(SHOWN_HOLD)
        )
        return _("A spot at %(site)s is reserved for two weeks.") % {"site": hold.site.name}


class WishForm(SiteRowForm):
    """Put a site on the student's list, or take it off."""

    do = "wish"

    def save(self) -> str:
        site, is_listed = self.row_or_404, self.data.get(LISTED) == "yes"
        placement_searches.update_wishes(self.subject.open_search, site, is_listed, self.by)
        if is_listed:
            return _("%(site)s was added to the list.") % {"site": site.name}
        return _("Removed from the list.")


class ReleaseForm(ActionForm[PlacementSearch]):
    do = "let-go"
    subject: SearchPage
    submit = gettext_lazy("Give up this spot")

    def save(self) -> str:
        page = self.subject
        placement_searches.release_spot(page.open_search, page.today, self.by, self.data.get(SHOWN_HOLD))
        return _("The spot is open for others again.")


OPEN_SEARCH_FORMS = (BeginForm, MoveForm, HoldForm, ReleaseForm, WishForm)
