"""The forms of a driver diagram: add, change, move, place, remove, put back, and what is watched."""

from __future__ import annotations

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.urls import reverse
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.device_entries import EntryIdField
from trellis.core.foundation.form_fields import LineField, TextField
from trellis.core.foundation.ids import new_id

from ..driver_selectors import DriverPage
from ..driver_tree import places_for
from ..models import Driver, DriverMeasure
from ..selectors import measures_of_owner
from ..services import drivers as services
from .aims import measure_choices


class DriverFields(forms.Form):
    """The words of a driver or an idea."""

    title = LineField(label=_("Title"), max_length=200)
    why = TextField(label=_("Why do you think so?"), max_length=2000, rows=2, required=False)


class DriverPageForm(ActionForm):
    """A form of the diagram's page."""

    subject: DriverPage

    def check_writes(self) -> None:
        if not self.subject.writes:
            raise Http404

    def done_url(self) -> str:
        """The page, at the driver that was written."""
        return reverse("aim-drivers", args=[self.subject.aim.pk])

    def url_of(self, driver: Driver) -> str:
        page = reverse("aim-drivers", args=[self.subject.aim.pk])
        return f"{page}?edit={driver.pk}#driver-{driver.pk}"


class DriverRowForm(DriverPageForm, ActionForm[Driver]):
    """A form about one driver."""

    row_name = "driver"

    def rows(self) -> QuerySet[Driver]:
        drivers = Driver.objects.seen_by(self.viewer).select_related("aim__school", "aim__team__school")
        return drivers.filter(aim=self.subject.aim, deleted_at=None)

    def done_url(self) -> str:
        return self.url_of(self.row_or_404)


class AddPrimaryForm(DriverFields, DriverPageForm):
    """Add a primary driver."""

    do = "add-primary"
    submit = _("Add primary driver")
    driver: Driver

    id = EntryIdField()

    def prepare(self) -> None:
        self.initial = {"id": new_id()} | self.initial

    def save(self) -> str:
        self.check_writes()
        sent = self.cleaned_data
        words = {"title": sent["title"], "why": sent["why"]}
        key, aim = sent["id"], self.subject.aim
        self.driver = services.add_driver(aim, key, Driver.Kind.PRIMARY, None, words, self.by)
        return gettext("Added.")

    def done_url(self) -> str:
        return self.url_of(self.driver)


class AddUnderForm(DriverFields, DriverRowForm):
    """Add a secondary driver or an idea under a driver: `row`."""

    do = "add-under"
    submit = _("Add")
    added: Driver

    id = EntryIdField()
    kind = forms.ChoiceField(label=_("What is it?"), widget=forms.RadioSelect)

    def prepare(self) -> None:
        under_primary = self.row is None or self.row.kind == Driver.Kind.PRIMARY
        kinds = [Driver.Kind.SECONDARY, Driver.Kind.IDEA] if under_primary else [Driver.Kind.IDEA]
        self.fields["kind"].choices = [(kind.value, kind.label) for kind in kinds]
        self.initial = {"id": new_id(), "kind": kinds[0].value} | self.initial

    def initial_for(self, row: Driver) -> dict[str, object]:
        return {}

    def save(self) -> str:
        self.check_writes()
        sent = self.cleaned_data
        words = {"title": sent["title"], "why": sent["why"]}
        self.added = services.add_driver(
            self.subject.aim, sent["id"], sent["kind"], self.row_or_404, words, self.by
        )
        return gettext("Added.")

    def done_url(self) -> str:
        return self.url_of(self.added)


class ChangeDriverForm(DriverFields, DriverRowForm):
    """Change the words of a driver."""

    do = "change-driver"
    shows_revision = True

    def save(self) -> str:
        self.check_writes()
        labels = {name: str(field.label) for name, field in self.fields.items()}
        services.update_driver(self.row_or_404, self.cleaned_data, self.seen, labels, self.by)
        return gettext("Saved.")


