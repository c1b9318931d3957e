from django.apps import AppConfig


class LibraryConfig(AppConfig):
    name = "trellis.library"
    label = "library"

    def ready(self) -> None:
        from trellis.foundation import daily

        from .shelving import count_taught

        daily.declare("library", "Projects whose times taught changed", count_taught)
