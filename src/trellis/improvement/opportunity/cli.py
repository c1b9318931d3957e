"""`trellis figures`: update the opportunity figures now."""

import click

from trellis.core.foundation.boot import start_django


@click.command(short_help="Update the figures on opportunity pages now.")
@click.argument("networks", nargs=-1, metavar="[NETWORK]...")
@click.option("--year", type=click.IntRange(1900, 2200), help="The year when the school year ends.")
def figures(networks: tuple[str, ...], year: int | None) -> None:
    """Compute every measure by school and group for NETWORK (its short name), or for all networks.

    `trellis daily` also does this every night. So do adopting a model and importing a roster.
    """
    start_django()
    from trellis.core.community.models import Network
    from trellis.core.foundation.errors import ActionError

    from .services import rebuild_rollups

    queryset = Network.objects.system().filter(deleted_at=None)
    network_by_slug = {network.slug: network for network in queryset.order_by("slug")}
    if unknown := sorted(set(networks) - set(network_by_slug)):
        hint = (
            f"Choose one of: {', '.join(network_by_slug)}."
            if network_by_slug
            else "Create a network first: trellis open"
        )
        raise click.ClickException(f"No network has the short name {', '.join(unknown)}. {hint}")
    failed = False
    for slug in networks or network_by_slug:
        try:
            snapshot = rebuild_rollups(network_by_slug[slug], year)
        except ActionError as refusal:
            failed = True
            click.echo(f"{network_by_slug[slug].name}: {refusal.message}", err=True)
        else:
            click.echo(
                f"{network_by_slug[slug].name}: {snapshot.students:,} students, school year {snapshot.year}"
            )
    if failed and networks:
        raise SystemExit(1)
