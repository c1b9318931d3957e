from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "trellis.web.shell"
    label = "shell"
