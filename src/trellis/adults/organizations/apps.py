from django.apps import AppConfig


class OrganizationsConfig(AppConfig):
    name = "trellis.adults.organizations"
    label = "organizations"
