"""`trellis serve`, `open`, `invite`, `upgrade` and `daily`: run Trellis and set up a network."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import astuple
from pathlib import Path
from typing import TYPE_CHECKING, TextIO

import click

from trellis.core.foundation.boot import start_django

if TYPE_CHECKING:
    from .joining.invitations import InvitedPerson


def _migrate() -> None:
    """Update the database if it is not up to date, and print a message."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from trellis.core.foundation.new_database import prepare_database

    executor = MigrationExecutor(connection)
    steps = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if steps:
        is_new = not executor.loader.applied_migrations
        click.echo("Creating the database." if is_new else f"Updating the database ({len(steps)} steps).")
        prepare_database()


@click.command(short_help="Run Trellis on this machine.")
@click.option(
    "--port", default=8000, show_default=True, type=click.IntRange(1, 65535), help="Port to listen on."
)
@click.option("--host", default="127.0.0.1", show_default=True, help="Address to listen on.")
def serve(port: int, host: str) -> None:
    """Run Trellis on this machine. Stop it with Ctrl-C."""
    start_django()
    from django.conf import settings
    from django.core.management import call_command
    from granian import Granian
    from granian.constants import Interfaces
    from granian.log import LogLevels

    from trellis.core.foundation.file_permissions import restrict_permissions

    _check_port(host, port)

    restrict_permissions(
        settings.DATA
    )  # an installation from before this rule, or files that somebody copied in
    call_command("collectstatic", interactive=False, verbosity=0)
    address = f"http://{'localhost' if host == '127.0.0.1' else host}:{port}/"
    if settings.SECURE:
        click.echo(f"Trellis is listening on {host}:{port}, for a web server that adds HTTPS.")
    else:
        click.echo(f"Trellis is running at {address}")
    Granian(
        "trellis.config.wsgi:application",
        address=host,
        port=port,
        interface=Interfaces.WSGI,
        workers=2,
        blocking_threads=1,  # SQLite and a small machine: a second thread waits more than it works
        respawn_failed_workers=True,  # one that the system kills for memory takes nobody else with it
        workers_kill_timeout=30,  # seconds for requests under way when it is stopped
        log_level=LogLevels.warning,  # the server's own troubles; never requests
    ).serve()


def _check_port(host: str, port: int) -> None:
    """Raise ClickException where something listens already. The server itself would share the port with it."""
    import socket

    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.socket(family, socket.SOCK_STREAM) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind((host, port))
        except OSError as error:
            raise click.ClickException(
                f"Trellis can't listen on {host}:{port} ({error.strerror or error}). Is it already running? "
                "Choose another port with --port."
            ) from None


@click.command(short_help="Update the database after installing a new version.")
def upgrade() -> None:
    """Update the database. Make a backup first: `trellis backup`."""
    start_django(database=False)
    from trellis.core.foundation import installation

    if sentence := installation.problem_if_missing() or installation.problem_if_unreachable():
        raise click.ClickException(sentence)
    if not installation.problem_if_outdated():
        click.echo("The database is up to date.")
        return
    _migrate()


@click.command("open", short_help="Create a network and a sign-up code for its first person.")
@click.option("--name", required=True, help='The network\'s name, such as "Big Picture Learning".')
@click.option(
    "--slug", required=True, help="Its short name, used in web addresses: letters, digits and hyphens."
)
@click.option(
    "--package", "package", required=True, help="Its model: big-picture, internationals or new-tech."
)
@click.option("--leader-name", required=True, help="The person who runs it: first name, then last name.")
@click.option("--username", default="", help="A username to suggest to them.")
@click.option(
    "--time-zone",
    default="America/New_York",
    show_default=True,
    help="Time zone of the network, and of its schools until they have their own.",
)
def open_network(name: str, slug: str, package: str, leader_name: str, username: str, time_zone: str) -> None:
    """Create a network, with one staff member and a one-time code for them.

    Import the roster to add schools. Then run `trellis model adopt` so that they use the model.
    """
    start_django(create=True)
    from trellis.core.foundation.errors import ActionError

    from .network_creation import create_network

    _migrate()
    try:
        code = create_network(name, slug, package, leader_name, username, time_zone)
    except ActionError as error:
        raise click.ClickException(error.message) from None
    click.echo(f"{name} is ready. {leader_name} can join at /join/ with this code, once, within 14 days:")
    click.echo(f"\n    {code}\n")
    click.echo("Write the code down. It is not stored and can't be shown again.")
    click.echo(f"Next: trellis roster import, then trellis model adopt {package} --network {slug}")


ROLES = (
    "student",
    "advisor",
    "teacher",
    "counselor",
    "leader",
    "coach",
    "guardian",
    "mentor",
    "network-staff",
    "partner",
)


