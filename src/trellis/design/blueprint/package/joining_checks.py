"""What must hold within joining.toml: stages, needed steps and checks that exist, and a day for every step."""

from collections.abc import Iterator, Mapping

from .joining import Joining, JoiningStep
from .problem import Problem, suggest_nearest

FILE = "joining.toml"
KNOWN_REQUIREMENTS = (
    "model-adopted",
    "roster-imported",
    "staff-invited",
    "services-agreement",
    "data-agreement",
)
"""What Trellis can check itself; the apps register how, in `requirements.py` of the joining app."""


def joining_problems(parts: Mapping[str, object]) -> Iterator[Problem]:
    """Yield what is wrong with joining.toml, where there is one that could be read."""
    joining = parts.get("joining")
    if not isinstance(joining, Joining):
        return
    stages = [stage.key for stage in joining.stages]
    for step in joining.steps:
        yield from _unknown(f"steps.{step.key}.stage", step.stage, stages, "a stage of this file")
        yield from _unknown(
            f"steps.{step.key}.check", step.check, KNOWN_REQUIREMENTS, "something that Trellis can check"
        )
        if step.due.model_dump(exclude_none=True) == {}:
            fix = "add after_start, before_opening or on"
            yield Problem(FILE, f"steps.{step.key}.due", "has no day in it", fix)
        yield from _needs_problems(joining, step, stages)
    for stage in stages:
        if not joining.steps_of(stage):
            yield Problem(FILE, f"stages.{stage}", "has no steps", "add a step, or remove the stage")


def _needs_problems(joining: Joining, step: JoiningStep, stages: list[str]) -> Iterator[Problem]:
    """Steps come after those that they need: in the same stage, further down, or in a later stage."""
    keys = [each.key for each in joining.steps]
    place = f"steps.{step.key}.needs"
    for key in step.needs:
        yield from _unknown(place, key, keys, "a step of this file")
        needed = joining.step(key)
        if needed is None or step.stage not in stages or needed.stage not in stages:
            continue
        comes_first = (stages.index(needed.stage), keys.index(key)) < (
            stages.index(step.stage),
            keys.index(step.key),
        )
        if not comes_first:
            yield Problem(FILE, place, f"“{key}” does not come before this step", "move it up, or remove it")


def _unknown(
    place: str, name: str | None, names: list[str] | tuple[str, ...], what: str
) -> Iterator[Problem]:
    if name is not None and name not in names:
        yield Problem(FILE, place, f"“{name}” is not {what}", suggest_nearest(name, names))
