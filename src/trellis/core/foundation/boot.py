"""Start Django for commands, or explain in one sentence why it can't start."""

from __future__ import annotations

import os
import sys

import click

CREATE_ENV_VAR = "TRELLIS_CREATE"
"""Set while a command runs that may make the data folder, its key and its database."""


def start_django(create: bool = False, database: bool = True) -> None:
    """Load settings and apps once. Safe to call again.

    create: the command makes an installation where there is none. Others only read what is there: they refuse, in a
    sentence, where there is no installation, where its database can't be reached, or where it is of another version.
    database: False for a command that reads none.
    """
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings")
    if create:
        os.environ[CREATE_ENV_VAR] = "1"
    _setup_django()
    if create or not database:
        return
    from . import installation

    problem = installation.find_problem()
    if problem:
        raise click.ClickException(problem)


def _setup_django() -> None:
    import django
    from django.core.exceptions import ImproperlyConfigured

    try:
        django.setup()
    except ImproperlyConfigured as error:
        raise click.ClickException(str(error)) from None


CREATING_COMMANDS = ("migrate", "createcachetable", "runserver", "testserver")
"""Django's own commands that may make a database."""


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
    short_help="Run a Django command (migrate, shell, check ...).",
)
@click.pass_context
def manage(ctx: click.Context) -> None:
    """Run a Django command."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings")
    if ctx.args and ctx.args[0] in CREATING_COMMANDS:
        os.environ[CREATE_ENV_VAR] = "1"
    _setup_django()
    from django.core.management import execute_from_command_line

    execute_from_command_line([sys.argv[0], *ctx.args])
