"""Every problem of a package, in the order of its files."""

from pathlib import Path
from typing import Any

from pydantic import BaseModel, ValidationError

from .amounts import amounts
from .explain import explain
from .files import Raw, read
from .known_measures import measures
from .people import Measures
from .problem import Problem
from .references import references, words
from .schema import PARTS, REQUIRED, About, Package


def problems(path: str | Path) -> list[Problem]:
    """What must be mended before a network can use the package in this folder. Empty: it is ready.

    Never raises for anything that lies in the folder.
    """
    return examine(path)[1]


def examine(path: str | Path) -> tuple[Package | None, list[Problem]]:
    """The package, where it has no problem, and its problems."""
    raw, problems = read(Path(path))
    package, more = weigh(raw)
    problems = sorted({*problems, *more, *(measures(package.measures) if package else _measures_alone(raw))})
    return (None if problems else package), problems


def _measures_alone(raw: Raw) -> list[Problem]:
    """What is wrong with the measures of a package that has other faults too."""
    part = _validated("measures", Measures, raw["measures"], []) if "measures" in raw else None
    return list(measures(part))


def weigh(raw: Raw) -> tuple[Package | None, list[Problem]]:
    """Tables that were read, as a package, or what is wrong with them. `raw["package"]` is package.toml."""
    problems: list[Problem] = []
    about = _validated("package", About, raw["package"], problems) if "package" in raw else None
    parts: dict[str, Any] = {}
    for name in PARTS:
        if name in raw and (part := _validated(name, part_model(name), raw[name], problems)):
            parts[name] = part
        elif name not in raw and name not in REQUIRED:
            parts[name] = None
    if about:
        problems += _languages(about)
        problems += words(parts["words"], about.languages) if "words" in parts else ()
    problems += [*references(parts), *amounts(parts)]
    if problems or not about or not parts.keys() >= REQUIRED:
        return None, problems  # for a part that is absent, whoever read the folder has said so
    return Package.model_validate({**raw["package"], **{n: raw[n] for n in parts if n in raw}}), []


def part_model(name: str) -> type[BaseModel]:
    """The model of a part: `part_model("credit")` is Credit."""
    kind: Any = Package.model_fields[name].annotation
    return kind if isinstance(kind, type) else kind.__args__[0]


def _validated(name: str, model: type[BaseModel], table: Any, problems: list[Problem]) -> Any:
    try:
        return model.model_validate(table)
    except ValidationError as error:
        problems += explain(f"{name}.toml", name, model, table, error)
        return None


def _languages(about: About) -> list[Problem]:
    if len(set(about.languages)) == len(about.languages):
        return []
    return [Problem("package.toml", "languages", "has a language twice", "list each once")]
