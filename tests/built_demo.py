"""The invented network, built once in a process for each shape and day; later tests go on in a copy (`copies.py`)."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from datetime import date

from django.conf import settings
from django.utils import timezone

import copies
from trellis.core.community.models import Network
from trellis.demo.build import build_network
from trellis.demo.plan import NetworkShape
from trellis.improvement.opportunity.services import rebuild_rollups

_built: dict[tuple[object, ...], sqlite3.Connection] = {}


def open_demo(shape: NetworkShape, today: date, *, with_figures: bool = False) -> Network:
    """The network as `build_network` makes it, with its figures where they are wanted.

    Built anew where a test has already written or isn't rolled back, and on PostgreSQL.
    """

    def build() -> None:
        network = build_network(shape, today)
        if with_figures:
            rebuild_rollups(network)

    if copies.can_move():
        # Rows also hold the day on the clock, and names of files that were written then.
        key = (shape, today, with_figures, timezone.localdate(), date.today(), str(settings.MEDIA_ROOT))
        copies.move_to(_copy_of(key, build))
    else:
        build()
    return Network.objects.unscoped("the test looks").get(slug="confluence")


def _copy_of(key: tuple[object, ...], build: Callable[[], None]) -> sqlite3.Connection:
    if key not in _built:
        _built[key] = copies.make_copy(build)
    return _built[key]
