"""What belongs to a network, a school or a team."""

from __future__ import annotations

from django.db import models
from django.db.models import Q

from trellis.core.community.models import Group, Network, School
from trellis.core.foundation.models import Revised


def owner_constraint(name: str) -> models.CheckConstraint:
    """A row belongs to a network, a school or a team, and to one of them."""
    of_network = Q(network__isnull=False, school__isnull=True, team__isnull=True)
    of_school = Q(network__isnull=True, school__isnull=False, team__isnull=True)
    of_team = Q(network__isnull=True, school__isnull=True, team__isnull=False)
    return models.CheckConstraint(condition=of_network | of_school | of_team, name=name)


class Owned(Revised):
    """A row of a network, a school or a team: exactly one."""

    network = models.ForeignKey(Network, models.CASCADE, null=True, blank=True, related_name="+")
    school = models.ForeignKey(School, models.CASCADE, null=True, blank=True, related_name="+")
    team = models.ForeignKey(Group, models.CASCADE, null=True, blank=True, related_name="+")

    class Meta(Revised.Meta):
        abstract = True

    @property
    def owner_columns(self) -> dict[str, object]:
        """The ids of the owner, for a row that belongs to the same one."""
        return {"network_id": self.network_id, "school_id": self.school_id, "team_id": self.team_id}

    @property
    def place(self) -> School | None:
        """The school that the row is of, where it is not of a network."""
        return self.team.school if self.team else self.school

    @property
    def owner_name(self) -> str:
        if self.team is not None:
            return f"{self.team.title}, {self.team.school.name}"
        owner = self.network or self.school
        return owner.name if owner else ""
