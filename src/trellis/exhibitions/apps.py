from django.apps import AppConfig


class ExhibitionsConfig(AppConfig):
    name = "trellis.exhibitions"
    label = "exhibitions"

    def ready(self) -> None:
        from trellis.plans import carried

        from .queries import to_carry

        carried.declare("exhibitions", to_carry)
