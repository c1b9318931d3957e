"""The forms of a plan of growth: what it assumes, and the numbers of one of its years."""

from __future__ import annotations

from django import forms
from django.forms.boundfield import BoundField
from django.http import Http404
from django.utils import timezone
from django.utils.functional import Promise
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.clock import school_local_time
from trellis.core.community.grades import grade_label
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import NumberField
from trellis.core.foundation.requests import Request
from trellis.core.foundation.shown_fields import ShownFieldsForm
from trellis.engines.timetable.growth_numbers import (
    ADVISORIES,
    CLASS_GROUPS,
    GRADES,
    LAST_YEAR,
    NEEDS,
    ROLES,
    ROOMS_NEEDED,
    TEAMS,
)

from .growth_selectors import GrowthPage, current_school_year
from .growth_wording import number_hint, number_name, school_year_title
from .models import GrowthPlan
from .services import growth as services

MOST = 5000
YEARS_BACK, YEARS_AHEAD = 6, 5
YEARS = tuple(str(year) for year in range(LAST_YEAR + 1))
GROUPS = (TEAMS, CLASS_GROUPS, ADVISORIES)
FIRST_FIELDS = ("opening", "entry_grade", "intake", "second_entry_grade", "second_intake", "rooms")
SPANS = (("team_least", "team_most"), ("class_least", "class_most"), ("teacher_least", "teacher_most"))


def _size(label: str | Promise, initial: int | None, most: int = MOST) -> NumberField:
    return NumberField(label=label, initial=initial, min_value=1, max_value=most)


class GrowthPlanForm(ActionForm[GrowthPlan]):
    """What a plan assumes. Everything but the intake has a first guess in it."""

    do = "settings"
    section = "settings"
    shows_revision = True
    subject: GrowthPage

    opening = forms.TypedChoiceField(label=_("First school year with students"), coerce=int)
    entry_grade = forms.ChoiceField(label=_("Entry grade"), initial="09")
    intake = _size(_("New students each year"), None, 2000)
    second_entry_grade = forms.ChoiceField(label=_("Second entry grade"), required=False)
    second_intake = NumberField(
        label=_("New students each year in the second entry grade"),
        required=False,
        min_value=1,
        max_value=2000,
    )
    loss_first_year = NumberField(
        label=_("Students who leave after year 1, in percent"), initial=10, min_value=0, max_value=99
    )
    loss_later = NumberField(
        label=_("Students who leave in later years, in percent"), initial=5, min_value=0, max_value=99
    )
    team_least = _size(_("Students in a team, at least"), 80)
    team_most = NumberField(
        label=_("Students in a team, at most"),
        initial=100,
        min_value=1,
        max_value=MOST,
        help_text=_("Where no number of teams fits, the closest one is used."),
    )
    class_least = _size(_("Students in a class group, at least"), 20)
    class_most = _size(_("Students in a class group, at most"), 25)
    advisory_size = _size(_("Students in an advisory, at most"), 16)
    teacher_least = _size(_("Students per core teacher, at least"), 16)
    teacher_most = _size(_("Students per core teacher, at most"), 20)
    subjects = _size(_("Subjects that the school teaches"), 7, 50)
    rooms = NumberField(label=_("Rooms available"), required=False, min_value=0, max_value=1000)
    planning_minutes = NumberField(
        label=_("Team planning, minutes a week"),
        initial=100,
        min_value=0,
        max_value=2000,
        help_text=_("The network’s choice, not a research finding."),
    )

    def prepare(self) -> None:
        self.row = self.subject.plan
        if self.row:
            self.initial = self.initial_for(self.row)
        school = self.subject.school
        now = current_school_year(school, school_local_time(school, timezone.now()).date())
        years = {*range(now - YEARS_BACK, now + YEARS_AHEAD + 1), *([self.row.opening] if self.row else ())}
        self.fields["opening"].choices = [(year, school_year_title(year)) for year in sorted(years)]
        self.fields["opening"].initial = now + 1
        grades = [(grade, grade_label(grade)) for grade in GRADES]
        self.fields["entry_grade"].choices = grades
        self.fields["second_entry_grade"].choices = [("", gettext("Only one entry grade")), *grades]

    @property
    def first_fields(self) -> list[BoundField]:
        """What every school enters."""
        return [self[name] for name in FIRST_FIELDS]

    @property
    def more_fields(self) -> list[BoundField]:
        """Everything that has a first guess."""
        return [field for field in self if field.name not in FIRST_FIELDS]

    @property
    def more_has_errors(self) -> bool:
        return any(field.errors for field in self.more_fields)

    def clean(self) -> dict[str, object]:
        sent = super().clean() or self.cleaned_data
        for least, most in SPANS:
            if (sent.get(least) or 0) > (sent.get(most) or MOST):
                self.add_error(most, gettext("Enter a number that is not below the number before it."))
        second, intake = sent.get("second_entry_grade"), sent.get("second_intake")
        if second and second == sent.get("entry_grade"):
            self.add_error("second_entry_grade", gettext("Choose another grade, or none."))
        if second and intake is None and "second_intake" not in self.errors:
            self.add_error("second_intake", gettext("Enter how many new students start in that grade."))
        if intake is not None and not second:
            self.add_error("second_entry_grade", gettext("Choose the grade, or leave the number blank."))
        return sent

    def save(self) -> str:
        labels = {name: str(field.label) for name, field in self.fields.items()}
        services.save_plan(self.subject.school, self.cleaned_data, self.seen, labels, self.by)
        return gettext("Saved.")


class GrowthYearForm(ShownFieldsForm):
    """The numbers of the year that the page shows. What is left blank is computed."""

    do = "year"
    section = "year"
    subject: GrowthPage

    def prepare(self) -> None:
        if self.subject.growth is None:
            return
        self.year = self.subject.growth.years[chosen_year(self.request)]
        self.numbers = {**self.year.grades, **{key: self.year.needs.get(key) for key in self._needs()}}
        for key, number in self.numbers.items():
            self.fields[key] = NumberField(
                label=number_name(key),
                required=False,
                min_value=1 if key in GROUPS else 0,
                max_value=MOST,
                initial=number.planned if number else None,
            )

    def _needs(self) -> tuple[str, ...]:
        """Before there are students there are only adults."""
        return tuple(key for key in NEEDS if key != ROOMS_NEEDED) if self.year.year else tuple(ROLES)

    @property
    def fields_with_hints(self) -> list[tuple[BoundField, str]]:
        """Each field, and what is computed or counted for it."""
        return [(self[key], number_hint(key, number)) for key, number in self.numbers.items()]

    def save(self) -> str:
        if self.subject.plan is None:
            raise Http404
        before = {key: self.fields[key].initial for key in self.numbers}
        numbers = {key: self.cleaned_data[key] for key in self.numbers}
        labels = {key: number_name(key) for key in self.numbers}
        services.save_year(self.subject.plan, self.year.year, numbers, before, labels, self.by)
        return gettext("Saved.")


def chosen_year(request: Request) -> int:
    """The year that the address asks for: year 1 where it asks for none of the plan."""
    text = request.GET.get("year", "")
    return int(text) if text in YEARS else 1