@click.command(short_help="Create one-time sign-up codes, in a file to print.")
@click.argument("path", type=click.Path(path_type=Path, dir_okay=False))
@click.option(
    "--role", "roles", multiple=True, required=True, type=click.Choice(ROLES), help="Repeat for more roles."
)
@click.option("--school", default="", help="Only people at the school with this name.")
@click.option("--network", "slug", help="The network's short name. Not needed if there is only one network.")
@click.option(
    "--again", is_flag=True, help="Also for people with an account, such as those who forgot their password."
)
@click.option(
    "--days", default=14, show_default=True, type=click.IntRange(1, 90), help="How many days a code works."
)
@click.option("--preview", "only_preview", is_flag=True, help="Show who would get a code. Creates none.")
def invite(
    path: Path,
    roles: tuple[str, ...],
    school: str,
    slug: str | None,
    again: bool,
    days: int,
    only_preview: bool,
) -> None:
    """Write a CSV file at PATH with a one-time code for each person who has no account yet.

    The codes are not stored anywhere else. Hand them out, then delete the file.
    """
    start_django()
    from trellis.core.community.selectors import network_named
    from trellis.core.foundation import ledger
    from trellis.core.foundation.csv_export import ExportWriter
    from trellis.core.foundation.errors import ActionError

    from .joining.invitations import invite_people, preview_invitations

    try:
        if only_preview:
            _print_invited(
                preview_invitations(network_named(slug), [f"{role}-of" for role in roles], school, again)
            )
            return
        with ledger.act("give join codes"), _create_private_file(path) as out:
            people = invite_people(network_named(slug), [f"{role}-of" for role in roles], school, again, days)
            lines = ExportWriter(out)
            lines.writerow(["given name", "family name", "role", "place", "code", "detail"])
            lines.writerows(astuple(person) for person in people)
    except ActionError as error:
        path.unlink(missing_ok=True)
        raise click.ClickException(error.message) from None
    click.echo(f"{len(people):,} codes are in {path}. Each works once at /join/, within {days} days.")
    click.echo("Delete the file after you hand out the codes.")


def _print_invited(people: list[InvitedPerson]) -> None:
    """Print the people who would get a code, one per line."""
    for person in people:
        name = f"{person.given_name} {person.family_name}".strip()
        detail = f" ({person.detail})" if person.detail else ""
        click.echo(f"  {name}{detail}, {person.role}, {person.place}")
    click.echo(f"{len(people):,} people would get a code. No codes were created.")


def _create_private_file(path: Path) -> TextIO:
    """A file that did not exist before and that only its owner can read."""
    try:
        return os.fdopen(
            os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "w", encoding="utf-8", newline=""
        )
    except FileExistsError:
        raise click.ClickException(
            f"{path} already exists. Choose a new file name, so that no codes are lost."
        ) from None
    except OSError as error:
        raise click.ClickException(f"{path} can't be written: {error.strerror}.") from None


NO_ADDRESS_MESSAGE = (
    "Set the address that people use to reach Trellis: TRELLIS_ADDRESS=https://trellis.example.org"
)


@click.command(short_help="Run the daily tasks: email, figures and retention.")
def daily() -> None:
    """Run the daily tasks: send daily emails and panels their packets, update figures, delete expired records.

    Run it once a day, from cron or a timer. A second run on the same day sends nothing twice. Links use
    TRELLIS_ADDRESS, the address that people use to reach Trellis.
    """
    start_django()
    from django.conf import settings
    from django.urls import reverse

    from trellis.core.foundation import ledger
    from trellis.core.foundation.daily_tasks import DAILY_TASKS
    from trellis.core.foundation.errors import ActionError

    from .operations.doctor import DAILY_VERB

    base = settings.TRELLIS_ADDRESS.rstrip("/")
    no_address = "" if base.startswith(("http://", "https://")) else NO_ADDRESS_MESSAGE

    def address(name: str, *parts: object) -> str:
        if no_address:
            raise ActionError(no_address)
        return base + reverse(name, args=parts)

    failed = _run_daily_tasks(address)
    with ledger.act(DAILY_VERB, failed=failed):
        pass  # so that `trellis doctor` knows when this ran
    if no_address:  # what sends no mail was done
        raise click.ClickException(no_address)
    if failed:
        raise click.ClickException(
            f"{len(failed)} of {len(DAILY_TASKS)} daily tasks failed. The others were done."
        )


def _run_daily_tasks(address: Callable[..., str]) -> list[str]:
    """Run each daily task and print what it did. Return the labels of those that failed."""
    from django.utils import timezone

    from trellis.core.foundation.daily_tasks import DAILY_TASKS
    from trellis.core.foundation.errors import ActionError

    failed: list[str] = []
    for task in DAILY_TASKS.values():
        try:
            count = task.run(timezone.now(), address)
        except Exception as error:  # one task that fails does not stop the others, least of all retention
            failed.append(task.label)
            reason = error.message if isinstance(error, ActionError) else f"{type(error).__name__}: {error}"
            click.echo(f"{task.label}: failed. {reason}", err=True)
        else:
            click.echo(f"{task.label}: {count}")
    return failed
