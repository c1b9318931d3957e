"""The forms about a packet as a whole: starting it, its days and people, gathering, finishing, and canceling."""

from __future__ import annotations

from typing import cast

from django import forms
from django.db.models import QuerySet
from django.http import Http404
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from trellis.adults.joining.school_forms import chosen_person, person_choices
from trellis.adults.joining.school_placing import LEADER_CODES
from trellis.core.community.models import Account, Person, Role, School, Tie
from trellis.core.foundation.action_forms import ActionForm
from trellis.core.foundation.form_fields import DayField, LineField, PastedEmailField

from . import handover_services as services
from .handover_selectors import Packet, leaders_who_leave, possible_successors
from .models import LeaderHandover
from .permissions import may_arrange

EMAIL_HELP = _("They see this packet before their first day, and nothing else of the school.")
DAY_HELP = _("Their access begins on this day.")


class PacketFields(ActionForm[LeaderHandover]):
    """When one leader leaves, and who comes when."""

    last_day = DayField(label=_("Last day of the leader who leaves"))
    successor = forms.ChoiceField(label=_("Successor"), required=False)
    successor_name = LineField(label=_("Or the name of someone new"), max_length=120, required=False)
    successor_email = PastedEmailField(label=_("Their email"), required=False, help_text=EMAIL_HELP)
    first_day = DayField(label=_("First day of the successor"), required=False, help_text=DAY_HELP)

    @property
    def school(self) -> School:
        return cast("School", self.subject)

    def prepare(self) -> None:
        self.people = possible_successors(self.viewer, self.school)
        current = self.row.successor if self.row else None
        if current and current not in self.people:
            self.people.append(current)
        self.fields["successor"].choices = person_choices(self.people, gettext("Not known yet"))

    def packet_values(self, leaver: Person) -> dict[str, object]:
        """The columns that the fields hold. Somebody new with an email becomes a person, without any access yet."""
        sent = self.cleaned_data
        successor = chosen_person(self.people, sent["successor"])
        if successor is None and sent["successor_email"]:
            successor = self._person_of_email(leaver)
        return {
            "last_day": sent["last_day"],
            "first_day": sent["first_day"],
            "successor": successor,
            "successor_name": "" if successor else sent["successor_name"],
        }

    def clean(self) -> dict[str, object]:
        sent = super().clean() or self.cleaned_data
        if sent.get("successor_email") and not (sent.get("successor") or sent.get("successor_name")):
            self.add_error("successor_name", gettext("Enter the name of the successor."))
        return sent

    def _person_of_email(self, leaver: Person) -> Person:
        """The adult of the network who has this email, else a new person."""
        email, name = self.cleaned_data["successor_email"], self.cleaned_data["successor_name"]
        students = Tie.objects.unscoped("check that a leader is not a student").filter(role=Role.STUDENT)
        people = Person.objects.unscoped("find the person who comes next").filter(
            network=leaver.network_id, email__iexact=email, deleted_at=None
        )
        person = people.exclude(pk__in=students.values("person")).first()
        if person:
            return person
        given, _space, family = name.partition(" ")
        return services.add_successor(leaver.network_id, given, family.strip(), email, self.by)


class StartForm(PacketFields):
    """Start a packet. handover: the row, once it is saved."""

    do = "start"
    submit = _("Start a handover")
    handover: LeaderHandover

    leaver = forms.ChoiceField(label=_("Who leaves"))
    field_order = ["leaver", "last_day"]

    def prepare(self) -> None:
        super().prepare()
        self.leavers = leaders_who_leave(self.viewer, self.school)
        names = [(str(person.pk), person.name) for person in self.leavers]
        self.fields["leaver"].choices = names
        mine = str(self.viewer.person_id)
        self.fields["leaver"].initial = mine if mine in dict(names) else ""

    def save(self) -> str:
        leaver = chosen_person(self.leavers, self.cleaned_data["leaver"])
        if leaver is None:
            raise Http404
        draft = LeaderHandover(school=self.school, leaver=leaver)
        self.handover = services.start_handover(
            self.school, leaver, self.packet_values(leaver), may_arrange(self.viewer, draft), self.by
        )
        return gettext("The packet was gathered.")


class DetailsForm(PacketFields):
    """Change the days and who comes; access follows."""

    do = "details"
    row_name = "handover"
    section = "details"
    shows_revision = True
    subject: Packet

    @property
    def school(self) -> School:
        return self.subject.handover.school

    def rows(self) -> QuerySet[LeaderHandover]:
        return (
            LeaderHandover.objects.seen_by(self.viewer)
            .filter(pk=self.subject.handover.pk)
            .select_related("school__network", "leaver", "successor")
        )

    def initial_for(self, row: LeaderHandover) -> dict[str, object]:
        return {
            "last_day": row.last_day,
            "first_day": row.first_day,
            "successor": str(row.successor_id or ""),
            "successor_name": row.successor_name,
        }

    def save(self) -> str:
        row = self.row_or_404
        if not self.subject.may_arrange:
            raise Http404
        labels = {name: str(self.fields[name].label) for name in ("last_day", "first_day", "successor_name")}
        labels["successor"] = str(self.fields["successor"].label)
        services.save_details(row, self.packet_values(row.leaver), self.seen, labels, self.by)
        return gettext("Saved.")


class GatherForm(ActionForm):
    """Bring the facts up to date."""

    do = "gather"
    submit = _("Gather again")
    subject: Packet

    def save(self) -> str:
        if not self.subject.may_add:
            raise Http404
        count = services.gather_again(self.subject.handover, self.by)
        return ngettext("%(n)d new item was found.", "%(n)d new items were found.", count) % {"n": count}


class FinishForm(ActionForm):
    """The leaver has said what they know."""

    do = "finish"
    submit = _("I have finished")
    subject: Packet

    def save(self) -> str:
        if not self.subject.leaves:
            raise Http404
        services.finish_packet(self.subject.handover, self.by)
        return gettext("Saved.")


class CancelForm(ActionForm):
    """The leader stays after all."""

    do = "cancel"
    submit = _("Cancel the handover")
    subject: Packet

    def save(self) -> str:
        if not self.subject.may_arrange:
            raise Http404
        services.cancel_handover(self.subject.handover, self.by)
        return gettext("The handover was canceled.")


class InviteForm(ActionForm):
    """A sign-up code for the successor, which the page shows once. code: it; row: the person."""

    do = "invite"
    submit = _("Create sign-up code")
    subject: Packet
    code: str = ""

    def save(self) -> str:
        person = person_to_invite(self.subject.handover)
        if person is None or not self.subject.may_arrange:
            raise Http404
        self.row = person
        make_code = next(iter(LEADER_CODES.values()))
        self.code = make_code(person, self.by)
        return ""


def person_to_invite(handover: LeaderHandover) -> Person | None:
    """The successor, while they have no account."""
    person = handover.successor
    if person is None or not LEADER_CODES or Account.objects.filter(person=person).exists():
        return None
    return person
