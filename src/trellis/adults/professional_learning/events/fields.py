"""The fields that say what an event is."""

from __future__ import annotations

from typing import cast

from django import forms
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Role, School
from trellis.core.community.us_places import STATES, time_zone_choices
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import (
    DayField,
    FieldGroup,
    LineField,
    LinkField,
    NumberField,
    TextField,
)

from ..models import LearningEvent
from ..permissions import ORGANIZER_ROLES
from ..topics import topics_of

MAX_SEATS = 20_000
MAX_MONEY = 100_000
EVENT_ROLES = (
    Role.TEACHER,
    Role.ADVISOR,
    Role.COUNSELOR,
    Role.LEADER,
    Role.COACH,
    Role.NETWORK_STAFF,
    Role.PARTNER,
)
WHAT = ("host", "kind", "title", "about", "topic", "focus")
WHERE = ("format", "place", "online_link", "capacity")
MORE = (
    *("roles", "opens_on", "closes_on", "school_limit", "needs_approval", "time_zone"),
    *("price", "stipend", "cost_code", "sponsor", "sponsor_number", "sponsor_state", "sponsor_until"),
)
COLUMNS = (*WHAT, *WHERE, *MORE)
NETWORK = "network"
"""In `host`: the network runs it, and no school."""


class EventFields(ActionForm[LearningEvent]):
    """What an event is."""

    host = forms.ChoiceField(label=_("Who runs it"))
    kind = forms.ChoiceField(label=_("Type"), choices=LearningEvent.Kind.choices)
    title = LineField(
        label=_("Title"), max_length=160, error_messages={"required": _("Enter a title for the event.")}
    )
    about = TextField(label=_("What people do and learn"), required=False, max_length=4000, rows=4)
    focus = LineField(
        label=_("Focus"), required=False, max_length=300, help_text=_("For a visit: what guests look at.")
    )
    topic = forms.ChoiceField(label=_("Topic"), required=False)
    format = forms.ChoiceField(label=_("Where"), choices=LearningEvent.Format.choices)
    place = LineField(label=_("Address or room"), required=False, max_length=200)
    online_link = LinkField(
        label=_("Link to join online"), required=False, help_text=_("Shown to people with a seat.")
    )
    capacity = NumberField(
        label=_("Seats"),
        required=False,
        min_value=1,
        max_value=MAX_SEATS,
        help_text=_("Leave blank for no limit. When all are taken, people join a waiting list."),
    )
    roles = forms.MultipleChoiceField(
        label=_("Roles"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Check none for everyone who works here."),
    )
    opens_on = DayField(label=_("First day to sign up"), required=False)
    closes_on = DayField(label=_("Last day to sign up"), required=False)
    school_limit = NumberField(
        label=_("Seats for each school"), required=False, min_value=1, max_value=MAX_SEATS
    )
    needs_approval = forms.BooleanField(
        label=_("A leader of each person’s school must approve"), required=False
    )
    time_zone = forms.ChoiceField(label=_("Time zone"), choices=time_zone_choices)
    price = forms.DecimalField(
        label=_("Price in dollars"), required=False, min_value=0, max_value=MAX_MONEY, decimal_places=2
    )
    stipend = forms.DecimalField(
        label=_("Stipend in dollars"), required=False, min_value=0, max_value=MAX_MONEY, decimal_places=2
    )
    cost_code = LineField(label=_("Cost code"), required=False, max_length=60)
    sponsor = LineField(
        label=_("Sponsor approved by the state"),
        required=False,
        max_length=160,
        help_text=_("Certificates name it. Without one they say “attendance only.”"),
    )
    sponsor_number = LineField(label=_("Number of the sponsor"), required=False, max_length=60)
    sponsor_state = forms.ChoiceField(
        label=_("State of the sponsor"), required=False, choices=[("", "—"), *STATES.items()]
    )
    sponsor_until = DayField(label=_("Approval ends on"), required=False)

    @property
    def network(self) -> Network:
        return cast("Network", self.subject)

    def prepare(self) -> None:
        led = School.objects.seen_by(self.viewer).filter(network=self.network)
        if not self.runs_for_network:
            led = led.filter(pk__in=self.viewer.to("school", Role.LEADER))
        self.hosts = {str(school.pk): school for school in led.order_by("name", "pk")}
        if self.row and self.row.host and str(self.row.host_id) not in self.hosts:
            self.hosts[str(self.row.host_id)] = self.row.host
        network = [(NETWORK, self.network.name)] if self.runs_for_network else []
        self.fields["host"].choices = network + [(key, school.name) for key, school in self.hosts.items()]
        self.fields["topic"].choices = [("", "—"), *topics_of(self.network.pk).items()]
        self.fields["roles"].choices = [(role.value, role.label) for role in EVENT_ROLES]

    @property
    def runs_for_network(self) -> bool:
        return self.network.pk in self.viewer.to("network", *ORGANIZER_ROLES) or bool(
            self.row and not self.row.host_id
        )

    def initial_for(self, row: LearningEvent) -> dict[str, object]:
        return super().initial_for(row) | {"host": str(row.host_id or NETWORK)}

    @property
    def what(self) -> FieldGroup:
        return FieldGroup(self[name] for name in WHAT)

    @property
    def where(self) -> FieldGroup:
        return FieldGroup(self[name] for name in WHERE)

    @property
    def more(self) -> FieldGroup:
        return FieldGroup(self[name] for name in MORE)

    @property
    def more_has_errors(self) -> bool:
        return any(self[name].errors for name in MORE)

    def clean(self) -> dict:
        super().clean()
        sent = self.cleaned_data
        opens, closes = sent.get("opens_on"), sent.get("closes_on")
        if opens and closes and closes < opens:
            self.add_error("closes_on", gettext("The last day is before the first day."))
        if sent.get("kind") == LearningEvent.Kind.VISIT and sent.get("host") == NETWORK:
            self.add_error("host", gettext("Choose the school that people visit."))
        return sent

    def values(self) -> dict[str, object]:
        """The columns that the fields hold."""
        sent = {name: self.cleaned_data[name] for name in COLUMNS}
        return sent | {"host": self.hosts.get(sent["host"])}
