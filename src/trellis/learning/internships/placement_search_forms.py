"""What people send in a placement search: an interest, a stage that is done with its facts, a site for the list."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import Person
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, FieldGroup, LineField, NumberField, TextField
from trellis.design.blueprint.package.internships_and_exhibitions import Internship

from . import agreements, placement_searches, search_path
from .checks import CheckStatus
from .models import PlacementSearch, Reservation, SearchStep, Site
from .search_steps import StepFacts

SHOWN_NEEDS = "shown-need"
LISTED = "wanted"  # posted name: pages that were opened before an update send it
STEP_PERIOD = timedelta(days=730)  # how long ago a step may have been done


@dataclass(frozen=True)
class SearchPage:
    """What the forms are about: the student's open search, if there is one. as_student: nobody else may go on.

    may_approve: the viewer answers the request for the school. approver: whom it waits for.
    """

    student: Person
    model: Internship
    today: date
    search: PlacementSearch | None
    as_student: bool
    hold: Reservation | None = None
    unsettled: Sequence[CheckStatus] = ()  # checks of the requested site that somebody looks into first
    may_approve: bool = False
    approver: Person | None = None

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
            self.facts(),
            self.seen,
        )
        return _("Saved.")

    def facts(self) -> StepFacts | None:
        """What is known of the stage; None where the form does not ask for it."""
        return None


class MoveForm(StageForm):
    """The stage of a search without a placement, with its facts."""

    do = "move"

    done_on = DayField(label=gettext_lazy("Date"), required=False)
    contact = LineField(label=gettext_lazy("Contact at the site"), max_length=160, required=False)
    agreed_by = LineField(label=gettext_lazy("Who agreed"), max_length=160, required=False)
    note = TextField(label=gettext_lazy("Note"), max_length=600, rows=2, required=False)
    file = forms.FileField(
        label=gettext_lazy("Photo, such as a signed form"),
        required=False,
        widget=forms.ClearableFileInput(attrs={"accept": "image/*,audio/*"}),
    )

    def prepare(self) -> None:
        super().prepare()
        page = self.subject
        saved = SearchStep.objects.seen_by(self.viewer).filter(
            search=page.open_search, stage=self.initial["stage"]
        )
        step = saved.first()
        self.initial |= {"done_on": page.today} | (
            {name: getattr(step, name) for name in ("contact", "agreed_by", "note")} if step else {}
        )

    @property
    def facts_fields(self) -> FieldGroup:
        """The fields of the facts, as they stand below the needs."""
        return FieldGroup([self[name] for name in ("done_on", "contact", "agreed_by", "note", "file")])

    def clean_done_on(self) -> date:
        return _clean_step_day(self.cleaned_data["done_on"] or self.subject.today, self.subject.today)

    def facts(self) -> StepFacts:
        sent = self.cleaned_data
        return StepFacts(
            sent["done_on"], sent["contact"], sent["agreed_by"], sent["note"], sent["file"] or None
        )


def _clean_step_day(day: date, today: date) -> date:
    """Return the day on which a step was done. Raises ValidationError for one that is still to come."""
    if day > today:
        raise forms.ValidationError(_("This date is in the future. Record the step after it is done."))
    if day < today - STEP_PERIOD:
        raise forms.ValidationError(_("This date is more than two years ago. Check the year."))
    return day


class RecordStepsForm(ActionForm[PlacementSearch]):
    """Several steps up to the agreement that are done: a date and a contact for each. For adults."""

    do = "record"
    submit = gettext_lazy("Save steps")
    subject: SearchPage

    def prepare(self) -> None:
        page = self.subject
        if page.search is None or page.as_student:
            return
        self.stages = search_path.steps_before_agreement(page.search, page.model)
        for stage in self.stages:
            self.fields[f"on-{stage.key}"] = DayField(
                label=_("%(step)s: date") % {"step": stage.title}, required=False
            )
            self.fields[f"contact-{stage.key}"] = LineField(
                label=_("%(step)s: contact") % {"step": stage.title}, max_length=160, required=False
            )

    def clean(self) -> dict[str, object]:
        sent = super().clean()
        for name, value in list(sent.items()):
            if isinstance(value, date):
                try:
                    _clean_step_day(value, self.subject.today)
                except forms.ValidationError as error:
                    self.add_error(name, error)
        return sent

    def save(self) -> str:
        page, sent = self.subject, self.cleaned_data
        if page.as_student:
            raise Http404
        facts = {
            stage.key: StepFacts(sent[f"on-{stage.key}"], sent[f"contact-{stage.key}"])
            for stage in self.stages
            if sent[f"on-{stage.key}"]
        }
        placement_searches.record_steps(page.open_search, facts, page.model, self.by)
        return _("Saved.")


class PlacementStageForm(StageForm):
    """The stage of a search that led to a placement, on the placement's page."""


class WishForm(ActionForm[Site]):
    """Put a site on the student's list, or take it off."""

    do = "wish"
    row_name = "site"
    subject: SearchPage

    def rows(self) -> QuerySet[Site]:
        return Site.objects.seen_by(self.viewer).filter(network=self.subject.student.network_id)

    def save(self) -> str:
        site, is_listed = self.row_or_404, self.data.get(LISTED) == "yes"
        placement_searches.update_wishes(self.subject.open_search, site, is_listed, self.by)
        if is_listed:
            return _("%(site)s was added to the list.") % {"site": site.name}
        return _("Removed from the list.")


OPEN_SEARCH_FORMS = (BeginForm, MoveForm, RecordStepsForm, WishForm)
