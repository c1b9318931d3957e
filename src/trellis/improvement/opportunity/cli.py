"""`trellis figures`: update the figures of networks now."""

import click

from trellis.core.foundation.boot import start


@click.command(short_help="Update the figures on opportunity pages now.")
@click.argument("networks", nargs=-1, metavar="[NETWORK]...")
@click.option("--year", type=click.IntRange(1900, 2200), help="The year in which the school year ends.")
def figures(networks: tuple[str, ...], year: int | None) -> None:
    """Compute every measure by school and group for NETWORK, by its short name; for all networks without one.

    `trellis daily` does it every night, and adopting a model or importing a roster does it too.
    """
    start()
    from trellis.core.community.models import Network
    from trellis.core.foundation.refusal import Refusal

    from .services import lay_out

    queryset = Network.objects.unscoped("the networks whose figures are updated").filter(deleted_at=None)
    network_by_slug = {network.slug: network for network in queryset.order_by("slug")}
    if unknown := sorted(set(networks) - set(network_by_slug)):
        hint = (
            f"There is: {', '.join(network_by_slug)}."
            if network_by_slug
            else "Open a network first: trellis open"
        )
        raise click.ClickException(f"There is no network with the short name {', '.join(unknown)}. {hint}")
    failed = False
    for slug in networks or network_by_slug:
        try:
            snapshot = lay_out(network_by_slug[slug], year)
        except Refusal as refusal:
            failed = True
            click.echo(f"{network_by_slug[slug].name}: {refusal.sentence}", err=True)
        else:
            click.echo(
                f"{network_by_slug[slug].name}: {snapshot.students:,} students, school year {snapshot.year}"
            )
    if failed and networks:
        raise SystemExit(1)
