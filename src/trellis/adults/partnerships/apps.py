from django.apps import AppConfig


class PartnershipsConfig(AppConfig):
    name = "trellis.adults.partnerships"
    label = "partnerships"

    def ready(self) -> None:
        from .link_kinds import register_link_kinds

        register_link_kinds()
