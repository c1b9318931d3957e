"""The forms of the page with the dates of a year."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, NumberField
from trellis.design.blueprint.wording import Wording
from trellis.learning.teams.selectors import student_count

from .models import SchoolYearPlan, YearDate
from .services import year_adoption, year_dates
from .year_selectors import usual_days
from .year_wording import kind_title

Kind = YearDate.Kind
NO_DAY = _("Enter a date like 9/1/2026.")


@dataclass
class SchoolYearPage:
    """What the page is about. plan: None before the year is started."""

    school: School
    school_year: int
    words: Wording
    plan: SchoolYearPlan | None

    @property
    def started_plan(self) -> SchoolYearPlan:
        if self.plan is None:
            raise Http404
        return self.plan


class PlanForm(ActionForm[SchoolYearPlan]):
    """What the dates of a year are drafted from."""

    subject: SchoolYearPage
    shows_revision = True

    first_day = DayField(label=_("First day"), error_messages={"required": NO_DAY})
    last_day = DayField(label=_("Last day"), error_messages={"required": NO_DAY})
    required_days = NumberField(
        label=_("School days required"),
        required=False,
        min_value=1,
        max_value=366,
        help_text=_("Many states require 180."),
    )
    students = NumberField(label=_("Students"), min_value=1, max_value=20_000)
    panels = NumberField(label=_("Panels at the same time"), min_value=1, max_value=200)
    exhibition_minutes_a_day = NumberField(
        label=_("Minutes a day for each panel"), min_value=20, max_value=720
    )
    weeks_before_internships = NumberField(
        label=_("Weeks before internships start"), min_value=0, max_value=30
    )

    def prepare(self) -> None:
        words = self.subject.words
        if not words.package or words.package.exhibition is None:
            for name in ("panels", "exhibition_minutes_a_day"):
                del self.fields[name]
        if not words.package or words.package.internship is None:
            del self.fields["weeks_before_internships"]

    def clean(self) -> dict[str, object]:
        sent = super().clean() or {}
        first, last = sent.get("first_day"), sent.get("last_day")
        if first and last and last < first:
            self.add_error("last_day", gettext("The last day is before the first day. Check both."))
        return sent


class StartYearForm(PlanForm):
    """Start the year, with the days of last year for a suggestion."""

    do = "start"
    submit = _("Draft the dates")
    shows_revision = False

    def prepare(self) -> None:
        super().prepare()
        if not self.is_bound:
            first, last = usual_days(self.subject.school, self.subject.school_year)
            students = student_count(self.viewer, self.subject.school)
            usual = {"first_day": first, "last_day": last, "students": students or None}
            for name in ("panels", "exhibition_minutes_a_day", "weeks_before_internships"):
                usual[name] = SchoolYearPlan._meta.get_field(name).default
            self.initial |= usual

    def save(self) -> str:
        page = self.subject
        year_dates.start_year(page.school, page.school_year, self.cleaned_data, self.by)
        return gettext("The dates are drafted. Check them and add the days without school.")


class ChangePlanForm(PlanForm):
    """Change what the dates are drafted from."""

    do = "plan"
    row_name = "plan"
    section = "basics"

    def rows(self) -> QuerySet[SchoolYearPlan]:
        return SchoolYearPlan.objects.seen_by(self.viewer).filter(
            school=self.subject.school, school_year=self.subject.school_year
        )

    def save(self) -> str:
        year_dates.change_plan(self.row_or_404, self.cleaned_data, self.seen, self.by)
        return gettext("Saved. Draft the dates again to use it.")


class DraftForm(ActionForm):
    """Draft the dates again."""

    do = "draft"
    submit = _("Draft the dates again")
    section = "basics"
    subject: SchoolYearPage

    def save(self) -> str:
        year_dates.draft_dates(self.subject.started_plan, self.by)
        return gettext("The dates are drafted. Locked dates are where they were.")


class DateForm(ActionForm[YearDate]):
    """The fields of one date."""

    section = "dates"
    subject: SchoolYearPage

    title = LineField(label=_("Title"), max_length=80, required=False)
    starts = DayField(label=_("First day"), error_messages={"required": NO_DAY})
    ends = DayField(label=_("Last day"), required=False, help_text=_("Leave blank if it is the same day."))

    @property
    def fields_sent(self) -> year_dates.DateFields:
        sent = self.cleaned_data
        return year_dates.DateFields(sent["title"], sent["starts"], sent["ends"] or sent["starts"])


class AddDateForm(DateForm):
    """Add a date by hand."""

    do = "add"
    submit = _("Add date")
    adds = True
    kind = forms.ChoiceField(label=_("Kind of date"))

    def prepare(self) -> None:
        words = self.subject.words
        parts = {
            Kind.INTERNSHIPS: "internship",
            Kind.EXHIBITIONS: "exhibition",
            Kind.PLAN_MEETINGS: "plan",
        }
        kinds = [kind for kind in Kind if kind not in parts or words.has(parts[kind])]
        kinds.sort(key=lambda kind: kind != Kind.CLOSED)
        self.order_fields(["kind"])
        self.fields["kind"].choices = [(kind.value, kind_title(kind, words)) for kind in kinds]

    def clean(self) -> dict[str, object]:
        sent = super().clean() or {}
        if sent.get("kind") == Kind.OTHER and not sent.get("title"):
            self.add_error("title", gettext("Enter a title."))
        return sent

    def save(self) -> str:
        year_dates.add_date(self.subject.started_plan, self.cleaned_data["kind"], self.fields_sent, self.by)
        return gettext("Added.")


class RowForm(ActionForm[YearDate]):
    """A form about one date of the page."""

    row_name = "date"
    section = "dates"
    subject: SchoolYearPage

    def rows(self) -> QuerySet[YearDate]:
        rows = YearDate.objects.seen_by(self.viewer).filter(
            plan__school=self.subject.school, plan__school_year=self.subject.school_year
        )
        return rows.select_related("plan__school")


class ChangeDateForm(DateForm, RowForm):
    """Change one date; drafts leave it from then on."""

    do = "change"
    shows_revision = True

    def save(self) -> str:
        year_dates.change_date(self.row_or_404, self.fields_sent, self.seen, self.by)
        return gettext("Saved.")


class ReleaseDateForm(RowForm):
    """Let drafts move a date again."""

    do = "release"
    submit = _("Unlock")

    def save(self) -> str:
        year_dates.release_date(self.row_or_404, self.by)
        return gettext("Unlocked. It moves when you draft the dates again.")


class RemoveDateForm(RowForm):
    """Remove a date."""

    do = "remove"
    submit = _("Remove")

    def save(self) -> str:
        year_dates.remove_date(self.row_or_404, self.by)
        return gettext("Removed. You can undo this below.")


class RestoreDateForm(RowForm):
    """Undo a removal."""

    do = "restore"
    submit = _("Undo")

    def save(self) -> str:
        year_dates.restore_date(self.row_or_404, self.by)
        return gettext("Saved.")


class AdoptForm(ActionForm):
    """Use the dates. shown: the digest of what the page showed."""

    do = "adopt"
    submit = _("Use these dates")
    section = "adopt"
    subject: SchoolYearPage

    shown = forms.CharField(widget=forms.HiddenInput, max_length=16)

    def save(self) -> str:
        year_adoption.adopt_dates(self.subject.started_plan, self.cleaned_data["shown"], self.by)
        return gettext("Everyone at the school sees these dates now.")


FORMS = (
    StartYearForm,
    ChangePlanForm,
    DraftForm,
    AddDateForm,
    ChangeDateForm,
    ReleaseDateForm,
    RemoveDateForm,
    RestoreDateForm,
    AdoptForm,
)
