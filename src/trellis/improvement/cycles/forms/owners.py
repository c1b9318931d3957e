"""For whom something is started: a network, or a school with its teams."""

from __future__ import annotations

from dataclasses import dataclass

from django import forms
from django.http import Http404
from django.utils.translation import gettext_lazy as _

from trellis.core.community.models import Network, Role, School
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.device_entries import EntryIdField
from trellis.core.foundation.ids import new_id

from ..permissions import writes_for_school
from ..selectors import teams_to_write_for


@dataclass(frozen=True)
class StartingPoint:
    """Where something is started. initial: what a gap filled in; finding: the gap."""

    place: Network | School
    initial: dict[str, object]
    finding: dict[str, object]


class StartForm(ActionForm):
    """A form that starts something of a network, a school or a team. Its id is made on the page."""

    subject: StartingPoint

    id = EntryIdField()
    team = forms.ChoiceField(label=_("Whose is it?"), required=False)

    def prepare(self) -> None:
        self.initial = {"id": new_id()} | self.subject.initial | self.initial
        if isinstance(self.subject.place, Network):
            if self.subject.place.pk not in self.viewer.to("network", Role.NETWORK_STAFF):
                raise Http404
            del self.fields["team"]
            return
        school = self.subject.place
        self.teams = {str(team.pk): team for team in teams_to_write_for(self.viewer, school)}
        choices = [("", school.name)] if writes_for_school(self.viewer, school.pk) else []
        choices += [(key, team.title) for key, team in self.teams.items()]
        if not choices:
            raise Http404
        self.fields["team"].choices = choices
        self.fields["team"].required = choices[0][0] != ""
        if len(choices) == 1:
            self.fields["team"].widget = forms.HiddenInput()
            self.initial["team"] = choices[0][0]

    def owner(self) -> dict[str, object]:
        """The columns of the owner that was chosen."""
        place = self.subject.place
        if isinstance(place, Network):
            return {"network": place}
        team = self.teams.get(self.cleaned_data["team"])
        return {"team": team} if team else {"school": place}
