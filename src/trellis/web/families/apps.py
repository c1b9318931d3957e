from django.apps import AppConfig


class FamiliesConfig(AppConfig):
    name = "trellis.web.families"
    label = "families"

    def ready(self) -> None:
        from django.utils.translation import gettext_lazy as _

        from trellis.core.translations import sources
        from trellis.learning.supports import retention

        from .link_kinds import register_link_kinds
        from .models import Contact, Notice, Reply
        from .retention import delete_dependents
        from .selectors import notice_texts

        sources.register("notices", _("From the school"), notice_texts)
        retention.STUDENT_RECORDS.register(
            "families", retention.StudentRecords((Contact, Notice, Reply), delete_dependents)
        )
        register_link_kinds()
