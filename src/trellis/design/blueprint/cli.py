"""`trellis model`: is this folder a model that schools can adopt, and which models are here."""

import sys
from io import TextIOWrapper

import click

from .package import Package, available, path_problems
from .package.check import examine


@click.group()
def model() -> None:
    """A network's model as a folder of data: check one, list those that are here."""
    for stream in (sys.stdout, sys.stderr):
        if isinstance(
            stream, TextIOWrapper
        ):  # a terminal without a letter shows its number instead of failing
            stream.reconfigure(errors="backslashreplace")


@model.command()
@click.argument("folder", metavar="DIR")
def check(folder: str) -> None:
    """Say what must be mended in the package in DIR before schools can adopt it."""
    package, found = examine(folder)
    found = [*path_problems(), *found]
    for problem in found:
        click.echo(str(problem))
    if package is None or found:
        click.echo(f"{_count(len(found), 'thing', 'things')} to mend.", err=True)
        raise SystemExit(1)
    click.echo(f"{package.name} {package.version} is ready to adopt: {summary(package)}.")


@model.command("list")
def list_models() -> None:
    """Name the models that schools here can adopt, shipped or in the folders of TRELLIS_MODELS."""
    for problem in path_problems():
        click.echo(str(problem), err=True)
    for slug, path in available().items():
        package, found = examine(path)
        if package is None:
            mend = f"{_count(len(found), 'thing', 'things')} to mend; see trellis model check {path}"
            click.echo(f"{slug:<16} {mend}")
        else:
            click.echo(f"{slug:<16} {package.name} {package.version}: {summary(package)}")


@model.command()
@click.argument("name", metavar="MODEL")
@click.option("--network", "slug", help="The network's short name; not needed when there is one network.")
@click.option(
    "--school", "schools", multiple=True, help="A school by name; again for more. Else all without one."
)
def adopt(name: str, slug: str | None, schools: tuple[str, ...]) -> None:
    """Let schools work by MODEL: those named, or all of the network that work by none yet."""
    from trellis.core.foundation.boot import start

    start()
    from trellis.core.community.selectors import network_named
    from trellis.core.foundation.refusal import Refusal

    from .services import adopt_in_schools

    path = available().get(name)
    package, _found = examine(path) if path else (None, [])
    if package is None:
        known = ", ".join(sorted(available()))
        why = "".join(f"\n{problem}" for problem in path_problems())
        raise click.ClickException(
            f"There is no model “{name}” that is ready to adopt. There is: {known}{why}"
        )
    try:
        adopted = adopt_in_schools(network_named(slug), package, list(schools))
    except Refusal as no:
        raise click.ClickException(no.sentence) from None
    for school in adopted:
        click.echo(f"  {school.name}")
    schools_said = _count(len(adopted), "school", "schools")
    click.echo(
        f"{schools_said} took up {package.name} {package.version}." if adopted else "No school had to change."
    )


def summary(package: Package) -> str:
    """What is in a package, in numbers: "6 outcomes, 7 rubrics, ... ; 5 parts held, 8 local"."""
    held = sum(part.hold == "held" for part in package.parts.values())
    practices = package.practices.practices if package.practices else ()
    return ", ".join(
        [
            _count(len(package.outcomes.outcomes), "outcome", "outcomes"),
            _count(len(package.rubrics.rubrics), "rubric", "rubrics"),
            _count(len(practices), "practice", "practices"),
            _count(len(package.measures.measures), "measure", "measures"),
            f"{_count(held, 'part', 'parts')} held in every school",
            f"{len(package.parts) - held} the school's own",
        ]
    )


def _count(number: int, one: str, other: str) -> str:
    return f"{number} {one if number == 1 else other}"
