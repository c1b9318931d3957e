from django.apps import AppConfig


class AlumniConfig(AppConfig):
    name = "trellis.improvement.alumni"
    label = "alumni"

    def ready(self) -> None:
        from trellis.core.foundation import daily_tasks

        from .link_kinds import register_link_kinds
        from .scheduled_tasks import delete_old_records

        register_link_kinds()
        daily_tasks.register(
            "alumni", "Records of alumni that were deleted after eight years", delete_old_records
        )
