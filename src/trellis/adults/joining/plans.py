"""The stages and steps by which a school joins: those of its model, or the list that Trellis brings."""

from __future__ import annotations

import tomllib
from functools import cache, lru_cache
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext

from trellis.design.blueprint.models import ModelPackage
from trellis.design.blueprint.package import available_packages, read_package
from trellis.design.blueprint.package.joining import Joining
from trellis.design.blueprint.services import load_package

from .models import JoiningSchool

DEFAULT_FILE = Path(__file__).parent / "default_plan" / "joining.toml"


@cache
def default_plan() -> Joining:
    """The list for a model that has none."""
    return Joining.model_validate(tomllib.loads(DEFAULT_FILE.read_text(encoding="utf-8")))


@lru_cache(maxsize=64)
def _plan_of_package(package_id: UUID) -> Joining:
    """A version of a model never changes, so what was read once holds."""
    body = ModelPackage.objects.only("body").get(pk=package_id).body.get("joining")
    return Joining.model_validate(body) if body else default_plan()


def plan_for(joining: JoiningSchool) -> Joining:
    """The plan that a school joins by."""
    return _plan_of_package(joining.package_id) if joining.package_id else default_plan()


def stage_title(joining: JoiningSchool, key: str = "") -> str:
    """What a stage is called in the reader's language; its key where the plan has no such stage."""
    stage = plan_for(joining).stage(key or joining.stage)
    return gettext(stage.title) if stage else key or joining.stage


@lru_cache(maxsize=64)
def _model_name(path: Path, _changed: float) -> str:
    try:
        return str(tomllib.loads((path / "package.toml").read_text(encoding="utf-8"))["name"])
    except (OSError, ValueError, KeyError):
        return path.name


def model_choices(joining: JoiningSchool | None = None) -> list[tuple[str, str]]:
    """The models that a school can join by, each with its name; the one that it has already among them."""
    packages = available_packages()
    choices = {
        slug: _model_name(path, (path / "package.toml").stat().st_mtime) for slug, path in packages.items()
    }
    if joining and joining.package and joining.package.slug not in choices:
        choices[joining.package.slug] = joining.package.name
    return sorted(choices.items(), key=lambda choice: choice[1])


def model_of_slug(slug: str, by: UUID, current: ModelPackage | None = None) -> ModelPackage | None:
    """The chosen model, loaded if it was not; `current` where it is the one chosen. None for no choice.

    Raises ActionError for a model that cannot be used.
    """
    if not slug or (current and current.slug == slug):
        return current if slug else None
    return load_package(read_package(available_packages()[slug]), by)
