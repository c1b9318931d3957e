"""`trellis manage lay_out_opportunity [slug ...]`: the older name of `trellis figures`."""

from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from trellis.core.community.models import Network
from trellis.core.foundation.errors import ActionError
from trellis.improvement.opportunity.services import rebuild_rollups


class Command(BaseCommand):
    help = "Compute every measure by school and group. Older name of `trellis figures`."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("network", nargs="*", help="Short names of networks. Default: all networks.")
        parser.add_argument("--year", type=int, help="The year when the school year ends.")

    def handle(self, *args: Any, **options: Any) -> None:  # Any: as Django's command hands them over
        networks = Network.objects.system().filter(deleted_at=None)
        if options["network"]:
            networks = networks.filter(slug__in=options["network"])
            missing = set(options["network"]) - {n.slug for n in networks}
            if missing:
                raise CommandError(
                    f"No network has the short name {', '.join(sorted(missing))}. Check the spelling."
                )
        for network in networks:
            try:
                snapshot = rebuild_rollups(network, options["year"])
            except ActionError as refusal:
                self.stderr.write(f"{network.name}: {refusal.message}")
            else:
                self.stdout.write(f"{network.name}: {snapshot.students:,} students, {snapshot.year}")