class MoveUpForm(DriverRowForm):
    do = "move-up"
    submit = _("Move up")
    step = -1

    def save(self) -> str:
        self.check_writes()
        services.move_driver(self.row_or_404, self.step, self.by)
        return gettext("Moved.")


class MoveDownForm(MoveUpForm):
    do = "move-down"
    submit = _("Move down")
    step = 1


class PlaceForm(DriverRowForm):
    """Move a driver under another one, with what stands under it."""

    do = "place"
    submit = _("Move there")

    parent = forms.ChoiceField(label=_("Move under"))

    def prepare(self) -> None:
        places = places_for(self.subject.tree, self.row) if self.row else []
        self.places = {str(driver.pk): driver for driver in places}
        self.fields["parent"].choices = [(key, driver.title) for key, driver in self.places.items()]

    def initial_for(self, row: Driver) -> dict[str, object]:
        return {"parent": str(row.parent_id)}

    def save(self) -> str:
        self.check_writes()
        services.place_under(self.row_or_404, self.places[self.cleaned_data["parent"]], self.by)
        return gettext("Moved.")


class RemoveDriverForm(DriverRowForm):
    do = "remove"
    submit = _("Remove")

    def save(self) -> str:
        self.check_writes()
        services.remove_driver(self.row_or_404, self.by)
        return gettext("Removed. You can put it back below.")

    def done_url(self) -> str:
        return f"{reverse('aim-drivers', args=[self.subject.aim.pk])}#removed"


class RestoreForm(DriverPageForm):
    """Put back what was removed."""

    do = "restore"
    submit = _("Put back")

    removed = forms.ChoiceField(widget=forms.HiddenInput)

    def prepare(self) -> None:
        self.offered = {str(driver.pk): driver for driver in self.subject.removed}
        self.fields["removed"].choices = [(key, key) for key in self.offered]

    def save(self) -> str:
        self.check_writes()
        self.driver = self.offered[self.cleaned_data["removed"]]
        services.restore_driver(self.driver, self.by)
        return gettext("It is back.")

    def done_url(self) -> str:
        return self.url_of(self.driver)


class WatchDriverForm(DriverRowForm):
    """Watch a measure for a driver."""

    do = "watch-driver"
    submit = _("Add measure")

    measure = forms.ChoiceField(label=_("Measure"))

    def prepare(self) -> None:
        aim = self.subject.aim
        network = aim.network or (aim.place.network if aim.place else None)
        self.practical = {str(row.pk): row for row in measures_of_owner(self.viewer, aim)}
        registered = measure_choices(network, aim.place.pk if aim.place else None)[1:] if network else []
        practical = [(key, row.title) for key, row in self.practical.items()]
        self.fields["measure"].choices = [*practical, *registered]

    def initial_for(self, row: Driver) -> dict[str, object]:
        return {}

    def save(self) -> str:
        self.check_writes()
        key = self.cleaned_data["measure"]
        practical = self.practical.get(key)
        services.watch(self.row_or_404, "" if practical else key, practical, self.by)
        return gettext("Added.")


class StopWatchingDriverForm(DriverPageForm, ActionForm[DriverMeasure]):
    """Watch a measure no more."""

    do = "stop-watching-driver"
    submit = _("Remove")
    row_name = "watched"

    def rows(self) -> QuerySet[DriverMeasure]:
        rows = DriverMeasure.objects.seen_by(self.viewer).select_related("driver")
        return rows.filter(driver__aim=self.subject.aim, deleted_at=None)

    def save(self) -> str:
        self.check_writes()
        services.stop_watching(self.row_or_404, self.by)
        return gettext("Removed.")

    def done_url(self) -> str:
        return self.url_of(self.row_or_404.driver)


OF_SELECTED = (
    AddUnderForm,
    ChangeDriverForm,
    MoveUpForm,
    MoveDownForm,
    PlaceForm,
    RemoveDriverForm,
    WatchDriverForm,
    StopWatchingDriverForm,
)
DRIVER_FORMS = (AddPrimaryForm, RestoreForm, *OF_SELECTED)
