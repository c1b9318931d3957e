"""Every problem of a package, in the order of its files."""

from pathlib import Path
from typing import TypeVar, get_args

from pydantic import BaseModel, ValidationError

from .credentials_checks import credentials_problems
from .explain import explain_errors
from .files import RawTables, read_folder
from .joining_checks import joining_problems
from .known_measures import measure_problems
from .number_checks import amount_problems
from .people import Measures
from .problem import Problem
from .references import reference_problems, word_problems
from .schema import PARTS, REQUIRED_PARTS, Package, PackageMetadata
from .surveys_checks import survey_problems
from .words import Words

Model = TypeVar("Model", bound=BaseModel)


def package_problems(path: str | Path) -> list[Problem]:
    """What must be mended before a network can use the package in this folder. Empty: it is ready.

    Never raises for anything that lies in the folder.
    """
    return check_package(path)[1]


def check_package(path: str | Path) -> tuple[Package | None, list[Problem]]:
    """The package, where it has no problem, and its problems."""
    raw, problems = read_folder(Path(path))
    package, table_problems = validate_tables(raw)
    problems = sorted(
        {
            *problems,
            *table_problems,
            *(measure_problems(package.measures) if package else _measure_problems_alone(raw)),
        }
    )
    return (None if problems else package), problems


def _measure_problems_alone(raw: RawTables) -> list[Problem]:
    """What is wrong with the measures of a package that has other faults too."""
    part = _validate_part("measures", Measures, raw["measures"], []) if "measures" in raw else None
    return list(measure_problems(part))


def validate_tables(raw: RawTables) -> tuple[Package | None, list[Problem]]:
    """Tables that were read, as a package, or what is wrong with them. `raw["package"]` is package.toml."""
    problems: list[Problem] = []
    about = _validate_part("package", PackageMetadata, raw["package"], problems) if "package" in raw else None
    parts: dict[str, BaseModel | None] = {}
    for name in PARTS:
        if name in raw and (part := _validate_part(name, part_model(name), raw[name], problems)):
            parts[name] = part
        elif name not in raw and name not in REQUIRED_PARTS:
            parts[name] = None
    if about:
        problems += _language_problems(about)
        words = parts.get("words")
        problems += word_problems(words, about.languages) if isinstance(words, Words) else ()
    problems += [*reference_problems(parts), *amount_problems(parts)]
    problems += [*joining_problems(parts), *survey_problems(parts)]
    problems += credentials_problems(parts)
    if problems or not about or not parts.keys() >= REQUIRED_PARTS:
        return None, problems  # for a part that is absent, whoever read the folder has said so
    return Package.model_validate({**raw["package"], **{n: raw[n] for n in parts if n in raw}}), []


def part_model(name: str) -> type[BaseModel]:
    """The model of a part: `part_model("credit")` is Credit."""
    annotation = Package.model_fields[name].annotation
    kinds = (annotation, *get_args(annotation))
    return next(kind for kind in kinds if isinstance(kind, type) and issubclass(kind, BaseModel))


def _validate_part(name: str, model: type[Model], table: object, problems: list[Problem]) -> Model | None:
    try:
        return model.model_validate(table)
    except ValidationError as error:
        problems += explain_errors(f"{name}.toml", name, model, table, error)
        return None


def _language_problems(about: PackageMetadata) -> list[Problem]:
    if len(set(about.languages)) == len(about.languages):
        return []
    return [Problem("package.toml", "languages", "has a language twice", "list each once")]
