from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "trellis.adults.organizations"
    label = "organizations"

    def ready(self) -> None:
        from trellis.core.community.site_followups import SITE_FOLLOWUPS
        from trellis.core.foundation import daily_tasks

        from .adoption import adopt_new_rows
        from .link_kinds import register_link_kinds
        from .scheduled_tasks import adopt_every_network

        daily_tasks.register("organizations", "Organizations listed", adopt_every_network)
        SITE_FOLLOWUPS.register("organizations", adopt_new_rows)
        register_link_kinds()
