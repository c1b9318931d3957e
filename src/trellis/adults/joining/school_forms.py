"""The forms about a joining school itself: adding it, its details, and bringing it into Trellis."""

from __future__ import annotations

from typing import Any, cast

from django import forms
from django.conf import settings
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Person
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, RowField
from trellis.core.foundation.languages import language_name

from . import services
from .models import JoiningSchool
from .plans import model_choices, model_of_slug
from .school_placing import invite_leader, place_school
from .selectors import coaches_of, linkable_schools, possible_owners

NAME_MISSING = _("Enter the name of the school.")


def person_choices(people: list[Person], blank: str) -> list[tuple[object, str]]:
    """People to choose from by name, after an empty choice."""
    return [("", blank), *((str(person.pk), person.name) for person in people)]


def chosen_person(people: list[Person], key: str) -> Person | None:
    """The person of a list whose id was sent; None for no choice."""
    return next((person for person in people if str(person.pk) == key), None)


class SchoolFields(ActionForm[JoiningSchool]):
    """What is known of a school that may join."""

    name = LineField(label=_("School"), max_length=160, error_messages={"required": NAME_MISSING})
    district_name = LineField(
        label=_("District"), max_length=160, required=False, help_text=_("Leave blank for a charter school.")
    )
    contact_name = LineField(label=_("Contact at the school"), max_length=120, required=False)
    contact_email = forms.EmailField(
        label=_("Email"),
        required=False,
        error_messages={"invalid": _("Enter an email address like name@example.org.")},
    )
    contact_language = forms.ChoiceField(label=_("Language"), required=False)
    package = forms.ChoiceField(label=_("Model"), required=False)
    coach = forms.ChoiceField(label=_("Coach"), required=False)

    @property
    def network(self) -> Network:
        return cast("Network", self.subject)

    def prepare(self) -> None:
        self.coaches = coaches_of(self.viewer, self.network)
        self.fields["coach"].choices = person_choices(self.coaches, gettext("No one yet"))
        languages = [(code, language_name(code)) for code, _name in settings.LANGUAGES]
        self.fields["contact_language"].choices = [("", gettext("Not known")), *languages]
        self.fields["package"].choices = [("", gettext("Not chosen yet")), *model_choices(self.row)]

    def values(self) -> dict[str, Any]:  # Any: columns of several types
        """The columns that the fields hold."""
        sent = dict(self.cleaned_data)
        current = self.row.package if self.row else None
        return {
            "name": sent["name"],
            "district_name": sent["district_name"],
            "contact_name": sent["contact_name"],
            "contact_email": sent["contact_email"],
            "contact_language": sent["contact_language"],
            "package": model_of_slug(sent["package"], self.by, current),
            "coach": chosen_person(self.coaches, sent["coach"]),
        }


class AddSchoolForm(SchoolFields):
    """Add a school at the first stage. joining: the row, once it is saved."""

    do = "add"
    submit = _("Add school")
    joining: JoiningSchool

    def save(self) -> str:
        values = self.values() | {"lead": self.viewer.person}
        self.joining = services.add_joining_school(self.network, values, self.by)
        return gettext("%(school)s was added.") % {"school": self.joining.name}


class DetailsForm(SchoolFields):
    """Correct what is known of a school, and say when it opens."""

    do = "details"
    row_name = "joining"
    section = "details"
    shows_revision = True

    lead = forms.ChoiceField(label=_("Responsible at the network"), required=False)
    opening = DayField(
        label=_("First day of school in the model"),
        required=False,
        help_text=_("Milestones are counted from this day."),
    )

    @property
    def network(self) -> Network:
        return self.subject.network

    def rows(self) -> QuerySet[JoiningSchool]:
        return (
            JoiningSchool.objects.seen_by(self.viewer)
            .filter(pk=self.subject.pk)
            .select_related("network", "school", "package", "lead", "coach")
        )

    def initial_for(self, row: JoiningSchool) -> dict[str, object]:
        return super().initial_for(row) | {
            "package": row.package.slug if row.package else "",
            "lead": str(row.lead_id or ""),
            "coach": str(row.coach_id or ""),
        }

    def prepare(self) -> None:
        super().prepare()
        self.leads = possible_owners(self.viewer, self.network)
        self.fields["lead"].choices = person_choices(self.leads, gettext("No one yet"))

    def save(self) -> str:
        sent = self.cleaned_data
        values = self.values() | {
            "lead": chosen_person(self.leads, sent["lead"]),
            "opening": sent["opening"],
        }
        labels = {
            name: str(self.fields[name].label)
            for name in ("name", "district_name", "contact_name", "contact_email", "opening")
        }
        services.update_details(self.row_or_404, values, self.seen, labels, self.by)
        return gettext("Saved.")


class PlaceSchoolForm(ActionForm[JoiningSchool]):
    """Bring the school into Trellis, or tie it to the one that a roster brought."""

    do = "place"
    submit = _("Add to Trellis")
    section = "place"
    subject: JoiningSchool

    school = RowField(
        label=_("School from the roster"),
        required=False,
        rows=lambda form: linkable_schools(form.viewer, form.subject),
        empty_label=_("Make a new school"),
        help_text=_("Choose it if a roster has brought the school already."),
    )

    def save(self) -> str:
        school = place_school(self.subject, self.cleaned_data["school"], self.by)
        return gettext("%(school)s is in Trellis now.") % {"school": school.name}


class InviteLeaderForm(ActionForm[Person]):
    """A sign-up code for the school's leader. code: the code, which the page shows once."""

    do = "invite-leader"
    submit = _("Create sign-up code")
    subject: JoiningSchool
    code: str = ""

    def save(self) -> str:
        self.code = invite_leader(self.subject, self.by)
        self.row = self.subject.leader
        return ""
