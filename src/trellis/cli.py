"""The `trellis` command. Each app has its own commands; none is imported before it is called."""

from importlib import import_module

import click

COMMANDS = {
    "daily": "trellis.web.shell.cli:daily",
    "demo": "trellis.demo.cli:demo",
    "figures": "trellis.improvement.opportunity.cli:figures",
    "doctor": "trellis.web.shell.operations.cli:doctor",
    "framework": "trellis.exchange.cli:framework",
    "backup": "trellis.web.shell.operations.cli:backup",
    "cohorts": "trellis.exchange.cli:cohorts",
    "gaps": "trellis.engines.cli:gaps",
    "invite": "trellis.web.shell.cli:invite",
    "manage": "trellis.core.foundation.boot:manage",
    "model": "trellis.design.blueprint.cli:model",
    "open": "trellis.web.shell.cli:open_network",
    "restore": "trellis.web.shell.operations.cli:restore",
    "roster": "trellis.exchange.cli:roster",
    "school": "trellis.core.community.cli:school",
    "serve": "trellis.web.shell.cli:serve",
    "trend": "trellis.engines.trends.cli:trend",
    "upgrade": "trellis.web.shell.cli:upgrade",
    "words": "trellis.web.shell.words.cli:words",
}


class AppCommands(click.Group):
    """A group that imports a command from its app when it is called, so `trellis gaps` never loads Django."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        module, _, name = COMMANDS[cmd_name].partition(":")
        return getattr(import_module(module), name)


@click.group(cls=AppCommands)
@click.version_option(package_name="trellis-schools", prog_name="trellis")
def main() -> None:
    """Trellis: set up and run it for a network of schools, import rosters, compare groups, and chart measures."""
