"""The form by which a person chooses what they are emailed about."""

from __future__ import annotations

from django import forms
from django.forms.boundfield import BoundField
from django.utils.translation import gettext as _

from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import ActionForm

from . import selectors, services


class ChooseEmailsForm(ActionForm[Person]):
    """A checkbox for the daily email, one for each kind of news in it, and one for what may be sent at once."""

    do = "choose"
    subject: Viewer

    def prepare(self) -> None:
        off = selectors.kinds_off(self.subject.person_id)
        self.daily_keys = [source.key for source in selectors.sources_for(self.subject)]
        kinds = [kind for kind in selectors.immediate_kinds_for(self.subject) if not kind.reason]
        self.immediate_keys = [kind.key for kind in kinds]
        self._add(selectors.DAILY, _("Send me a daily email when there is something new"), off)
        for source in selectors.sources_for(self.subject):
            self._add(source.key, str(source.label), off)
        for kind in kinds:
            self._add(kind.key, str(kind.label), off)

    def _add(self, key: str, label: str, off: set[str]) -> None:
        self.fields[key] = forms.BooleanField(label=label, required=False, initial=key not in off)

    @property
    def all_daily(self) -> BoundField:
        """The checkbox for the whole daily email."""
        return self[selectors.DAILY]

    @property
    def daily_fields(self) -> list[BoundField]:
        """The checkboxes for the kinds of news in the daily email."""
        return [self[key] for key in self.daily_keys]

    @property
    def immediate_fields(self) -> list[BoundField]:
        """The checkboxes for what may be sent at once."""
        return [self[key] for key in self.immediate_keys]

    def save(self) -> str:
        chosen = {key for key in self.fields if self.cleaned_data[key]}
        services.save_preferences(self.subject.person, chosen, set(self.fields) - chosen)
        return _("Saved.")
