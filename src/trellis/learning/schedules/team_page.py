"""What the page of one team shows and offers."""

from __future__ import annotations

from functools import cached_property

from trellis.core.community.viewer import Viewer

from .input_rows import DesignInputs, TeamRow
from .models import DesignTeacher, DesignTeam, WeekDesign


class TeamPage(DesignInputs):
    """All inputs of a design, and one team of it."""

    def __init__(self, viewer: Viewer, design: WeekDesign, team: DesignTeam) -> None:
        super().__init__(viewer, design)
        self.row: TeamRow = self.team_row(team)

    @cached_property
    def teachers_to_choose(self) -> list[DesignTeacher]:
        """The team's own teachers first, then those without a team, then the others."""
        teachers = [row.teacher for row in self.teachers]
        team = self.row.team.pk
        return sorted(teachers, key=lambda teacher: (teacher.team_id != team, teacher.team_id is not None))
