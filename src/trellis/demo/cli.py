"""`trellis demo`: an invented network, and a sign-in for each role."""

import os
from collections.abc import Generator
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from time import perf_counter

import click


@click.command(short_help="Open Trellis on an invented network.")
@click.option("--size", type=click.Choice(["small", "study"]), default="small", show_default=True)
@click.option("--port", type=click.IntRange(1, 65535), default=8000, show_default=True)
@click.option("--data", type=click.Path(path_type=Path), default=None, help="Its folder (data/demo-SIZE).")
@click.option("--serve/--no-serve", "then_serve", default=True, help="Serve when it is built.")
def demo(size: str, port: int, data: Path | None, then_serve: bool) -> None:
    """Build an invented network once, print a sign-in for each role, and serve it."""
    folder = data or Path("data") / f"demo-{size}"
    os.environ["TRELLIS_DEMO"] = "1"
    os.environ["TRELLIS_DATA"] = str(folder.resolve())
    os.environ.pop("TRELLIS_DATABASE", None)  # a demonstration never touches a school's own database
    from trellis.core.foundation.boot import start_django

    started = perf_counter()
    start_django(create=True)
    from trellis.core.foundation.new_database import prepare_database

    prepare_database()
    if not _continue_clock():
        with _fast_writes():
            _build_demo(size)
        click.echo(f"The demo is ready. Building it took {perf_counter() - started:.0f} seconds.")
    _print_day()
    _print_sign_ins()
    if then_serve:
        from trellis.web.shell.cli import serve

        serve.main(["--port", str(port)], standalone_mode=False)


@contextmanager
def _fast_writes() -> Generator[None]:
    """Let SQLite keep nothing for a crash: a demo that breaks off is built again."""
    from django.db import connection

    def run(*pragmas: str) -> None:
        with connection.cursor() as cursor:
            for pragma in pragmas:
                cursor.execute(f"PRAGMA {pragma}")

    run("journal_mode=MEMORY", "synchronous=OFF", "cache_size=-262144")
    try:
        yield
    finally:
        run("journal_mode=WAL", "synchronous=FULL", "cache_size=-65536")


def _continue_clock() -> bool:
    """Set the clock to where it stood when the demo was last used; False where there is no demo yet."""
    from trellis.core.foundation.models import Act

    from .clock import set_clock

    last = (
        Act.objects.unscoped("continue the demo's clock").order_by("-at").values_list("at", flat=True).first()
    )
    if last is None:
        return False
    set_clock(last)
    return True


def _build_demo(size: str) -> None:
    from rich.progress import Progress

    from trellis.core.foundation.errors import ActionError
    from trellis.improvement.opportunity.services import rebuild_rollups

    from .build import build_network
    from .clock import opening_moment, set_clock
    from .plan import SHAPES

    opening = opening_moment(date.today())
    set_clock(opening)
    with Progress() as bar:
        task = bar.add_task("Creating schools and people", total=None)
        try:
            network = build_network(
                SHAPES[size],
                opening.date(),
                progress=lambda done, total: bar.update(task, completed=done, total=total),
            )
        except ActionError as error:
            raise click.ClickException(error.message) from None
        bar.add_task("Calculating results", total=None)
        rebuild_rollups(network)


def _print_day() -> None:
    from django.utils import timezone

    click.echo(f"\nIn the demo it is {timezone.localtime():%A, %B %-d}, whatever day it is outside.")


def _print_sign_ins() -> None:
    from .cast import PEOPLE
    from .plan import PASSWORD

    click.echo(f"\nEvery person here is invented. Sign in as one of them; the password is {PASSWORD}\n")
    for username, (given_name, family_name) in PEOPLE.items():
        click.echo(f"    {username:<16} {given_name} {family_name}")
    for username, name, school in _people_at_other_schools():
        click.echo(f"    {username:<24} {name}, {school}")
    click.echo("")


def _people_at_other_schools() -> list[tuple[str, str, str]]:
    """Whom one can be in a district, or at a school of another model than the story: the name to sign in with, theirs,
    and that of the place."""
    from trellis.core.community.models import Account, District, Role, School
    from trellis.core.community.viewer import Viewer

    from .cast import PEOPLE

    accounts = Account.objects.filter(username__startswith="demo-")
    rows = []
    for account in accounts.exclude(username__in=list(PEOPLE)).select_related("person").order_by("username"):
        person = account.person
        if person is None:
            continue
        viewer = Viewer.of(person)
        led_districts = viewer.to("district", Role.LEADER)
        districts = District.objects.seen_by(viewer).filter(pk__in=led_districts).order_by("name")
        place = districts.first() or School.objects.seen_by(viewer).order_by("name").first()
        rows.append((account.username, person.name, place.name if place else ""))
    return rows
