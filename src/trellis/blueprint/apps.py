from django.apps import AppConfig


class BlueprintConfig(AppConfig):
    name = "trellis.blueprint"
    label = "blueprint"
