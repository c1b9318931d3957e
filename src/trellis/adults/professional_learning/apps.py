from django.apps import AppConfig


class ProfessionalLearningConfig(AppConfig):
    name = "trellis.adults.professional_learning"
    label = "professional_learning"

    def ready(self) -> None:
        from trellis.assessment.portfolios.practice import CREDENTIAL_HOLDERS, SETTLED_PRACTICE
        from trellis.core.foundation import daily_tasks

        from .credentials import measures, permissions  # noqa: F401 they register
        from .scheduled_tasks import issue_all_certificates
        from .services.credentials import follow_final_levels, holders_of
        from .sign_ups.calendar_invitations import send_late_invitations

        daily_tasks.register("learning-calendars", "Calendar invitations to events", send_late_invitations)
        daily_tasks.register("certificates", "Certificates issued", issue_all_certificates)
        SETTLED_PRACTICE.register("credentials", follow_final_levels)
        CREDENTIAL_HOLDERS.register("credentials", holders_of)
