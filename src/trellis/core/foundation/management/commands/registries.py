"""`trellis manage registries`: what each app registers in the apps below it."""

from __future__ import annotations

from argparse import ArgumentParser

from django.core.management.base import BaseCommand, CommandError

from trellis.core.foundation.registry import REGISTRIES, Registry


class Command(BaseCommand):
    help = (
        "List what each app registers: measures, permissions, daily tasks, disclosures, navigation and more."
    )

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument(
            "name", nargs="?", help="The name of one registry, such as measures. Without it, all are listed."
        )

    def handle(self, *args: object, name: str | None = None, **options: object) -> None:
        if name and name not in REGISTRIES:
            raise CommandError(
                f"There is no registry named {name}. Choose one of: {', '.join(sorted(REGISTRIES))}."
            )
        for registry in [REGISTRIES[name]] if name else REGISTRIES.values():
            self._list(registry)

    def _list(self, registry: Registry) -> None:
        self.stdout.write(f"{registry.name}: {registry.purpose}")
        for key, module in registry.registered_by.items():
            label = key if isinstance(key, str) else getattr(key, "__name__", str(key))
            self.stdout.write(f"  {label:<40} {module}")
