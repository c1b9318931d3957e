"""Starting Django for commands that need the database."""

import os
import sys

import click


def start() -> None:
    """Load settings and rooms once. Safe to call again."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "trellis.config.settings")
    import django

    django.setup()


@click.command(
    context_settings={"ignore_unknown_options": True, "allow_extra_args": True, "help_option_names": []},
    short_help="Run one of Django's own commands (migrate, shell, check ...).",
)
@click.pass_context
def manage(ctx: click.Context) -> None:
    """Run one of Django's own commands."""
    start()
    from django.core.management import execute_from_command_line

    execute_from_command_line([sys.argv[0], *ctx.args])
