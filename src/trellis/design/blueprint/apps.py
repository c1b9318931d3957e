from django.apps import AppConfig


class BlueprintConfig(AppConfig):
    name = "trellis.design.blueprint"
    label = "blueprint"
