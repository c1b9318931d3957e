"""What people send from the pages of sites: a site's details, a mentor, a check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.db.models import QuerySet
from django.http import Http404
from django.utils.dates import WEEKDAYS
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import School, Term
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, NumberField, PastedEmailField
from trellis.design.blueprint.package.internships_and_exhibitions import Internship

from . import checks, openings, sites
from .models import Site, SiteMentor

WEEKDAY_CHOICES = [(str(number), WEEKDAYS[number - 1]) for number in range(1, 8)]


class SiteForm(ActionForm[Site]):
    """The details of a site. `site`: the one that was saved."""

    site: Site

    name = LineField(
        label=_("Site name"),
        max_length=160,
        error_messages={"required": _("Enter the site’s name.")},
    )
    field = LineField(label=_("Field, such as health, boats or radio"), max_length=80, required=False)
    city = LineField(label=_("City"), max_length=80, required=False)
    address = LineField(label=_("Street address"), max_length=200, required=False)
    email = PastedEmailField(label=_("Email for requests"), required=False)
    phone = LineField(label=_("Phone"), max_length=40, required=False)
    capacity = NumberField(
        label=_("Students at one time"),
        min_value=0,
        max_value=500,
        initial=1,
        error_messages={
            "required": _(
                "Enter how many students can come at one time. Enter 0 if the site is not taking "
                "students now."
            )
        },
    )
    minutes_away = NumberField(
        label=_("Minutes from school, door to door"), min_value=0, max_value=600, required=False
    )
    least_age = NumberField(label=_("Minimum age"), min_value=0, max_value=21, required=False)
    weekdays = forms.MultipleChoiceField(
        label=_("Days they take students (leave blank for any day)"),
        choices=WEEKDAY_CHOICES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    languages = forms.MultipleChoiceField(
        label=_("Languages spoken there"),
        choices=settings.LANGUAGES,
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def facts(self) -> dict[str, object]:
        """By column of the table, once the form is valid."""
        clean = dict(self.cleaned_data)
        clean["weekdays"] = sorted(int(day) for day in clean["weekdays"])
        clean["least_age"] = clean["least_age"] or 0
        return {
            key: " ".join(value.split()) if isinstance(value, str) else value for key, value in clean.items()
        }


class NewSiteForm(SiteForm):
    """Add a site to the network of a school."""

    subject: School

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        """A new site is in the school's city."""
        return self.subject.city if field_name == "city" else super().get_initial_for_field(field, field_name)

    def save(self) -> str:
        self.site = sites.save_site(None, self.subject.network_id, self.facts(), self.by)
        return gettext("%(site)s was added.") % {"site": self.site.name}


class EditSiteForm(SiteForm):
    """Change the details of a site."""

    subject: Site

    def get_initial_for_field(self, field: forms.Field, field_name: str) -> object:
        """What is saved of it."""
        return getattr(self.subject, field_name)

    def save(self) -> str:
        labels = {name: str(field.label) for name, field in self.fields.items()}
        site = self.subject
        self.site = sites.save_site(site, site.network_id, self.facts(), self.by, self.seen, labels)
        return gettext("Saved.")


@dataclass(frozen=True)
class SitePage:
    """What the forms of a site's page are about. today: at the viewer's school."""

    site: Site
    model: Internship
    today: date
    school: School


class MentorForm(ActionForm[SiteMentor]):
    """Somebody at the site who takes students on."""

    do = "mentor"
    submit = _("Add")
    subject: SitePage

    given_name = LineField(
        label=_("First name"),
        max_length=120,
        error_messages={"required": _("Enter the mentor’s first name.")},
    )
    family_name = LineField(label=_("Last name"), max_length=120, required=False)
    email = PastedEmailField(
        label=_("Email"), required=False, help_text=_("So they can confirm days with a link.")
    )
    phone = LineField(label=_("Phone"), max_length=40, required=False)
    language = forms.ChoiceField(label=_("Language for messages"), choices=settings.LANGUAGES, initial="en")

    def save(self) -> str:
        mentor = sites.add_mentor(self.subject.site, self.cleaned_data, self.by)
        return gettext("%(name)s was added as a mentor.") % {"name": mentor.name}


class RemoveMentorForm(ActionForm[SiteMentor]):
    """A mentor takes no new students at the site."""

    do = "part"
    submit = _("Stop assigning new students")
    row_name = "mentor"
    subject: SitePage

    def rows(self) -> QuerySet[SiteMentor]:
        return SiteMentor.objects.seen_by(self.viewer).filter(site=self.subject.site)

    def save(self) -> str:
        sites.remove_mentor(self.row_or_404, self.by)
        return gettext("Saved. Current placements continue.")


class OpeningForm(ActionForm[Term]):
    """How many students the site takes at one time in a term."""

    do = "opening"
    row_name = "term"
    subject: SitePage

    students = NumberField(
        label=_("Students at one time"),
        min_value=0,
        max_value=500,
        error_messages={"required": _("Enter how many students can come at one time in this term.")},
    )

    def rows(self) -> QuerySet[Term]:
        page = self.subject
        return openings.terms_to_come(self.viewer, page.school, page.today)

    def for_term(self, row: openings.TermOpening) -> OpeningForm:
        """This form for one term, with the number that is saved."""
        form = self.for_row(row.term)
        form.initial["students"] = row.students
        label = gettext("%(term)s: students at one time") % {"term": row.term.title}
        form.fields["students"].widget.attrs["aria-label"] = label
        return form

    def save(self) -> str:
        term, students = self.row_or_404, self.cleaned_data["students"]
        openings.save_opening(self.subject.site, term, students, self.by, self.seen)
        return gettext("Saved.")


class CheckDayField(DayField):
    """The day of a check: one sentence for none and for what is no date."""

    def to_python(self, value: object) -> date | None:
        try:
            return super().to_python(value)
        except ValidationError:
            raise ValidationError(self.error_messages["required"]) from None


class CheckForm(ActionForm[Site]):
    """The day on which something was checked."""

    do = "check"
    submit = _("Mark done")
    subject: SitePage

    kind = forms.CharField(widget=forms.HiddenInput)
    on = CheckDayField(
        label=_("Date of the check"),
        error_messages={"required": _("Enter the date of the check, like 9/1/2026.")},
    )

    def for_check(self, status: checks.CheckStatus) -> CheckForm:
        """This form for one check of the site: itself, if it was sent for it."""
        if self.is_bound and self.data.get("kind") == status.kind:
            form = self
        else:
            initial = {"kind": status.kind, "on": self.subject.today}
            form_id = f"check-{status.kind}-%s"
            form = CheckForm(request=self.request, subject=self.subject, initial=initial, auto_id=form_id)
        label = gettext("%(check)s: date checked") % {"check": status.title}
        form.fields["on"].widget.attrs |= {"max": self.subject.today.isoformat(), "aria-label": label}
        return form

    def save(self) -> str:
        page = self.subject
        checks_by_key = {check.key: check for check in page.model.checks}
        check = checks_by_key.get(self.cleaned_data["kind"])
        if check is None:
            raise Http404
        checks.record_check(page.site, check, self.cleaned_data["on"], page.today, self.by)
        return gettext("Saved.")


SITE_FORMS = (MentorForm, RemoveMentorForm, OpeningForm, CheckForm)
