"""What a part of a task is scored on: the school's model, or the last one that had the task, where it was dropped."""

from __future__ import annotations

from functools import cached_property
from uuid import UUID

from django.utils.translation import get_language

from trellis.design.blueprint.package import Package
from trellis.design.blueprint.package.portfolio import Task as ModelTask
from trellis.design.blueprint.selectors import earlier_models, outcomes_in_framework, outcomes_of
from trellis.design.blueprint.wording import Wording, package_in_language, wording_of

from .models import TaskPart
from .scores import ScoringBasis
from .tasks import find_model_task, rows_for_part


class SchoolTasks:
    """The tasks of a school by key, those that its model has dropped too: what was turned in is still scored."""

    def __init__(self, school_id: UUID) -> None:
        self.school_id = school_id
        self._models: dict[str, tuple[Package, UUID | None] | None] = {}

    @cached_property
    def words(self) -> Wording:
        return wording_of(self.school_id)

    def find(self, key: str) -> ModelTask | None:
        """A task as the school's model has it, or the last one that had it; None where none ever did."""
        model = self._model_with(key)
        return find_model_task(model[0], key) if model else None

    def basis_of(self, task_part: TaskPart) -> ScoringBasis | None:
        """What a part is scored on. Outcomes of a dropped task are those of today, where the model still has them."""
        model = self._model_with(task_part.task.key)
        model_task = find_model_task(model[0], task_part.task.key) if model else None
        if model is None or model_task is None:
            return None
        outcomes = outcomes_of(self.school_id)
        if model[1]:
            outcomes = outcomes_in_framework(model[1]) | outcomes
        return ScoringBasis(model_task, rows_for_part(model[0], model_task, task_part.part), outcomes)

    def _model_with(self, key: str) -> tuple[Package, UUID | None] | None:
        """The model that has a task, and its framework where it is an earlier one."""
        if key not in self._models:
            self._models[key] = self._find_model(key)
        return self._models[key]

    def _find_model(self, key: str) -> tuple[Package, UUID | None] | None:
        if self.words.package and find_model_task(self.words.package, key):
            return self.words.package, None
        for package, framework in earlier_models(self.school_id):
            if find_model_task(package, key):
                language = get_language() or ""
                return package_in_language(package, language, network__schools=self.school_id), framework
        return None
