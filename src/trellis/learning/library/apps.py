from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "trellis.learning.library"
    label = "library"

    def ready(self) -> None:
        from trellis.core.foundation import daily_tasks

        from .search_entries import update_taught_counts

        daily_tasks.register("library", "Projects with a new count of times taught", update_taught_counts)
