from django.apps import AppConfig


class ExhibitionsConfig(AppConfig):
    name = "trellis.exhibitions"
    label = "exhibitions"

    def ready(self) -> None:
        from trellis.community import beyond
        from trellis.foundation import daily
        from trellis.plans import carried

        from .errands import send_packets
        from .queries import to_carry
        from .told import told

        carried.declare("exhibitions", to_carry)
        daily.declare("packets", "Packets to panelists", send_packets)
        beyond.declare("exhibitions", told)
