"""`trellis school`: list schools and set their city, state and time zone."""

from __future__ import annotations

import click

from trellis.core.foundation.boot import start_django


@click.group(short_help="List schools and set their city, state and time zone.")
def school() -> None:
    """List schools and set their city, state and time zone.

    The roster brings the schools' names. You can also set state and time zone on the page School details.
    """


@school.command("list", short_help="List the schools of a network.")
@click.option("--network", "slug", help="The network's short name. Not needed if there is only one network.")
def list_schools(slug: str | None) -> None:
    """List a network's schools with their district, city, state and time zone."""
    start_django()
    from trellis.core.foundation.errors import ActionError

    from .models import School
    from .selectors import network_named

    try:
        network = network_named(slug)
    except ActionError as error:
        raise click.ClickException(error.message) from None
    rows = School.objects.system().filter(network=network, deleted_at=None)
    for row in rows.select_related("district").order_by("name"):
        district = row.district.name if row.district else "no district"
        where = ", ".join(filter(None, (row.city, row.state))) or "no city or state"
        click.echo(f"{row.name} ({district}): {where}, {row.time_zone}")


@school.command("set", short_help="Set the city, state or time zone of schools.")
@click.option("--school", "name", help="Change only the school with this name.")
@click.option("--district", help="Change all schools in the district with this name.")
@click.option("--city", help="The city.")
@click.option(
    "--state", help="Two letters, such as NY. Internships are checked against this state's child labor laws."
)
@click.option("--time-zone", help="Such as America/Chicago. Pages and emails show times in this time zone.")
@click.option("--network", "slug", help="The network's short name. Not needed if there is only one network.")
def set_details(
    name: str | None,
    district: str | None,
    city: str | None,
    state: str | None,
    time_zone: str | None,
    slug: str | None,
) -> None:
    """Set the city, state or time zone of one school, a district's schools, or all schools in the network."""
    start_django()
    from trellis.core.foundation.errors import ActionError

    from .selectors import network_named
    from .services import update_school_details

    try:
        schools = _schools_to_update(network_named(slug), name, district)
        changed = update_school_details(schools, None, city, _parse_state(state), _parse_time_zone(time_zone))
    except ActionError as error:
        raise click.ClickException(error.message) from None
    click.echo(f"{changed} of {len(schools)} schools changed.")


def _schools_to_update(network: object, name: str | None, district: str | None) -> list:
    from trellis.core.foundation.errors import ActionError

    from .models import School

    rows = School.objects.system().filter(network=network, deleted_at=None)
    if name:
        rows = rows.filter(name__iexact=name.strip())
    if district:
        rows = rows.filter(district__name__iexact=district.strip())
    if not rows:
        raise ActionError(
            "No school matches. To see the names of schools and districts, run `trellis school list`."
        )
    return list(rows)


def _parse_state(text: str | None) -> str | None:
    from trellis.core.foundation.errors import ActionError

    from .us_places import STATES

    if text is None:
        return None
    code = text.strip().upper()
    if code and code not in STATES:
        raise ActionError(
            f"“{text}” is not a US state. Use two letters, such as NY. Outside the US, leave it empty."
        )
    return code


def _parse_time_zone(text: str | None) -> str | None:
    from trellis.core.foundation.errors import ActionError

    from .us_places import time_zones

    if text is not None and text not in time_zones():
        raise ActionError(
            f"“{text}” is not a time zone. Use a name such as America/New_York or America/Chicago."
        )
    return text
