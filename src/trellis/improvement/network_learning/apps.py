from django.apps import AppConfig


class NetworkLearningConfig(AppConfig):
    name = "trellis.improvement.network_learning"
    label = "network_learning"
