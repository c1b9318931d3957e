from django.apps import AppConfig


class ProjectsConfig(AppConfig):
    name = "trellis.projects"
    label = "projects"
