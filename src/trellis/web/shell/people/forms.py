"""The filters of each list, and the form that gives a member of staff their sign-up code."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Person, School
from trellis.core.foundation.action_forms import ActionForm

from ..joining.services import make_join_code
from .filters import FilterForm
from .selectors.staff import people_to_invite


class StudentFilterForm(FilterForm):
    """Filters of students."""

    grade = forms.ChoiceField(label=_("Grade"), required=False)
    group = forms.ChoiceField(label=_("Group"), required=False)
    language = forms.ChoiceField(label=_("Home language"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)


class FamilyFilterForm(FilterForm):
    """Filters of families."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    access = forms.ChoiceField(label=_("Access"), required=False)


class StaffFilterForm(FilterForm):
    """Filters of staff."""

    role = forms.ChoiceField(label=_("Role"), required=False)
    access = forms.ChoiceField(label=_("Access"), required=False)


class GroupFilterForm(FilterForm):
    """Filters of groups."""

    kind = forms.ChoiceField(label=_("Kind"), required=False)
    status = forms.ChoiceField(label=_("Status"), required=False)


class InviteForm(ActionForm[Person]):
    """Give somebody who works here a code to sign up with. It is shown once."""

    do = "invite"
    submit = _("Create sign-up code")
    row_name = "person"
    subject: School
    code = ""

    def rows(self) -> QuerySet[Person]:
        return people_to_invite(self.viewer, self.subject)

    def save(self) -> str:
        self.code = make_join_code(self.row_or_404, self.by)
        return ""
