"""The pipeline of a network: its joining schools by stage, each with the step that comes next."""

from __future__ import annotations

from dataclasses import dataclass, field
from uuid import UUID

from django.utils.translation import gettext

from trellis.core.community.models import Network
from trellis.core.community.viewer import Viewer

from .models import JoiningSchool
from .plans import plan_for
from .requirements import PIPELINE_COLUMNS
from .selectors import StepLine, joining_schools, open_steps_by_school

Status = JoiningSchool.Status


@dataclass
class SchoolLine:
    """A school in the table. next_step: the open step that is due first. cells: what other apps tell of it."""

    joining: JoiningSchool
    steps: list[StepLine]
    cells: list[tuple[str, str]] = field(default_factory=list)

    @property
    def next_step(self) -> StepLine | None:
        return self.steps[0] if self.steps else None

    @property
    def slipped(self) -> list[StepLine]:
        return [line for line in self.steps if line.slipped]


@dataclass
class StageLines:
    """A stage, and the schools in it."""

    key: str
    title: str
    lines: list[SchoolLine] = field(default_factory=list)

    @property
    def slipped(self) -> int:
        return sum(bool(line.slipped) for line in self.lines)


@dataclass(frozen=True)
class Pipeline:
    """stages: all of them, for the links above. shown: those of the table. active, slipped: how many schools."""

    stages: list[StageLines]
    shown: list[StageLines]
    active: int
    slipped: list[SchoolLine]
    columns: list[str]


def read_pipeline(viewer: Viewer, network: Network, chosen: str = "", only_mine: bool = False) -> Pipeline:
    """The pipeline as the viewer asked for it. chosen: the key of a stage, "paused" or "left"."""
    schools = joining_schools(viewer, network)
    steps = open_steps_by_school(viewer, schools)
    lines = [SchoolLine(joining, steps.get(joining.pk, [])) for joining in schools]
    if only_mine:
        lines = [_own_line(viewer, line) for line in lines if _concerns(viewer, line)]
    _fill_cells(viewer, lines)
    stages = _by_stage(lines)
    active = [line for line in lines if line.joining.is_active]
    shown = [stage for stage in stages if stage.lines and chosen in (stage.key, "")]
    if not chosen:
        shown = [stage for stage in shown if stage.key != Status.LEFT]
    slipped = [line for line in active if line.slipped]
    columns = [str(column.title) for column in PIPELINE_COLUMNS.values()]
    return Pipeline(stages, shown, len(active), slipped, columns)


def _concerns(viewer: Viewer, line: SchoolLine) -> bool:
    people = {line.joining.lead_id, line.joining.coach_id, *(each.step.owner_id for each in line.steps)}
    return viewer.person_id in people


def _own_line(viewer: Viewer, line: SchoolLine) -> SchoolLine:
    """With the viewer's own steps first, where they have some."""
    mine = [each for each in line.steps if each.step.owner_id == viewer.person_id]
    return SchoolLine(line.joining, mine or line.steps)


def _fill_cells(viewer: Viewer, lines: list[SchoolLine]) -> None:
    schools = [line.joining for line in lines]
    for column in PIPELINE_COLUMNS.values():
        texts: dict[UUID, str] = column.texts(viewer, schools)
        for line in lines:
            line.cells.append((str(column.title), texts.get(line.joining.pk, "")))


def _by_stage(lines: list[SchoolLine]) -> list[StageLines]:
    """Stages in the order of the plans; those that paused or left come last."""
    stages: dict[str, StageLines] = {}
    for line in lines:
        for stage in plan_for(line.joining).stages:
            stages.setdefault(stage.key, StageLines(stage.key, gettext(stage.title)))
        stages.setdefault(line.joining.stage, StageLines(line.joining.stage, line.joining.stage))
    ends = {
        Status.PAUSED: StageLines(Status.PAUSED, gettext("Paused")),
        Status.LEFT: StageLines(Status.LEFT, gettext("Left")),
    }
    for line in lines:
        place = stages[line.joining.stage] if line.joining.is_active else ends[Status(line.joining.status)]
        place.lines.append(line)
    return [*stages.values(), *(stage for stage in ends.values() if stage.lines)]
