"""Start-up of the foundation: connections, triggers, and each app's declarations."""

from django.apps import AppConfig, apps
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.backends.signals import connection_created
from django.db.models.signals import post_migrate, pre_migrate
from django.utils.module_loading import autodiscover_modules


def _on_connect(connection: BaseDatabaseWrapper, **_: object) -> None:
    if connection.vendor == "sqlite":
        from .ledger import is_writable, running_act

        connection.connection.create_function("trellis_act", 0, running_act)
        connection.connection.create_function("trellis_ledger_writable", 0, is_writable)


def _before_migrate(sender: AppConfig, **_: object) -> None:
    if sender.label == "foundation":
        from .ledger_triggers import remove_triggers

        remove_triggers()


def _after_migrate(sender: AppConfig, **_: object) -> None:
    """Django sends this once for each app, in order: the triggers are laid once, after the last."""
    if sender is [config for config in apps.get_app_configs() if config.models_module][-1]:
        from django.core.management import call_command

        from .ledger_triggers import install_triggers

        call_command("createcachetable", verbosity=0)  # no migration makes it
        install_triggers()


class FoundationConfig(AppConfig):
    name = "trellis.core.foundation"
    label = "foundation"

    def ready(self) -> None:
        from . import checks  # noqa: F401 registers the system checks

        connection_created.connect(_on_connect)
        pre_migrate.connect(_before_migrate)
        post_migrate.connect(_after_migrate)
        autodiscover_modules("permissions", "measures", "search_sources")
