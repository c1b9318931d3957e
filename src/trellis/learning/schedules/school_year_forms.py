"""How a design of a week begins, is copied, and comes back."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from trellis.core.community.models import School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.errors import ActionError
from trellis.core.foundation.form_fields import LineField

from . import school_year_selectors
from .growth_selectors import growth_plan
from .growth_wording import school_year_title
from .models import GrowthPlan, WeekDesign
from .services import copying, designs, starting
from .services.growth import year_numbers
from .start_numbers import StartNumbers, suggest_numbers

ROSTER, NUMBERS, GROWTH = "roster", "numbers", "growth"
GROWTH_YEARS = 4
SOURCES = [
    (ROSTER, gettext_lazy("Our roster: teams, advisories and staff as they are")),
    (GROWTH, gettext_lazy("Our growth plan: the numbers of that school year")),
    (NUMBERS, gettext_lazy("Numbers: how many students, teachers and rooms there will be")),
]


class BeginForm(ActionForm[WeekDesign]):
    """Begins a design: from the roster, or from how many students, teachers and rooms there will be."""

    do = "begin"
    submit = gettext_lazy("Start a draft")
    subject: School

    title = LineField(
        label=gettext_lazy("Name"),
        max_length=120,
        error_messages={"required": gettext_lazy("Enter a name for the draft.")},
    )
    school_year = forms.TypedChoiceField(label=gettext_lazy("School year"), coerce=int)
    source = forms.ChoiceField(
        label=gettext_lazy("Start from"),
        choices=SOURCES,
        widget=forms.RadioSelect,
    )
    students = forms.IntegerField(
        label=gettext_lazy("Students"), required=False, min_value=1, max_value=10_000
    )
    teachers = forms.IntegerField(label=gettext_lazy("Teachers"), required=False, min_value=1, max_value=300)
    rooms = forms.IntegerField(label=gettext_lazy("Rooms"), required=False, min_value=1, max_value=300)

    design_id: UUID | None = None

    def prepare(self) -> None:
        years = school_year_selectors.year_choices(self.subject)
        self.fields["school_year"].choices = [(year, school_year_title(year)) for year in years]
        is_offered = {ROSTER: self.has_roster, GROWTH: self.growth_plan is not None, NUMBERS: True}
        self.fields["source"].choices = [choice for choice in SOURCES if is_offered[choice[0]]]
        count = WeekDesign.objects.seen_by(self.viewer).filter(school=self.subject).count()
        self.initial = {
            "title": _("Draft %(number)d") % {"number": count + 1},
            "school_year": years[0],
            "source": self.fields["source"].choices[0][0],
        } | self.initial

    @cached_property
    def has_roster(self) -> bool:
        return school_year_selectors.has_roster(self.viewer, self.subject)

    @cached_property
    def growth_plan(self) -> GrowthPlan | None:
        return growth_plan(self.viewer, self.subject)

    def clean(self) -> dict[str, object]:
        sent = super().clean() or {}
        if sent.get("source") == NUMBERS and not sent.get("students") and "students" not in self.errors:
            self.add_error("students", _("Enter how many students the school will have."))
        return sent

    def save(self) -> str:
        sent = self.cleaned_data
        if sent["source"] == ROSTER:
            design = starting.begin_design_from_roster(
                self.subject, sent["school_year"], sent["title"], self.by
            )
        else:
            numbers = self._numbers()
            design = starting.begin_design(self.subject, sent["school_year"], sent["title"], numbers, self.by)
        self.design_id = design.pk
        return _("Draft started. Check what goes in, then draft the week.")

    def _numbers(self) -> StartNumbers:
        """What was entered, and for what was left blank what suits so many students."""
        sent = self.cleaned_data
        usual = suggest_numbers(sent["students"])
        return StartNumbers(
            students=usual.students,
            teams=usual.teams,
            class_groups=usual.class_groups,
            advisories=usual.advisories,
            teachers=sent["teachers"] or usual.teachers,
            rooms=sent["rooms"] or usual.rooms,
        )

    def _planned_numbers(self) -> StartNumbers:
        """The numbers of the growth plan for the school year. Raises ActionError for a year that it does not have."""
        plan = self.growth_plan
        year = self.cleaned_data["school_year"] - plan.opening + 1 if plan else 0
        if plan is None or not 1 <= year <= GROWTH_YEARS:
            raise ActionError(_("The growth plan has no numbers for this school year."), "school_year")
        planned = year_numbers(plan, year)
        usual = suggest_numbers(planned.students)
        return StartNumbers(
            students=tuple(team.students for team in planned.teams),
            teams=len(planned.teams),
            class_groups=max(team.class_groups for team in planned.teams),
            advisories=max(team.advisories for team in planned.teams),
            teachers=planned.teachers + planned.other_teachers,
            rooms=planned.rooms or usual.rooms,
            planning_minutes=planned.planning_minutes,
        )


class CopyForm(ActionForm[WeekDesign]):
    """Copies a design with its week, to change the copy and compare the two."""

    do = "copy"
    row_name = "design"
    submit = gettext_lazy("Copy")
    subject: School
    design_id: UUID | None = None

    def rows(self) -> QuerySet[WeekDesign]:
        return WeekDesign.objects.seen_by(self.viewer).filter(school=self.subject, deleted_at=None)

    def save(self) -> str:
        design = self.row_or_404
        title = _("%(title)s, copy") % {"title": design.title}
        self.design_id = copying.copy_design(design, title[:120], self.by).pk
        return _("This is the copy. Rename it, change it and compare it with the first.")


class RestoreForm(ActionForm[WeekDesign]):
    """Brings a discarded draft back."""

    do = "restore"
    row_name = "design"
    submit = gettext_lazy("Bring back")
    subject: School

    def rows(self) -> QuerySet[WeekDesign]:
        return school_year_selectors.discarded_designs(self.viewer, self.subject)

    def save(self) -> str:
        designs.restore_design(self.row_or_404, self.by)
        return _("The draft is back.")


HUB_FORMS = [BeginForm, CopyForm, RestoreForm]
