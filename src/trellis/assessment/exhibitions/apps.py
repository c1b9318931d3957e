from django.apps import AppConfig


class ExhibitionsConfig(AppConfig):
    name = "trellis.assessment.exhibitions"
    label = "exhibitions"

    def ready(self) -> None:
        from trellis.core.community import beyond
        from trellis.core.foundation import daily
        from trellis.learning.plans import carried

        from .errands import send_packets
        from .queries import to_carry
        from .told import told

        carried.declare("exhibitions", to_carry)
        daily.declare("packets", "Packets to panelists", send_packets)
        beyond.declare("exhibitions", told)
