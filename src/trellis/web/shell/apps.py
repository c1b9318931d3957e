from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "trellis.web.shell"
    label = "shell"

    def ready(self) -> None:
        from trellis.adults.joining.school_placing import LEADER_CODES
        from trellis.core.community.decisions import COUNSELOR_DECISIONS

        from . import menu_items, menu_items_of_schools  # noqa: F401 their links register themselves, in this order
        from .days import counselor_decisions
        from .joining.services import make_join_code
        from .week.link_kinds import register_link_kinds

        register_link_kinds()
        LEADER_CODES.register("shell", make_join_code)
        COUNSELOR_DECISIONS.register("concerns", counselor_decisions.unread_concerns)
        COUNSELOR_DECISIONS.register("advisories", counselor_decisions.missing_advisories)
