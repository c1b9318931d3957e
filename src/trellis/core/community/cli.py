"""`trellis school`: where schools are."""

from __future__ import annotations

import click

from trellis.core.foundation.boot import start


@click.group(short_help="Where schools are: list them, set city, state and time zone.")
def school() -> None:
    """Where schools are. A roster brings their names; state and time zone are set here or on School details."""


@school.command("list")
@click.option("--network", "slug", help="The network's short name; not needed when there is one network.")
def list_schools(slug: str | None) -> None:
    """List the schools of a network with what is known of where they are."""
    start()
    from trellis.core.foundation.refusal import Refusal

    from .models import School
    from .selectors import network_named

    try:
        network = network_named(slug)
    except Refusal as error:
        raise click.ClickException(error.sentence) from None
    rows = School.objects.unscoped("an operator lists the schools").filter(network=network, deleted_at=None)
    for row in rows.select_related("district").order_by("name"):
        district = row.district.name if row.district else "no district"
        where = ", ".join(filter(None, (row.city, row.state))) or "no city or state"
        click.echo(f"{row.name} ({district}): {where}, {row.time_zone}")


@school.command("set")
@click.option("--school", "name", help="Only this school, by its name.")
@click.option("--district", help="All schools of this district, by its name.")
@click.option("--city", help="The city.")
@click.option(
    "--state", help="Two letters, such as NY. Decides which state's rules on young workers are checked."
)
@click.option("--time-zone", help="Such as America/Chicago. Pages and mail follow this clock.")
@click.option("--network", "slug", help="The network's short name; not needed when there is one network.")
def set_details(
    name: str | None,
    district: str | None,
    city: str | None,
    state: str | None,
    time_zone: str | None,
    slug: str | None,
) -> None:
    """Set city, state or time zone of one school, of a district's schools, or of all schools of the network."""
    start()
    from trellis.core.foundation.refusal import Refusal

    from .selectors import network_named
    from .services import update_school_details

    try:
        schools = _chosen(network_named(slug), name, district)
        changed = update_school_details(schools, None, city, _state(state), _time_zone(time_zone))
    except Refusal as error:
        raise click.ClickException(error.sentence) from None
    click.echo(f"{changed} of {len(schools)} schools changed.")


def _chosen(network: object, name: str | None, district: str | None) -> list:
    from trellis.core.foundation.refusal import Refusal

    from .models import School

    rows = School.objects.unscoped("an operator sets where schools are").filter(
        network=network, deleted_at=None
    )
    if name:
        rows = rows.filter(name__iexact=name.strip())
    if district:
        rows = rows.filter(district__name__iexact=district.strip())
    if not rows:
        raise Refusal("No school fits that. `trellis school list` shows the names.")
    return list(rows)


def _state(text: str | None) -> str | None:
    from trellis.core.foundation.refusal import Refusal

    from .us_places import STATES

    if text is None:
        return None
    code = text.strip().upper()
    if code and code not in STATES:
        raise Refusal(
            f"“{text}” is not a US state. Use two letters, such as NY; leave it empty outside the US."
        )
    return code


def _time_zone(text: str | None) -> str | None:
    from trellis.core.foundation.refusal import Refusal

    from .us_places import time_zones

    if text is not None and text not in time_zones():
        raise Refusal(f"“{text}” is not a time zone. Use a name such as America/New_York or America/Chicago.")
    return text
