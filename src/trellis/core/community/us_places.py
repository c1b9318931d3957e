"""The states and time zones that a school can be in."""

from __future__ import annotations

from zoneinfo import available_timezones

from django.utils.translation import gettext as _

from trellis.core.foundation.formatting import time_zone_name

STATES = {
    "AL": "Alabama",
    "AK": "Alaska",
    "AZ": "Arizona",
    "AR": "Arkansas",
    "CA": "California",
    "CO": "Colorado",
    "CT": "Connecticut",
    "DE": "Delaware",
    "DC": "District of Columbia",
    "FL": "Florida",
    "GA": "Georgia",
    "HI": "Hawaii",
    "ID": "Idaho",
    "IL": "Illinois",
    "IN": "Indiana",
    "IA": "Iowa",
    "KS": "Kansas",
    "KY": "Kentucky",
    "LA": "Louisiana",
    "ME": "Maine",
    "MD": "Maryland",
    "MA": "Massachusetts",
    "MI": "Michigan",
    "MN": "Minnesota",
    "MS": "Mississippi",
    "MO": "Missouri",
    "MT": "Montana",
    "NE": "Nebraska",
    "NV": "Nevada",
    "NH": "New Hampshire",
    "NJ": "New Jersey",
    "NM": "New Mexico",
    "NY": "New York",
    "NC": "North Carolina",
    "ND": "North Dakota",
    "OH": "Ohio",
    "OK": "Oklahoma",
    "OR": "Oregon",
    "PA": "Pennsylvania",
    "PR": "Puerto Rico",
    "RI": "Rhode Island",
    "SC": "South Carolina",
    "SD": "South Dakota",
    "TN": "Tennessee",
    "TX": "Texas",
    "UT": "Utah",
    "VT": "Vermont",
    "VA": "Virginia",
    "WA": "Washington",
    "WV": "West Virginia",
    "WI": "Wisconsin",
    "WY": "Wyoming",
}
"""US Postal Service codes; proper names, so not translated."""

US_ZONES = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Phoenix",
    "America/Los_Angeles",
    "America/Anchorage",
    "Pacific/Honolulu",
    "America/Puerto_Rico",
)


def time_zone_choices() -> list[tuple[str, list[tuple[str, str]]]]:
    """Time zones for a select: those of the US by the names people use, then all others by their tz names."""
    in_us = [(name, f"{time_zone_name(name)} ({_city(name)})") for name in US_ZONES]
    others = [(name, name.replace("_", " ")) for name in sorted(time_zones() - set(US_ZONES))]
    return [(_("United States"), in_us), (_("Other time zones"), others)]


def time_zones() -> set[str]:
    """The names of places' time zones that this machine knows."""
    return {name for name in available_timezones() if "/" in name and not name.startswith("Etc/")} | set(
        US_ZONES
    )


def _city(name: str) -> str:
    return name.rpartition("/")[2].replace("_", " ")
