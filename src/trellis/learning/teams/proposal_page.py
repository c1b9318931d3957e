"""What the forms of a proposal's page are about."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from django.urls import reverse

from trellis.core.community.distinct_names import add_distinctions
from trellis.core.community.models import Person
from trellis.core.community.viewer import Viewer
from trellis.core.foundation.action_forms import Row

from . import permissions, presenters, selectors
from .forms import RedirectingForm
from .models import DraftGroupAdult, GroupDraft


class ProposalPage:
    """A proposal, and what the forms of its page offer, read once."""

    def __init__(self, viewer: Viewer, proposal: GroupDraft) -> None:
        self.viewer, self.proposal = viewer, proposal

    @property
    def leads(self) -> bool:
        return permissions.may_form_at(self.viewer, self.proposal.school_id)

    @cached_property
    def staff(self) -> dict[str, Person]:
        """The adults who may go with a group, for whoever chooses them."""
        people = selectors.staff_of(self.viewer, self.proposal.school_id) if self.leads else []
        return {str(person.pk): person for person in people}

    @cached_property
    def students(self) -> dict[str, Person]:
        """The students in these groups, by name."""
        seats = presenters.seats_of(self.viewer, self.proposal)
        people = add_distinctions([seat.student for seat in seats])
        return {str(person.pk): person for person in sorted(people, key=lambda person: person.name)}

    @cached_property
    def adult_ids(self) -> dict[UUID, list[str]]:
        """By place, the adults who go with it."""
        ids: dict[UUID, list[str]] = {}
        chosen = DraftGroupAdult.objects.seen_by(self.viewer).filter(place__forming=self.proposal)
        for place, person in chosen.values_list("place", "person"):
            ids.setdefault(place, []).append(str(person))
        return ids


class ProposalForm(RedirectingForm[Row]):
    """A form of a proposal's page: `subject`."""

    subject: ProposalPage

    @property
    def proposal(self) -> GroupDraft:
        return self.subject.proposal

    @property
    def done_url(self) -> str:
        """Where one goes afterwards."""
        return reverse("forming", args=[self.proposal.pk])
