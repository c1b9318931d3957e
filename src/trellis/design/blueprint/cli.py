"""`trellis model`: check a model package, compare and merge packages, list the models, and adopt one in schools."""

import sys
from io import TextIOWrapper

import click

from .compare_commands import diff, merge
from .package import Package, available_packages, path_problems
from .package.check import check_package


@click.group()
def model() -> None:
    """Check, compare, merge, list and adopt models. A model is a folder of TOML files."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, TextIOWrapper
        ):  # a terminal without a letter shows its number instead of failing
            stream.reconfigure(errors="backslashreplace")


@model.command()
@click.argument("folder", metavar="DIR")
def check(folder: str) -> None:
    """List what to fix in the package in DIR before schools can adopt it."""
    package, problems = check_package(folder)
    problems = [*path_problems(), *problems]
    for problem in problems:
        click.echo(str(problem))
    if package is None or problems:
        click.echo(f"{_count_with_noun(len(problems), 'problem', 'problems')} to fix.", err=True)
        raise SystemExit(1)
    click.echo(f"{package.name} {package.version} is ready to adopt: {summarize_package(package)}.")


model.add_command(diff)
model.add_command(merge)


@model.command("list", short_help="List the models that schools can adopt.")
def list_models() -> None:
    """List the models that schools can adopt: those that come with Trellis, and yours in TRELLIS_MODELS."""
    for problem in path_problems():
        click.echo(str(problem), err=True)
    for slug, path in available_packages().items():
        package, problems = check_package(path)
        if package is None:
            status = f"{_count_with_noun(len(problems), 'problem', 'problems')} to fix. Run: trellis model check {path}"
            click.echo(f"{slug:<16} {status}")
        else:
            click.echo(f"{slug:<16} {package.name} {package.version}: {summarize_package(package)}")


@model.command(short_help="Adopt a model in schools.")
@click.argument("name", metavar="MODEL")
@click.option("--network", "slug", help="The network's short name. Not needed if there is only one network.")
@click.option(
    "--school",
    "schools",
    multiple=True,
    help="The name of a school. Repeat for more. Default: all without a model.",
)
def adopt(name: str, slug: str | None, schools: tuple[str, ...]) -> None:
    """Adopt MODEL in the schools named with --school, or in all schools of the network without a model."""
    from trellis.core.foundation.boot import start_django

    start_django()
    from trellis.core.community.selectors import network_named
    from trellis.core.foundation.errors import ActionError

    from .services import adopt_in_schools

    path = available_packages().get(name)
    package, _problems = check_package(path) if path else (None, [])
    if package is None:
        model_names = ", ".join(sorted(available_packages()))
        why = "".join(f"\n{problem}" for problem in path_problems())
        raise click.ClickException(
            f"There is no model “{name}” that is ready to adopt. Available models: {model_names}{why}"
        )
    try:
        adopted = adopt_in_schools(network_named(slug), package, list(schools))
    except ActionError as error:
        raise click.ClickException(error.message) from None
    for school in adopted:
        click.echo(f"  {school.name}")
    schools_text = _count_with_noun(len(adopted), "school", "schools")
    click.echo(
        f"{schools_text} adopted {package.name} {package.version}."
        if adopted
        else "No schools needed a change."
    )


def summarize_package(package: Package) -> str:
    """Return what is in a package, in numbers: "6 outcomes, 7 rubrics, ..., 8 the school can change"."""
    locked_count = sum(part.hold == "held" for part in package.parts.values())
    practices = package.practices.practices if package.practices else ()
    return ", ".join(
        [
            _count_with_noun(len(package.outcomes.outcomes), "outcome", "outcomes"),
            _count_with_noun(len(package.rubrics.rubrics), "rubric", "rubrics"),
            _count_with_noun(len(practices), "practice", "practices"),
            _count_with_noun(len(package.measures.measures), "measure", "measures"),
            f"{_count_with_noun(locked_count, 'part', 'parts')} locked by the network",
            f"{len(package.parts) - locked_count} the school can change",
        ]
    )


def _count_with_noun(number: int, singular: str, plural: str) -> str:
    return f"{number} {singular if number == 1 else plural}"
