from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "trellis.web.shell"
    label = "shell"

    def ready(self) -> None:
        from . import menu_items  # noqa: F401 its links register themselves
        from .week.link_kinds import register_link_kinds

        register_link_kinds()
