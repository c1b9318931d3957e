from django.apps import AppConfig


class NotificationsConfig(AppConfig):
    name = "trellis.web.notifications"
    label = "notifications"

    def ready(self) -> None:
        from trellis.assessment.exhibitions.time_changes import TIME_CHANGES
        from trellis.core.foundation import daily_tasks
        from trellis.learning.internships.concern_followups import CONCERN_FOLLOWUPS
        from trellis.learning.projects.tuning_changes import TUNING_FOLLOWUPS

        from . import immediate_emails, moved_exhibitions, scheduled_tasks, sources, tuning_emails

        sources.register_sources()
        immediate_emails.register_kinds()
        CONCERN_FOLLOWUPS.register("notifications", immediate_emails.email_advisors_about_concern)
        TIME_CHANGES.register("notifications", moved_exhibitions.email_people_of_moved_exhibition)
        TUNING_FOLLOWUPS.register("notifications", tuning_emails.email_invited_people)
        daily_tasks.register("digests", "Daily emails sent", scheduled_tasks.send_digests)
