"""The form by which somebody is added to a network's staff."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.files.uploadedfile import UploadedFile
from django.db.models import Model, QuerySet
from django.http import QueryDict
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from django.utils.html import format_html
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import District, Network, Person, School, Tie
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import ListField

from ..joining.code_sharing import SharedCode, email_new_code
from . import services
from .roles import STAFF_ROLES
from .selectors import similar_people, staff_of


class SchoolsField(forms.ModelMultipleChoiceField):
    """Schools, each with its name in its own direction."""

    def label_from_instance(self, obj: Model) -> str:
        return format_html("<bdi>{}</bdi>", obj)


class AddStaffForm(ActionForm[Person]):
    """Who it is, what they do, and for which schools or district.

    Where the network has somebody of that name already, the form asks whether it is the same person.
    person, code: who was added, and their one-time code, if they need one.
    """

    subject: Network
    submit = _("Add person")
    person: Person
    code: str

    given_name = forms.CharField(
        label=_("First name"), max_length=120, error_messages={"required": _("Enter their first name.")}
    )
    family_name = forms.CharField(label=_("Last name"), max_length=120, required=False)
    email = forms.EmailField(
        label=_("Email"),
        required=False,
        help_text=_("Used to send email, and to find people who are already in Trellis."),
        error_messages={"invalid": _("Enter an email address like name@example.org.")},
    )
    role = forms.ChoiceField(
        label=_("Role"),
        choices=[(key, role.label) for key, role in STAFF_ROLES.items()],
        widget=forms.RadioSelect,
    )
    schools = SchoolsField(
        label=_("Schools"),
        queryset=School.objects.none(),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("For a coach, a school leader or a counselor."),
    )
    district = forms.ModelChoiceField(
        label=_("District"),
        queryset=District.objects.none(),
        required=False,
        help_text=_("For a superintendent or a district partner."),
    )
    same_person = forms.ChoiceField(
        label=_("Is this person already in Trellis?"), required=False, widget=forms.RadioSelect
    )

    def __init__(
        self,
        data: QueryDict | None = None,
        files: MultiValueDict[str, UploadedFile] | None = None,
        **kwargs: Any,  # Any: handed on to ActionForm
    ) -> None:
        super().__init__(data, files, **kwargs)
        for name, model in (("schools", School), ("district", District)):
            field = self.fields[name]
            if isinstance(field, forms.ModelChoiceField):
                rows = model.objects.seen_by(self.viewer).filter(network=self.subject, deleted_at=None)
                field.queryset = rows.order_by("name")
        self.similar_people = self._similar_people() if self.is_bound else []
        if self.similar_people:
            choices = [(str(person.pk), label) for person, label in self.similar_people]
            self.fields["same_person"].choices = [*choices, ("new", _("No, this is a different person"))]
        else:
            del self.fields["same_person"]

    def _similar_people(self) -> list[tuple[Person, str]]:
        names = [" ".join(self.data.get(name, "").split()) for name in ("given_name", "family_name")]
        return similar_people(self.subject, *names, self.data.get("email", "").strip())

    def clean(self) -> dict[str, object]:
        sent = super().clean()
        role = STAFF_ROLES.get(sent.get("role", ""))
        if role and role.to == "school" and not sent.get("schools"):
            self.add_error("schools", _("Choose at least one school."))
        if role and role.to == "district" and not sent.get("district"):
            self.add_error("district", _("Choose the district."))
        if self.similar_people and not sent.get("same_person"):
            self.add_error(
                "same_person", _("Someone with this name or email is already in Trellis. Choose who it is.")
            )
        return sent

    def targets(self) -> list[Network | School | District]:
        """The rows to which the person is tied, once the form is valid."""
        to = STAFF_ROLES[self.cleaned_data["role"]].to
        if to == "network":
            return [self.subject]
        return list(self.cleaned_data["schools"]) if to == "school" else [self.cleaned_data["district"]]

    def save(self) -> str:
        sent = self.cleaned_data
        self.person, self.code = services.add_staff(
            self.subject,
            sent["role"],
            self.targets(),
            self.by,
            self._chosen_person(),
            *(" ".join(sent[name].split()) for name in ("given_name", "family_name", "email")),
        )
        return ""

    def _chosen_person(self) -> Person | None:
        """Who was chosen of the similar people; None for somebody new."""
        chosen = self.cleaned_data.get("same_person", "new")
        return next((person for person, _label in self.similar_people if str(person.pk) == chosen), None)


class EmailCodeForm(ActionForm[Person]):
    """Email a new code to somebody who has no account yet. shared: the code, which the page shows once."""

    subject: Network
    do = "email-code"
    row_name = "person"
    shared: SharedCode

    def rows(self) -> QuerySet[Person]:
        waiting = [m.person.pk for m in staff_of(self.viewer, self.subject) if not m.has_account]
        return Person.objects.unscoped("of the network's staff, for its staff").filter(pk__in=waiting)

    def save(self) -> str:
        join_url = self.request.build_absolute_uri(reverse("join"))
        self.shared = email_new_code(self.row_or_404, self.by, join_url)
        return ""


class EndStaffForm(ActionForm[Tie]):
    """End what one person does here. tie: the ids of what they have, or of a part of it."""

    subject: Network
    submit = _("End role")

    tie = ListField()

    def save(self) -> str:
        tie_ids, message = set(self.cleaned_data["tie"]), ""
        for member in staff_of(self.viewer, self.subject):
            if tie_ids and tie_ids <= {str(key) for key in member.ties}:
                ties = Tie.objects.unscoped("of a member of the network's staff").filter(pk__in=tie_ids)
                services.end_staff(self.subject, ties, self.by)
                message = gettext("%(name)s no longer has this role.") % {"name": member.person.name}
        return message
