"""What a network learns: its page, its beliefs and its roll-outs."""

from django.urls import path

from . import views

urlpatterns = [
    path("networks/<uuid:network_id>/learning/", views.network_learning, name="network-learning"),
    path("networks/<uuid:network_id>/roll-outs/new/", views.start_roll_out, name="start-roll-out"),
    path("beliefs/<uuid:belief_id>/", views.belief, name="belief"),
    path("roll-outs/<uuid:roll_out_id>/", views.roll_out, name="roll-out"),
]
