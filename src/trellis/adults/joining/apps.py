from django.apps import AppConfig


class JoiningConfig(AppConfig):
    name = "trellis.adults.joining"
    label = "joining"

    def ready(self) -> None:
        from trellis.core.foundation import daily_tasks

        from .agreements import register_agreements
        from .link_kinds import register_link_kinds
        from .requirements import register_requirements
        from .scheduled_tasks import remind_contacts

        register_requirements()
        register_agreements()
        register_link_kinds()
        daily_tasks.register("joining-contacts", "Reminders to contacts of joining schools", remind_contacts)
