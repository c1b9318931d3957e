"""The forms of what a network can take on in a year, and of what a school bought and used."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import NumberField

from . import capacity
from .models import ContractedService, JoiningSchool, NetworkCapacity
from .selectors import coaches_of

MOST = 100_000_000
COLUMNS = ("schools", "coach_days", "travel", "budget")
COACH = "coach-"


class CapacityForm(ActionForm[NetworkCapacity]):
    """The numbers of one school year, and the days of each coach."""

    do = "capacity"
    shows_revision = True
    subject: Network

    schools = NumberField(label=_("New schools"), required=False, min_value=0, max_value=1000)
    coach_days = NumberField(label=_("Coach days"), required=False, min_value=0, max_value=MOST)
    travel = NumberField(label=_("Travel, in dollars"), required=False, min_value=0, max_value=MOST)
    budget = NumberField(label=_("Network support, in dollars"), required=False, min_value=0, max_value=MOST)

    def prepare(self) -> None:
        self.year = capacity.current_year(self.subject)
        self.coaches = coaches_of(self.viewer, self.subject)
        days = self.row.days_by_coach if self.row else {}
        for person in self.coaches:
            self.fields[f"{COACH}{person.pk}"] = NumberField(
                label=gettext("Days of %(name)s") % {"name": person.name},
                required=False,
                min_value=0,
                max_value=400,
                initial=days.get(str(person.pk)),
            )

    def save(self) -> str:
        sent = self.cleaned_data
        days = {str(person.pk): sent[f"{COACH}{person.pk}"] for person in self.coaches}
        values = {name: sent[name] for name in COLUMNS}
        values["days_by_coach"] = {key: number for key, number in days.items() if number is not None}
        labels = {name: str(self.fields[name].label) for name in COLUMNS}
        capacity.save_capacity(self.subject, self.year, values, self.seen, labels, self.by)
        return gettext("Saved.")


class ServiceForm(ActionForm[ContractedService]):
    """How much of one service is in a school's contract this year, and how much is used."""

    do = "service"
    row_name = "service"
    section = "services"
    shows_revision = True
    subject: JoiningSchool

    bought = NumberField(label=_("In the contract"), min_value=0, max_value=MOST)
    used = NumberField(label=_("Used"), required=False, min_value=0, max_value=MOST)

    def rows(self) -> QuerySet[ContractedService]:
        return ContractedService.objects.seen_by(self.viewer).filter(joining=self.subject)

    def save(self) -> str:
        return self.write(self.row_or_404.kind, self.row_or_404.school_year)

    def write(self, kind: str, year: int) -> str:
        """Save the numbers of a kind of service."""
        sent = self.cleaned_data
        labels = {"bought": gettext("In the contract"), "used": gettext("Used")}
        capacity.save_service(
            self.subject, kind, year, sent["bought"], sent["used"] or 0, self.seen, labels, self.by
        )
        return gettext("Saved.")


class AddServiceForm(ServiceForm):
    """The same, for a service that is not in the contract yet."""

    do = "add-service"
    row_name = ""
    adds = True

    kind = forms.ChoiceField(label=_("Service"), choices=ContractedService.Kind.choices)

    def prepare(self) -> None:
        self.order_fields(["kind", "bought", "used"])
        if not self.is_bound:
            year = capacity.current_year(self.subject.network)
            kinds = set(self.rows().filter(school_year=year).values_list("kind", flat=True))
            choices = [choice for choice in ContractedService.Kind.choices if choice[0] not in kinds]
            self.fields["kind"].choices = choices

    def save(self) -> str:
        return self.write(self.cleaned_data["kind"], capacity.current_year(self.subject.network))
