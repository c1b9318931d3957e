from django.apps import AppConfig


class ShellConfig(AppConfig):
    name = "trellis.shell"
    label = "shell"
